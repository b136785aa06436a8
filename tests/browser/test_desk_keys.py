"""The desk by keyboard alone: a hundred comments cleared, and keys that take nothing away."""

from collections import Counter

import pytest

from comments.models import Comment, Decision
from tests.browser.axe import violations
from tests.browser.looks import looks
from tests.browser.test_moderating import QUEUE, wait
from tests.newsroom import make_article, make_comment, make_publication, make_user

KEYSTROKES, REQUESTS = 1.6, 2.2


@pytest.fixture
def moderator(transactional_db):
    return make_user("moderator", group="Moderators", first_name="Mo", last_name="Derator")


@pytest.fixture
def article(moderator):
    make_publication()
    return make_article()


class Hands:
    """Presses keys, and counts them."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def decide(self, *keys):
        """Press, and wait for the page with the next comment."""
        with self.page.expect_navigation():
            self.press(*keys)


def make_many(article, count):
    for number in range(count):
        make_comment(
            article,
            text=f"Thought number {number}.",
            name=f"Reader {number}",
            email=f"reader{number}@readers.example.org",
            address=f"2001:db8:0:{number:x}::1",
        )


def test_a_hundred_comments_are_cleared_by_keyboard_alone(staff_page, moderator, article):
    make_many(article, 100)
    page = staff_page(moderator)
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(QUEUE)
    asked.clear()
    hands = Hands(page)
    hands.decide("f")
    for number in range(100):
        # What each tenth comment gets: six are approved, and one of each other kind.
        kind = number % 10
        if kind < 6:
            hands.decide("a")
        elif kind == 6:
            hands.decide("r", "5")
        elif kind == 7:
            hands.decide("s")
        elif kind == 8:
            hands.decide("z", "3")
        else:
            hands.decide("x")
    page.get_by_text("Nothing waits.").wait_for()
    decided = Decision.objects.filter(by=moderator)
    assert Counter(decided.values_list("kind", flat=True)) == {
        "approve": 60,
        "refuse": 10,
        "spam": 10,
        "snooze": 10,
        "escalate": 10,
    }
    assert {*decided.filter(kind="refuse").values_list("reason", flat=True)} == {"off_topic"}
    assert decided.values("comment").distinct().count() == 100
    assert Comment.objects.published().count() == 60
    # Documents only: styles and scripts come from the browser's cache.
    requests = asked.count("document") + asked.count("fetch")
    assert hands.pressed / 100 <= KEYSTROKES, hands.pressed
    assert requests / 100 <= REQUESTS, requests


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
    page.locator("#report[role=status]", has_text="1 comment approved.").wait_for()
    hands.decide("j")
    assert focused(page) == f"at-{third.pk}"
    hands.decide("s")
    page.get_by_role("button", name="Undo").wait_for()
    hands.decide("u")
    assert focused(page) == f"at-{third.pk}", "undone, it is open again"
    assert Comment.objects.get(pk=third.pk).status == "waiting"
    # A panel opens, takes what is typed, and closes.
    hands.press("h")
    assert page.evaluate("document.activeElement.name") == "to"
    page.keyboard.press("Escape")
    hands.press("e")
    page.keyboard.type("as rax please")
    assert page.evaluate("document.activeElement.value") == "as rax please"
    assert Comment.objects.get(pk=third.pk).status == "waiting", "typed letters press nothing"
    assert violations(page, within="#content") == []


def test_letters_do_nothing_where_the_keys_are_off(staff_page, moderator, article):
    (comment,) = wait(article, "Ana")
    page = staff_page(moderator)
    page.goto(QUEUE)
    page.keyboard.press("?")
    page.get_by_label("Single keys press buttons").uncheck()
    page.reload()
    page.keyboard.press("a")
    page.keyboard.press("f")
    page.wait_for_timeout(200)
    assert Comment.objects.get().status == "waiting"
    assert page.url.endswith(QUEUE)
    page.locator("#keys summary").click()
    assert not page.get_by_label("Single keys press buttons").is_checked()
    page.get_by_label("Single keys press buttons").check()
    page.reload()
    # With a modifier a key is the browser's.
    for combination in ("Control+a", "Alt+a", "Meta+a"):
        page.keyboard.press(combination)
    assert Comment.objects.get().status == "waiting"
    with page.expect_navigation():
        page.keyboard.press("a")
    assert Comment.objects.get(pk=comment.pk).status == "published"


def test_what_is_new_announces_itself_and_waits(staff_page, moderator, article):
    wait(article, "Ana")
    page = staff_page(moderator)
    page.clock.install()
    page.goto(QUEUE)
    cards = page.locator(".desk-card")
    assert cards.count() == 1
    wait(article, "Bo", "Cy")
    page.clock.fast_forward(31_000)
    link = page.get_by_role("link", name="2 new: show them")
    link.wait_for()
    assert cards.count() == 1, "nothing moves under the hand"
    with page.expect_navigation():
        page.keyboard.press("n")
    assert cards.count() == 3


def test_two_moderators_at_one_queue_get_different_comments(staff_page, moderator, article):
    first, second = wait(article, "Ana", "Bo")
    other = make_user("other", group="Moderators", first_name="Otto", last_name="Ther")
    one, two = staff_page(moderator), staff_page(other)
    for page in (one, two):
        page.goto(QUEUE)
        page.get_by_role("button", name="Read one by one").click()
    assert f"at={first.pk}" in one.url and f"at={second.pk}" in two.url
    # The one opens what the other has open, and is the slower one.
    one.goto(two.url)
    one.get_by_text("Otto Ther has it open just now.").wait_for()
    with two.expect_navigation():
        two.keyboard.press("a")
    one.get_by_role("button", name="Spam").click()
    one.get_by_text("Nothing was changed: Otto Ther decided").wait_for()
    assert [*Decision.objects.values_list("kind", "by__username")] == [("approve", "other")]


def test_everything_is_done_without_javascript(staff_page, moderator, article):
    make_user("other", group="Moderators", first_name="Otto", last_name="Ther")
    first, second, third, fourth = wait(article, "Ana", "Bo", "Cy", "Di")
    page = staff_page(moderator, java_script_enabled=False)
    page.goto(QUEUE)
    page.get_by_role("button", name="Read one by one").click()
    page.get_by_text("Refuse …").click()
    page.get_by_label("Tell its writer this instead").fill("Please write about trains.")
    page.get_by_role("button", name="Not about the article").click()
    page.get_by_text("Hand over …").click()
    page.get_by_label("To", exact=True).select_option("Otto Ther")
    page.get_by_role("button", name="Hand over").click()
    page.get_by_text("Ask for an edit …").click()
    page.get_by_label("What should its writer change?").fill("Who says so?")
    page.get_by_role("button", name="Ask for an edit").click()
    page.get_by_text("Snooze …").click()
    page.get_by_role("button", name="a day").click()
    page.get_by_text("Nothing waits.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("article", name="Di").wait_for()
    stands = {one.pk: (one.status, one.aside) for one in Comment.objects.all()}
    assert stands == {
        first.pk: ("refused", ""),
        second.pk: ("waiting", "handed"),
        third.pk: ("waiting", "asked"),
        fourth.pk: ("waiting", ""),
    }
    told = {one.kind: one.note.told for one in Decision.objects.filter(note__isnull=False)}
    assert told == {"refuse": "Please write about trains.", "ask_edit": "Who says so?"}


def test_the_focus_view_is_accessible_and_fits(staff_page, moderator, article):
    wait(article, "Ana", "Bo")
    page = staff_page(moderator)
    page.goto(QUEUE)
    page.keyboard.press("f")
    page.wait_for_url("**/focus/**")
    for panel in ("Refuse …", "Hand over …", "Ask for an edit …", "Snooze …"):
        page.get_by_text(panel).click()
    page.locator("#keys summary").click()
    page.get_by_text("What we ask of comments").click()
    for look in looks(page):
        assert violations(page, within="#content") == [], look
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, look
