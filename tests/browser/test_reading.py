"""Reading in a real browser: by finger, on paper, from right to left, through a thread."""

import re
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import expect

from authors.models import User
from comments.models import Thread
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_publication,
    make_published_comment,
    make_section,
    make_topic,
)

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
def page(reuse_page):
    return reuse_page()


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


def test_the_text_begins_on_a_phones_first_screen(transactional_db, open_page, settings):
    make_publication()
    for name in ("Politics", "World", "Economy", "Science and health", "Culture"):
        make_section(name)
    make_article(
        "What the Water Meter in the Hall Cannot See",
        standfirst="A town that sleeps at nine has no night shift, and nobody was asked.",
        body="".join(f"<h2>Part {n}</h2><p>{SENTENCE * 20}</p>" for n in range(4)),
        authors=[make_author("Ngaire Whitcombe"), make_author("Tomasz Wieczorek")],
        picture="pictures/a.png",
        picture_width=1200,
        picture_height=800,
        picture_alt="A meter.",
        picture_caption="The ring that does not close.",
    )
    file = settings.MEDIA_ROOT / "pictures/a.png"
    file.parent.mkdir(parents=True)
    Image.new("RGB", (1200, 800)).save(file)
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto("/2024/01/what-the-water-meter-in-the-hall-cannot-see/")
    first_line = "document.querySelector('.body > *').getClientRects()[0].top + 30"
    assert page.evaluate(first_line) < 780
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    explained = page.get_by_text("What OpEd means to readers.")
    assert explained.is_hidden()
    page.locator(".type summary").click()
    expect(explained).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 844})
    page.reload()
    expect(explained).to_be_visible()


def test_on_paper_stands_the_text_without_menu_and_form(article, page):
    page.emulate_media(color_scheme="dark")
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    for away in (".menu", ".footer nav", "form", ".skip", ".filed", ".share", ".cite summary"):
        assert page.locator(away).first.is_hidden(), away
    for kept in ("h1", ".byline", ".body", ".references", ".author-card"):
        assert page.locator(kept).first.is_visible(), kept
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert "https://example.org/rolt" in page.locator(".references").inner_text()
    after = "getComputedStyle(document.querySelector('.body a'), '::after').content"
    assert "https://example.org/why" in page.evaluate(after)
    assert page.get_by_text("The Last Train – OpEd. The Signal Box.").is_visible()


def test_a_usual_op_ed_is_two_pages_of_paper(transactional_db, page):
    make_publication()
    article = make_article(
        standfirst="Why a town needs a train after nine.",
        body="".join(f"<h2>Part {n}</h2><p>{SENTENCE * 5}</p><p>{SENTENCE * 5}</p>" for n in "123"),
        references=[f"Rolt, L. T. C. Red for Danger {n}. London: Bodley Head." for n in range(8)],
        note=f"<p>{SENTENCE}</p>",
    )
    make_published_comment(article, SENTENCE * 25)
    page.goto(ADDRESS)
    assert pages_of_paper(page) == 2
    page.get_by_label("Print the thread as well").check()
    assert pages_of_paper(page) > 2


def pages_of_paper(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


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
    skip = page.locator(".skip").first
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_reference_that_is_pointed_at_is_marked(article, page):
    page.goto(f"{ADDRESS}#ref-1")
    background = "getComputedStyle(document.querySelector('#ref-1')).backgroundColor"
    assert page.evaluate(background) != "rgba(0, 0, 0, 0)"


# --- A thread


OF_A_THREAD = ", ".join(
    [
        ".comment-head a",
        ".comment-reply a:not(.comment-step)",
        ".comment:target .comment-step",
        ".comment-others a",
        ".comments summary",
    ]
    + [".thread-follow a", ".thread-part a", ".thread-news-choice"]
)


@pytest.fixture
def thread(article):
    """Two conversations: one with a reply, one alone."""
    first = make_published_comment(article, "First.", at=MORNING)
    reply = make_published_comment(article, "Reply.", parent=first, at=MORNING)
    last = make_published_comment(article, "Last.", at=MORNING)
    return first, reply, last


def steps(page):
    return page.locator(".comment-step").filter(visible=True)


def test_a_reader_steps_through_the_thread_without_script(reuse_page, thread):
    first, reply, last = thread
    page = reuse_page(java_script_enabled=False)
    page.goto(ADDRESS)
    assert steps(page).count() == 0
    page.goto(f"/comment/{reply.pk}/")
    assert page.url.endswith(f"{ADDRESS}#comment-{reply.pk}")
    assert [" ".join(text.split()) for text in steps(page).all_inner_texts()] == [
        "Previous comment",
        "Next comment",
    ]
    page.get_by_role("link", name="Next comment").click()
    expect(page.locator(":target")).to_have_id(f"comment-{last.pk}")
    assert steps(page).count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.comment').id") == f"comment-{last.pk}"


def test_replies_fold_without_script_and_nothing_moves_when_one_is_focused(reuse_page, thread):
    reply = thread[1]
    page = reuse_page(java_script_enabled=False)
    page.goto(ADDRESS)
    folded = page.locator(f"#comment-{reply.pk}")
    where = "() => [...document.querySelectorAll('.comment')].at(-1).offsetTop"
    before = page.evaluate(where)
    folded.get_by_role("link", name="Permalink").focus()
    assert steps(page).count() == 2
    assert page.evaluate(where) == before
    page.get_by_text("1 reply").click()
    assert folded.is_hidden()


def test_the_links_of_a_thread_are_wide_enough_for_a_finger(thread, open_page):
    page = open_page(viewport={"width": 390, "height": 800}, has_touch=True)
    for address in (ADDRESS, f"{ADDRESS}conversation/{thread[0].pk}/"):
        page.goto(f"{address}#comment-{thread[1].pk}")
        small = page.evaluate(SMALL_TARGETS.replace("nav a,", f"nav a, {OF_A_THREAD},"))
        assert small == [], address
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_conversation_is_accessible(article, thread, page, moderator):
    first, reply, last = thread
    found = Thread.objects.get(article=article)
    found.answer(by=moderator, text="We looked into it.", parent=reply)
    reply.refresh_from_db()
    reply.take_down(by=moderator, reason="attack")
    make_published_comment(
        article, "At nine.", parent=last, passage="The last train leaves at nine"
    )
    for address in (ADDRESS, f"{ADDRESS}conversation/{first.pk}/"):
        page.goto(address)
        assert_accessible_and_fits(page)


def test_replies_are_printed_for_who_asks_and_what_is_only_for_the_screen_is_not(
    article, thread, page
):
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    assert page.get_by_text("Reply.", exact=True).is_hidden()
    page.emulate_media(media="screen")
    page.get_by_label("Print the thread as well").check()
    page.emulate_media(media="print")
    assert page.get_by_text("Reply.", exact=True).is_visible()
    for away in (".thread-order", ".thread-follow", ".thread-news-bar", ".comment-reply"):
        assert page.locator(away).first.is_hidden(), away


def test_a_passage_is_found_in_the_article(article, page):
    passage = "and the town goes to bed with it, as towns do whose railway has other plans"
    make_published_comment(article, "It does not.", passage=passage)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{ADDRESS}#comments")
    page.get_by_role("link", name="From the article:").click()
    expect(page.locator(".body")).to_be_in_viewport()


# --- What is new since the last visit

CHOICE = "Highlight what's new when I return"
KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('opinion.'))"
AN_HOUR_AGO = """() => {
  for (const [name, value] of Object.entries(localStorage)) {
    if (!name.startsWith("opinion.seen.")) continue;
    const seen = JSON.parse(value);
    localStorage.setItem(name, JSON.stringify({ ...seen, at: seen.at - 3_600_000 }));
  }
}"""


def new_ones(page):
    return page.eval_on_selector_all(".comment:has(.comment-new)", "all => all.map((c) => c.id)")


def test_nothing_is_kept_before_a_reader_asks_for_it(article, thread, page):
    page.goto(ADDRESS)
    expect(page.get_by_label(CHOICE)).not_to_be_checked()
    assert page.evaluate(KEPT) == []
    page.reload()
    assert page.evaluate(KEPT) == []
    assert page.context.cookies() == []


def test_who_comes_back_sees_what_is_new(article, thread, page):
    # It waits already while the others are read: its number is smaller than theirs.
    early = make_comment(article, "Waited long.")
    make_published_comment(article, "Seen.", at=MORNING)
    page.goto(ADDRESS)
    page.get_by_label(CHOICE).check()
    assert new_ones(page) == []
    early.approve(by=User.objects.get(username="mo"), at=MORNING + timedelta(days=1))
    late = make_published_comment(article, "New.", parent=thread[0], at=MORNING + timedelta(days=2))
    page.evaluate(AN_HOUR_AGO)
    page.reload()
    expect(page.get_by_text("2 new on this page since your last visit")).to_be_visible()
    assert new_ones(page) == [f"comment-{late.pk}", f"comment-{early.pk}"]
    page.get_by_role("link", name="since your last visit").click()
    expect(page.locator(":target")).to_have_id(f"comment-{late.pk}")
    # Still the same visit; the next one finds nothing new.
    page.reload()
    expect(page.locator(".comment-new")).to_have_count(2)
    page.evaluate(AN_HOUR_AGO)
    page.reload()
    expect(page.get_by_label(CHOICE)).to_be_checked()
    assert new_ones(page) == []
    assert page.locator(".thread-news-count").is_hidden()


def test_who_changes_their_mind_leaves_nothing_behind(article, thread, page):
    page.goto(ADDRESS)
    page.get_by_label(CHOICE).check()
    assert len(page.evaluate(KEPT)) == 2
    page.get_by_label(CHOICE).uncheck()
    assert page.evaluate(KEPT) == []
    page.reload()
    expect(page.get_by_label(CHOICE)).not_to_be_checked()
    assert page.evaluate(KEPT) == []


def test_without_script_or_storage_nothing_is_offered(article, thread, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(ADDRESS)
    assert page.get_by_text(CHOICE).count() == 0
    page = open_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    page.goto(ADDRESS)
    assert page.get_by_text(CHOICE).count() == 0
