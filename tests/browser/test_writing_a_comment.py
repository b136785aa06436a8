"""What helps a reader to write: preview, passages, drafts, a name that is remembered on request."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.looks import assert_accessible, assert_accessible_and_fits
from tests.browser.test_answering import ARTICLE, post, write
from tests.newsroom import (
    MORNING,
    make_article,
    make_publication,
    make_published_comment,
    make_user,
)

BODY = (
    "<p>The last train leaves at nine.</p><h2>And then</h2>"
    "<p>The town goes to <em>bed</em> with it.</p><p>A <a href='/about/'>link</a> at the end.</p>"
)
SELECT = """([from, to]) => {
    const blocks = document.querySelectorAll(".body > p");
    const range = document.createRange();
    range.setStart(blocks[from].firstChild, 4);
    range.setEndAfter(blocks[to].lastChild);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
}"""
KEPT = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"


@pytest.fixture
def page(reuse_page):
    return reuse_page()


@pytest.fixture
def article(transactional_db):
    make_publication()
    return make_article(body=BODY)


def newest():
    return Comment.objects.latest("pk")


def words(page):
    return page.get_by_label("Comment")


# --- Preview


@pytest.mark.parametrize("script", [True, False])
def test_a_reader_sees_the_comment_before_it_is_posted(reuse_page, article, script):
    page = reuse_page(java_script_enabled=script)
    page.goto(ARTICLE)
    write(page, "I *was* there.")
    page.get_by_role("button", name="Preview").click()
    shown = page.get_by_role("region", name="Preview")
    expect(shown.get_by_role("heading", name="Ben Reader")).to_be_visible()
    expect(shown.locator("em")).to_have_text("was")
    assert not Comment.objects.exists()
    if script:
        expect(shown).to_be_focused()
        assert_accessible(page)
    post(page)
    assert newest().text == "I *was* there."


def test_how_to_format_can_be_read_without_script(reuse_page, article):
    page = reuse_page(java_script_enabled=False)
    page.goto(ARTICLE)
    hint = page.get_by_text("Start a line with > to quote.")
    expect(hint).to_be_hidden()
    page.get_by_text("Formatting help").click()
    expect(hint).to_be_visible()


# --- A passage


def test_selected_words_are_answered(page, article):
    page.goto(ARTICLE)
    button = page.get_by_role("button", name="Quote this passage")
    expect(button).to_be_hidden()
    page.evaluate(SELECT, [0, 1])
    expect(button).to_be_visible()
    assert_accessible(page)
    button.click()
    passage = page.get_by_label("Quoted passage")
    expect(passage).to_have_value(
        "last train leaves at nine. And then The town goes to bed with it."
    )
    expect(words(page)).to_be_focused()
    expect(button).to_be_hidden()
    write(page)
    post(page)
    assert newest().passage == "last train leaves at nine. And then The town goes to bed with it."


def test_the_button_is_the_next_stop_of_the_keyboard_and_goes_with_escape(page, article):
    page.goto(ARTICLE)
    button = page.get_by_role("button", name="Quote this passage")
    page.evaluate(SELECT, [0, 0])
    expect(button).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_hidden()
    page.locator(".body > p").nth(1).dblclick(position={"x": 12, "y": 12})
    page.keyboard.press("Shift+End")
    expect(button).to_be_visible()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Quoted passage")).to_have_value("The town goes to bed with it.")
    expect(words(page)).to_be_focused()


def test_words_elsewhere_on_the_page_are_not_offered(page, article):
    page.goto(ARTICLE)
    # Who listens first is told first: the page, then this.
    page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("selectionchange", () => done(), { once: true });
          getSelection().selectAllChildren(document.querySelector("h1"));
        })"""
    )
    expect(page.get_by_role("button", name="Quote this passage")).to_be_hidden()


def test_on_a_phone_the_button_lies_at_the_lower_edge(page, article):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(ARTICLE)
    page.evaluate(SELECT, [0, 0])
    box = page.get_by_role("button", name="Quote this passage").bounding_box()
    assert 700 < box["y"] + box["height"] <= 800
    assert_accessible_and_fits(page, wanted=[(390, "light"), (390, "dark")])


def test_a_passage_without_script_that_is_wrong_comes_back_open(reuse_page, article):
    page = reuse_page(java_script_enabled=False)
    page.goto(ARTICLE)
    write(page)
    page.get_by_text("Quote a passage from the article").click()
    page.get_by_label("Quoted passage").fill("It never said so.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_label("Quoted passage")).to_be_visible()
    expect(page.locator("#id_passage_error")).to_contain_text("isn't in the article")
    page.get_by_label("Quoted passage").fill("at nine.")
    post(page)
    assert newest().passage == "at nine."


# --- Drafts


def test_a_draft_outlives_a_reload_until_it_is_posted(page, article):
    page.goto(ARTICLE)
    page.evaluate(SELECT, [0, 0])
    page.get_by_role("button", name="Quote this passage").click()
    words(page).fill("Half a thought")
    page.goto("/about/")
    page.goto(ARTICLE)
    expect(words(page)).to_have_value("Half a thought")
    expect(page.get_by_label("Quoted passage")).to_be_visible()
    assert "readers.example.org" not in page.evaluate(KEPT)
    write(page, "Half a thought, and the other half.")
    post(page)
    assert page.evaluate(KEPT) == "[{},{}]"
    page.goto(ARTICLE)
    expect(words(page)).to_have_value("")


def test_each_comment_that_is_answered_has_its_own_draft(page, article):
    make_published_comment(article, at=MORNING)
    page.goto(ARTICLE)
    page.get_by_role("link", name="Reply to Ana Reader").click()
    words(page).fill("To Ana")
    page.goto("/about/")
    page.goto(ARTICLE)
    expect(words(page)).to_have_value("")
    page.get_by_role("link", name="Reply to Ana Reader").click()
    expect(words(page)).to_have_value("To Ana")
    page.get_by_role("button", name="Cancel").click()
    page.goto("/about/")
    page.goto(ARTICLE)
    expect(words(page)).to_have_value("To Ana")


def test_a_draft_survives_a_post_that_was_refused(page, article, settings):
    settings.COMMENTS_PER_NETWORK = 1
    page.goto(ARTICLE)
    write(page, "The first.")
    post(page)
    page.goto(ARTICLE)
    write(page, "The second.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".form-errors")).to_contain_text("Too many comments")
    expect(words(page)).to_have_value("The second.")
    page.goto(ARTICLE)
    expect(words(page)).to_have_value("The second.")


# --- A name that is remembered


def test_a_name_is_remembered_on_request_and_forgotten_on_request(page, article):
    page.goto(ARTICLE)
    box = page.get_by_label("Remember me in this browser")
    expect(box).not_to_be_checked()
    write(page)
    post(page)
    assert "ben@" not in page.evaluate(KEPT)
    page.goto(ARTICLE)
    write(page, "Another.")
    box.check()
    post(page)
    page.goto(ARTICLE)
    expect(box).to_be_checked()
    expect(page.get_by_label("Name")).to_have_value("Ben Reader")
    expect(page.get_by_label("Email")).to_have_value("ben@readers.example.org")
    box.uncheck()
    page.goto(ARTICLE)
    expect(page.get_by_label("Name")).to_have_value("")
    assert "ben@" not in page.evaluate(KEPT)


def test_a_browser_that_keeps_nothing_posts_all_the_same(open_page, article):
    page = open_page()
    page.add_init_script(
        """for (const name of ["localStorage", "sessionStorage"]) {
            Object.defineProperty(window, name, { get() { throw new Error("Forbidden"); } });
        }"""
    )
    page.goto(ARTICLE)
    write(page)
    post(page)
    assert Comment.objects.count() == 1


# --- Staff


@pytest.mark.parametrize("script", [True, False])
def test_staff_answer_in_the_open_form_and_end_up_with_their_badge(staff_page, article, script):
    edith = make_user("edith", first_name="Edith", last_name="Orr")
    page = staff_page(edith, java_script_enabled=script)
    page.goto(ARTICLE)
    write(page, "We asked.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".form-errors")).to_contain_text("You're logged in")
    expect(words(page)).to_have_value("We asked.")
    if script:
        assert_accessible(page)
    page.get_by_role("button", name="Post Comment").click()
    page.wait_for_url(f"**{ARTICLE}#comment-*")
    assert (newest().badge, newest().name, newest().text) == ("staff", "Edith Orr", "We asked.")
    expect(words(page)).to_have_value("")


def test_the_form_is_accessible_with_everything_unfolded(page, article):
    page.goto(f"{ARTICLE}reply/")
    page.get_by_text("Formatting help").click()
    page.get_by_text("Quote a passage from the article").click()
    assert_accessible_and_fits(page)
