"""Searching in a real browser: what is typed is completed, and what is found is readable."""

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.newsroom import make_article, make_author, make_publication, make_section


def test_a_search_is_completed_narrowed_and_accessible(transactional_db, open_page):
    make_publication()
    make_article("Trams of Lisbon", authors=[make_author("Ana Lim")])
    make_article("A Tram in Porto", slug="porto", section=make_section("Culture"))
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto("/")
    page.get_by_role("link", name="Search").click()
    box = page.locator("#q")
    box.press_sequentially("tram")
    expect(page.locator("#suggestions option")).to_have_count(2)
    box.press("Enter")
    expect(page.locator(".found")).to_have_count(2)
    expect(page.locator(".found mark").first).to_be_visible()
    page.get_by_text("Narrow your search").click()
    assert violations(page) == []
    page.locator(".facets").get_by_role("link", name="Culture").click()
    expect(page.locator(".found")).to_have_count(1)
    page.get_by_role("link", name="Remove the filter Section: Culture").click()
    expect(page.locator(".found")).to_have_count(2)
    assert violations(page) == []
    page.goto("/night-trams/")
    expect(page.locator("#q")).to_have_value("night trams")
    assert page.evaluate("document.cookie") == ""
