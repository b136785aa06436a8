"""Reading in a real browser: the length of a line, on paper, from right to left, by finger."""

import pytest

from tests.newsroom import make_article, make_author, make_publication, make_section, make_topic

SENTENCE = (
    "The last train leaves at nine, and the town goes to bed with it, as towns do whose "
    "railway has other plans; nobody was asked, and nobody now remembers who decided. "
)
ADDRESS = "/2024/01/the-last-train/"
LETTERS_PER_LINE = """() => {
  const node = document.querySelector(".body p").firstChild;
  const lines = new Map();
  const range = document.createRange();
  for (let at = 0; at < node.length; at += 1) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getClientRects()[0];
    const line = Math.round(box.bottom / 10);
    lines.set(line, (lines.get(line) || 0) + 1);
  }
  const full = [...lines.values()].slice(1, -1);
  return full.reduce((sum, letters) => sum + letters) / full.length;
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll("nav a, .byline a, .filed a, .masthead a")]
  .filter((link) => link.getBoundingClientRect().height < 24)
  .map((link) => link.outerHTML)"""


@pytest.fixture
def article(transactional_db):
    make_publication()
    make_section("Politics")
    return make_article(
        standfirst="Why a town needs a train after nine.",
        body=f"<p>{SENTENCE * 8}</p><p><a href='https://example.org/why'>Why</a> not.</p>",
        authors=[make_author("Ngaire Whitcombe"), make_author("Tomasz Wieczorek")],
        topics=[make_topic(), make_topic("Towns")],
        references=["Rolt, L. T. C. Red for Danger. https://example.org/rolt"],
    )


def test_a_line_holds_sixty_to_seventy_five_letters(article, page):
    page.goto(ADDRESS)
    assert 60 <= page.evaluate(LETTERS_PER_LINE) <= 75


def test_links_of_the_furniture_are_wide_enough_for_a_finger(article, open_page):
    page = open_page(viewport={"width": 390, "height": 800}, has_touch=True)
    for address in ("/", ADDRESS, "/author/ngaire-whitcombe/", "/section/world/"):
        page.goto(address)
        assert page.evaluate(SMALL_TARGETS) == [], address


def test_on_paper_stands_the_text_without_menu_and_form(article, open_page):
    page = open_page(color_scheme="dark")
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    for away in (".menu", ".footer nav", "form", ".skip"):
        assert page.locator(away).first.is_hidden(), away
    for kept in ("h1", ".byline", ".body", ".references", ".author-card"):
        assert page.locator(kept).first.is_visible(), kept
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert "https://example.org/rolt" in page.locator(".references").inner_text()
    after = "getComputedStyle(document.querySelector('.body a'), '::after').content"
    assert "https://example.org/why" in page.evaluate(after)


def test_right_to_left_mirrors_the_page(transactional_db, page):
    make_publication(language="ar")
    make_article(language="ar")
    page.goto(ADDRESS)
    rail = page.locator(".credits").bounding_box()
    text = page.locator(".body").bounding_box()
    assert rail["x"] > text["x"] + text["width"] - 1


def test_the_way_to_the_text_is_the_first_stop_of_the_tab_key(article, page):
    page.goto(ADDRESS)
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_reference_that_is_pointed_at_is_marked(article, page):
    page.goto(f"{ADDRESS}#ref-1")
    background = "getComputedStyle(document.querySelector('#ref-1')).backgroundColor"
    assert page.evaluate(background) != "rgba(0, 0, 0, 0)"
