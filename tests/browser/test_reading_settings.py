"""A reader's own size of type and colours, and a typeface that moves nothing by coming late."""

import pytest
from playwright.sync_api import expect

from tests.newsroom import make_article, make_publication

ADDRESS = "/2024/01/the-last-train/"
SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(252, 252, 249)", "rgb(20, 23, 26)"
KEPT = "Object.keys(localStorage)"
# What is in force when the first piece of a page to be seen is there.
NOTE_THE_BEGINNING = """new MutationObserver(() => {
  if (document.body) window.beginning ??= { ...document.documentElement.dataset };
}).observe(document, { childList: true, subtree: true })"""
FIRST_WORDS = """new Promise((done) =>
  new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint")[0] && done())
    .observe({ type: "paint", buffered: true }))"""
NOTE_SHIFTS = """{
  window.shifts = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries().map((shift) => shift.value)))
    .observe({ type: "layout-shift", buffered: true });
}"""


@pytest.fixture
def article(transactional_db):
    make_publication()
    return make_article(body="<p>The last train <em>leaves</em> at nine.</p>" * 20)


def button(page):
    return page.get_by_role("button", name="Text size and colours")


def test_a_reader_sets_size_and_colours_by_keyboard_for_every_page(article, open_page):
    page = open_page(color_scheme="light")
    page.add_init_script(NOTE_THE_BEGINNING)
    page.goto(ADDRESS)
    assert page.evaluate(KEPT) == []
    usual = page.evaluate(SIZE)
    button(page).press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Standard")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Large", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("As your device")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Dark")).to_be_checked()
    assert page.evaluate(SIZE) > usual
    assert page.evaluate(GROUND) == DARK
    page.keyboard.press("Escape")
    expect(page.get_by_label("Dark")).to_be_hidden()

    page.goto("/")
    assert page.evaluate("beginning") == {
        "settings": "offered",
        "theme": "dark",
        "textSize": "large",
    }
    assert page.evaluate(GROUND) == DARK
    page.emulate_media(media="print")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen", color_scheme="dark")
    button(page).click()
    expect(page.get_by_label("Large", exact=True)).to_be_checked()
    page.get_by_label("Light").check()
    assert page.evaluate(GROUND) == LIGHT
    page.get_by_label("As your device").check()
    page.get_by_label("Standard").check()
    assert (page.evaluate(GROUND), page.evaluate(SIZE)) == (DARK, usual)
    assert page.evaluate(KEPT) == []
    assert page.context.cookies() == []


def test_nothing_is_offered_that_would_not_be_kept(article, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(ADDRESS)
    expect(button(page)).to_be_hidden()
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto(ADDRESS)
    expect(button(page)).to_be_hidden()


def test_type_that_comes_late_moves_nothing(article, page):
    page.add_init_script(NOTE_SHIFTS)
    late = []
    page.route("**/fonts/*", lambda route: late.append(route))
    page.goto(ADDRESS, wait_until="domcontentloaded")
    expect(page.locator(".body")).to_be_visible()
    page.evaluate(FIRST_WORDS)
    assert len(late) == 3
    for request in late:
        request.continue_()
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")
    assert page.evaluate("shifts") == []
