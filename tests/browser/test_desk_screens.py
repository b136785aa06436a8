"""The desk on small screens and at a glance, and keys that leave nobody elsewhere."""

import pytest
from playwright.sync_api import expect

from comments.models import Decision
from tests.browser.test_moderating import QUEUE
from tests.newsroom import make_article, make_comment, make_publication, make_user

SMALL = [(320, 256), (390, 664), (844, 390)]
WORDS = "The council's own figures show night ridership up 11%. Why does nobody mention them? "
CUT = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.textContent)"
# Of all points of the text in sight, how many something else lies over.
COVERED = """text => {
    const place = text.getBoundingClientRect();
    const top = Math.max(place.top, 0), bottom = Math.min(place.bottom, innerHeight);
    let covered = 0, seen = 0;
    for (let y = top + 2; y < bottom; y += 8) {
        const there = document.elementFromPoint(place.left + 4, y);
        seen += 1;
        covered += !text.contains(there) && !there.contains(text);
    }
    return [seen > 3, covered];
}"""


@pytest.fixture
def page(transactional_db, staff_page):
    make_publication()
    article = make_article()
    for number in range(10):
        make_comment(
            article,
            WORDS * 4,
            f"Reader {number}",
            email=f"r{number}@readers.example.org",
            signals=[("links", "3 links")] if number % 2 else [],
        )
    return staff_page(make_user("moderator", group="Moderators"))


def test_the_desk_on_every_screen(page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{QUEUE}?view=compact")
    whole = page.locator(".desk-card").evaluate_all(
        "cards => cards.filter(card => card.getBoundingClientRect().bottom <= innerHeight).length"
    )
    assert whole >= 8
    assert page.locator(".desk-when, .desk-moves").evaluate_all(CUT) == []
    page.goto(QUEUE)
    tops = page.locator(".desk-filters > form > p").evaluate_all(
        "fields => fields.map(field => Math.round(field.getBoundingClientRect().top))"
    )
    # A choice as wide as it wants to be is no wider than it is.
    wanted = page.locator(".desk-filters select").evaluate_all(
        "all => all.map(one => { const is = one.offsetWidth; one.style.maxWidth = 'none';"
        " return is >= one.offsetWidth; })"
    )
    assert all(wanted)
    assert len(tops) == 4 and len({*tops}) == 1
    assert page.locator("#nav-sidebar").count() == 0
    assert page.locator(".desk-text").first.evaluate("text => getComputedStyle(text).fontSize")
    page.get_by_role("button", name="Review mode").click()
    text = page.locator(".desk-large .desk-text")
    for width, height in SMALL:
        page.set_viewport_size({"width": width, "height": height})
        text.evaluate("text => text.scrollIntoView()")
        assert text.evaluate(COVERED) == [True, 0], (width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_that_leave_the_comment_where_it_is(page):
    page.goto(QUEUE)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".desk-card").nth(1)
    assert second.evaluate("card => card === document.activeElement")
    page.keyboard.press("?")
    page.get_by_text("show or hide shortcuts").wait_for()
    assert second.evaluate("card => card === document.activeElement")
    page.keyboard.press("Escape")
    page.get_by_text("show or hide shortcuts").wait_for(state="hidden")
    page.get_by_role("button", name="Review mode").click()
    expect(page.locator(".desk-large")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator(".desk-ask[open] textarea").first).to_be_focused()
    page.keyboard.type("Who says so?")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert Decision.objects.get().kind == "ask_edit"
    # Where several buttons can be meant, it presses none.
    page.keyboard.press("r")
    page.locator(".desk-ask[open] textarea").first.fill("Because.")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Escape")
    assert Decision.objects.count() == 1
