"""The desk one comment at a time: with nothing but HTML, and as it looks."""

import pytest

from comments.models import Comment, Decision
from tests.browser.looks import PAIR, assert_accessible_and_fits
from tests.browser.test_moderating import QUEUE, wait
from tests.newsroom import make_article, make_comment, make_publication, make_user


@pytest.fixture
def moderator(transactional_db):
    return make_user("moderator", group="Moderators", first_name="Mo", last_name="Derator")


@pytest.fixture
def other(moderator):
    return make_user("other", group="Moderators", first_name="Otto", last_name="Ther")


@pytest.fixture
def article(moderator):
    make_publication()
    return make_article()


# --- Without JavaScript

WANTED = {
    "Ana": ("refused", ""),
    "Bo": ("waiting", "handed"),
    "Cy": ("waiting", "asked"),
    "Di": ("waiting", ""),
    "Ed": ("waiting", ""),
}
TOLD = {"refuse": "Please write about trains.", "ask_edit": "Who says so?"}


def assert_done():
    assert {one.name: (one.status, one.desk_state) for one in Comment.objects.all()} == WANTED
    noted = Decision.objects.filter(note__isnull=False)
    assert {one.kind: one.note.message_to_writer for one in noted} == TOLD


def test_everything_is_done_with_the_mouse_and_without_javascript(
    staff_page, moderator, other, article
):
    wait(article, *WANTED)
    page = staff_page(moderator, java_script_enabled=False)
    page.goto(QUEUE)
    page.get_by_role("button", name="Review mode").click()
    page.get_by_text("Refuse …").click()
    page.get_by_label("Message to the writer (instead of the reason)").fill(TOLD["refuse"])
    page.get_by_role("button", name="Off topic").click()
    page.get_by_text("Assign …").click()
    page.get_by_label("Assign to", exact=True).select_option("Otto Ther")
    page.get_by_role("button", name="Assign").click()
    page.get_by_text("Request edit …").click()
    page.get_by_label("What should the writer change?").fill(TOLD["ask_edit"])
    page.get_by_role("button", name="Request edit").click()
    page.get_by_role("article", name="Di").get_by_role("button", name="Skip").click()
    page.get_by_role("article", name="Ed").get_by_text("Snooze …").click()
    page.get_by_role("button", name="1 day").click()
    page.get_by_role("article", name="Di").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("article", name="Ed").wait_for()
    assert_done()


def press_by_tab(page, name):
    """Walk with Tab to what has this name, and press it."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never leads to {name!r}")


def test_everything_is_done_with_tab_and_enter_and_without_javascript(
    staff_page, moderator, other, article
):
    wait(article, *WANTED)
    page = staff_page(moderator, java_script_enabled=False)
    page.goto(QUEUE)
    press_by_tab(page, "Review mode")
    page.get_by_role("article", name="Ana").wait_for()
    press_by_tab(page, "Refuse …")
    for _reason in range(10):
        page.keyboard.press("Tab")
    page.keyboard.type(TOLD["refuse"])
    for _reason in range(5):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_role("article", name="Bo").wait_for()
    press_by_tab(page, "Assign …")
    page.keyboard.press("Tab")
    page.keyboard.type("Otto")
    press_by_tab(page, "Assign")
    page.get_by_role("article", name="Cy").wait_for()
    press_by_tab(page, "Request edit …")
    page.keyboard.press("Tab")
    page.keyboard.type(TOLD["ask_edit"])
    press_by_tab(page, "Request edit")
    page.get_by_role("article", name="Di").wait_for()
    press_by_tab(page, "Skip")
    page.get_by_role("article", name="Ed").wait_for()
    press_by_tab(page, "Snooze …")
    press_by_tab(page, "1 day")
    page.get_by_role("article", name="Di").wait_for()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.get_by_role("article", name="Ed").wait_for()
    assert_done()


# --- Looked at


def check(page, where, wanted=PAIR):
    assert_accessible_and_fits(page, where, wanted, within="#content")


def test_the_focus_view_is_accessible_and_fits(staff_page, moderator, other, article):
    wait(article, "Ana", "Bo", "Cy")
    page = staff_page(moderator)
    page.goto(QUEUE)
    page.keyboard.press("f")
    page.wait_for_url("**/focus/**")
    page.keyboard.press("a")
    page.get_by_text("1 comment approved.").wait_for()
    page.locator("#keys summary").click()
    page.get_by_text("Guidelines for moderators").click()
    check(page, "one by one")
    for panel in ("Refuse …", "Assign …", "Request edit …", "Snooze …"):
        page.locator("summary", has_text=panel).click()
        check(page, panel)


def test_what_can_wait_is_accessible_and_fits_in_the_list_and_where_it_asks(
    staff_page, moderator, other, article
):
    wait(article, "Ana")
    page = staff_page(moderator)
    page.goto(QUEUE)
    page.get_by_role("button", name="Later or pass on …").click()
    check(page, "in the list", [(390, "light")])
    for assignment in ("Request edit …", "Assign …", "Snooze …"):
        page.goto(QUEUE)
        page.get_by_role("button", name="Later or pass on …").click()
        with page.expect_navigation():
            page.locator(".desk-asked").get_by_role("button", name=assignment).click()
        check(page, assignment)


def test_the_buttons_are_in_sight_however_long_a_comment_is(staff_page, moderator, article):
    make_comment(article, "It was late. " * 300, name="Ana")
    page = staff_page(moderator, viewport={"width": 1280, "height": 700})
    page.goto(QUEUE)
    page.get_by_role("button", name="Review mode").click()
    page.wait_for_url("**/focus/**")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(
          ".desk-foot > * > form > button, .desk-foot > * > details > summary"
        )].map((one) => one.getBoundingClientRect()).map((box) => [box.bottom, box.height])"""
    )
    assert len(sizes) == 8
    assert all(bottom <= 700 and height >= 24 for bottom, height in sizes), sizes
