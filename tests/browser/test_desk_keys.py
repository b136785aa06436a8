"""The desk by keyboard alone: a queue cleared, and keys that take nothing away."""

from datetime import timedelta

import pytest

from comments.models import Comment, Decision
from tests.browser.test_moderating import QUEUE, wait
from tests.newsroom import MORNING, make_article, make_comment, make_publication, make_user

# Each ten of them are another round of the same presses.
MANY = 10
# At most, for each decision.
KEYSTROKES, REQUESTS = 1.6, 2.1
# What each of ten comments gets; the fifth is approved by mistake, taken back, and refused.
TEN = {
    0: ["a"],
    1: ["a"],
    2: ["r 5"],
    3: ["a"],
    4: ["a", "u", "r 6"],
    5: ["r 1"],
    6: ["z 3"],
    7: ["a"],
    8: ["e"],
    9: ["s"],
}
KINDS = {
    "a": "approve",
    "r": "refuse",
    "s": "spam",
    "z": "snooze",
    "e": "ask_edit",
    "u": "reverse",
}
REASONS = {"r 5": "off_topic", "r 1": "attack", "r 6": "advertising"}
ASKED = "Who says so?"


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


class Hands:
    """Presses keys, and counts them."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, keys):
        for key in keys.split():
            self.page.keyboard.press(key)
            self.pressed += 1

    def decide(self, keys):
        """Press, and wait for the page with the next comment."""
        with self.page.expect_navigation():
            self.press(keys)

    def ask(self):
        """Open the panel, write, and press its button; the words written are not counted."""
        self.press("e")
        self.page.keyboard.type(ASKED)
        self.press("Tab Tab")
        self.decide("Enter")


def make_many(article, count):
    return [
        make_comment(
            article,
            text=f"Thought number {number}.",
            name=f"Reader {number}",
            email=f"reader{number}@readers.example.org",
            address=f"2001:db8:0:{number:x}::1",
            at=MORNING + timedelta(minutes=number),
        )
        for number in range(count)
    ]


def pressed_about(number):
    """The decisions pressed about a comment: each with the reason and the version it is for."""
    for version, keys in enumerate(TEN[number % 10], 1):
        yield KINDS[keys[0]], REASONS.get(keys, ""), version


def test_a_queue_is_cleared_by_keyboard_alone(staff_page, moderator, article):
    comments = make_many(article, MANY)
    page = staff_page(moderator)
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(QUEUE)
    asked.clear()
    hands = Hands(page)
    hands.decide("f")
    hands.pressed = 0
    asked.clear()
    for number in range(MANY):
        for keys in TEN[number % 10]:
            hands.ask() if keys == "e" else hands.decide(keys)
    page.get_by_text("The queue is empty.").wait_for()
    decided = Decision.objects.filter(by=moderator).order_by("pk")
    assert [*decided.values_list("comment", "kind", "reason", "comment_version")] == [
        (comment.pk, *decision)
        for number, comment in enumerate(comments)
        for decision in pressed_about(number)
    ]
    assert Decision.objects.count() == len(decided) == 12 * MANY // 10
    assert {one.note.message_to_writer for one in decided.filter(kind="ask_edit")} == {ASKED}
    assert Comment.objects.published().count() == 4 * MANY // 10
    # Documents and what scripts fetch: styles and scripts come from the browser's cache.
    requests = asked.count("document") + asked.count("fetch")
    assert hands.pressed <= KEYSTROKES * len(decided), hands.pressed
    assert requests <= REQUESTS * len(decided), requests


def focused(page):
    return page.evaluate("document.activeElement.id")


def test_the_next_comment_is_under_the_fingers_and_what_was_done_is_said(
    staff_page, moderator, article
):
    _first, second, third = wait(article, "Ana", "Bo", "Cy")
    page = staff_page(moderator)
    page.goto(QUEUE)
    hands = Hands(page)
    hands.decide("f")
    hands.decide("a")
    assert focused(page) == f"at-{second.pk}"
    assert page.get_by_role("article", name="Bo").get_attribute("id") == focused(page)
    page.locator("#report[role=status]", has_text="1 comment approved. Ana").wait_for()
    hands.decide("j")
    assert focused(page) == f"at-{third.pk}"
    hands.decide("s")
    # The button is there before a screen reader has heard what it takes back.
    hands.decide("u")
    assert focused(page) == f"at-{third.pk}", "undone, it is open again"
    assert Comment.objects.get(pk=third.pk).status == "waiting"
    # In the list, too, the next card has the focus.
    hands.decide("f")
    hands.press("j")
    hands.decide("a")
    assert focused(page) == f"at-{third.pk}"
    page.locator("#report[role=status]", has_text="1 comment approved. Bo").wait_for()


def test_a_panel_takes_what_is_typed_and_escape_closes_it(staff_page, moderator, other, article):
    (comment,) = wait(article, "Ana")
    page = staff_page(moderator)
    page.goto(QUEUE)
    hands = Hands(page)
    hands.decide("f")
    hands.press("h")
    assert page.evaluate("document.activeElement.name") == "to"
    page.keyboard.type("asx")
    hands.press("Escape")
    assert page.evaluate("document.activeElement.textContent").startswith("Assign")
    hands.press("r e")
    assert page.locator(".desk-ask[open]").count() == 1, "one panel at a time"
    page.keyboard.type("as rax 12? please")
    assert page.evaluate("document.activeElement.value") == "as rax 12? please"
    hands.press("Escape e")
    assert page.get_by_label("What should the writer change?").input_value().startswith("as rax")
    hands.press("Escape 1 3")
    page.evaluate(
        """() => {
          const words = Object.assign(document.createElement("p"), { contentEditable: "true" });
          document.querySelector(".desk-aside").append(words);
          words.focus();
        }"""
    )
    page.keyboard.type("asx")
    assert page.url.endswith(f"at={comment.pk}#at-{comment.pk}")
    assert Comment.objects.get().status == "waiting" and not Decision.objects.exists()


def note_what_is_taken(page):
    """Note which keys are taken from the browser, behind whatever else listens."""
    page.evaluate(
        """() => {
          window.taken = [];
          window.addEventListener("keydown", (event) => {
            if (event.defaultPrevented) window.taken.push(event.key);
            if (event.ctrlKey || event.altKey || event.metaKey) event.preventDefault();
          });
        }"""
    )


def test_letters_do_nothing_where_the_keys_are_off(staff_page, moderator, article):
    (comment,) = wait(article, "Ana")
    page = staff_page(moderator)
    page.goto(QUEUE)
    approve = page.locator(".desk-moves [name=approve]").first
    assert approve.get_attribute("aria-keyshortcuts") == "a"
    page.keyboard.press("?")
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.reload()
    note_what_is_taken(page)
    for key in "afjnox?rsu1":
        page.keyboard.press(key)
    assert page.evaluate("window.taken") == []
    assert approve.get_attribute("aria-keyshortcuts") is None
    page.locator("#keys summary").click()
    assert not page.get_by_label("Use single-key shortcuts").is_checked()
    page.get_by_label("Use single-key shortcuts").check()
    page.reload()
    note_what_is_taken(page)
    combinations = [f"{held}+{key}" for held in ("Control", "Alt", "Meta") for key in "afrsxnuj"]
    for key in (*combinations, "Shift+A", "/", "'", "Space", "Tab", "PageDown", "n"):
        page.keyboard.press(key)
    # Somebody types in the filters.
    for field in ("[name=name]", "[name=words]", "[name=section]"):
        page.locator(field).focus()
        page.keyboard.type("asx?")
    assert page.evaluate("window.taken") == []
    assert Comment.objects.get().status == "waiting"
    page.reload()
    with page.expect_navigation():
        # The second press is meant for nothing that anybody has seen.
        page.keyboard.press("a")
        page.keyboard.press("a")
    page.get_by_text("The queue is empty.").wait_for()
    assert [*Decision.objects.values_list("comment", "kind")] == [(comment.pk, "approve")]


def test_what_was_scrolled_away_is_shown_before_it_is_decided(staff_page, moderator, article):
    make_many(article, 12)
    page = staff_page(moderator)
    page.goto(QUEUE)
    first, last = page.locator(".desk-card").first, page.locator(".desk-card").last
    last.scroll_into_view_if_needed()
    assert page.evaluate("scrollY") > 0
    page.keyboard.press("a")
    assert focused(page) == first.get_attribute("id")
    assert not Decision.objects.exists()
    with page.expect_navigation():
        page.keyboard.press("a")
    assert Decision.objects.get().comment.name == "Reader 0"


@pytest.mark.parametrize("count", [1, 0], ids=["a list", "an empty list"])
def test_what_is_new_announces_itself_and_waits(staff_page, moderator, article, count):
    wait(article, *["Ana"][:count])
    page = staff_page(moderator)
    page.clock.install()
    page.goto(QUEUE)
    cards = page.locator(".desk-card")
    assert cards.count() == count
    wait(article, "Bo", "Cy")
    page.clock.fast_forward(31_000)
    page.locator("[role=status]").get_by_role("link", name="Show 2 new comments").wait_for()
    assert cards.count() == count, "nothing moves under the hand"
    with page.expect_navigation():
        page.keyboard.press("n")
    assert cards.count() == count + 2


def test_two_moderators_at_one_queue_get_different_comments(staff_page, moderator, other, article):
    first, second, third = wait(article, "Ana", "Bo", "Cy")
    one, two = staff_page(moderator), staff_page(other)
    for page in (one, two):
        page.goto(QUEUE)
        page.get_by_role("button", name="Review mode").click()
    assert f"at={first.pk}" in one.url and f"at={second.pk}" in two.url
    # The one opens what the other has open, and is the slower one.
    one.goto(two.url)
    one.get_by_text("Otto Ther is reviewing this now.").wait_for()
    with two.expect_navigation():
        two.keyboard.press("a")
    one.get_by_role("button", name="Spam").click()
    told = one.get_by_role("article", name="Bo")
    told.get_by_text("Nothing was changed: Otto Ther decided first").wait_for()
    assert "Approved" in told.inner_text()
    one.locator("#report[role=status]", has_text="Someone got there first.").wait_for()
    assert [*Decision.objects.values_list("kind", "by__username")] == [("approve", "other")]
    # The slower one goes on with what the quicker one does not have open.
    assert f"at={third.pk}" in two.url and f"at={first.pk}" in one.url
    assert focused(one) == f"at-{first.pk}"
