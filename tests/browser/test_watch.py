"""What is watched in every test of a page would be seen."""

from tests.browser.cheap_server import wait_for_the_last_answers
from tests.browser.conftest import new_context

LOAD = """(address) => new Promise((done) => {
  Object.assign(new Image(), { onerror: done, onload: done, src: address });
})"""
ELSEWHERE = ["https://example.org/a.png", "http://198.51.100.1/b.png", "http://localhost:9/c.png"]


def test_other_hosts_and_missing_files_are_told_and_a_page_that_is_not_there_is_not(
    browser, live_server
):
    context, watch = new_context(browser, live_server, {"bypass_csp": True})
    page = context.new_page()
    page.goto("/nowhere/")
    assert watch.complaints() == []
    for address in ELSEWHERE:
        page.evaluate(LOAD, address)
    assert watch.trouble == [f"request to another host: {address}" for address in ELSEWHERE]
    page.evaluate(LOAD, "/static/nothing.png")
    assert "404" in watch.complaints()[-1] and "nothing.png" in watch.complaints()[-1]
    context.close()
    wait_for_the_last_answers()
