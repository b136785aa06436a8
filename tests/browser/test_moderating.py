"""A moderator's day in a real browser, with JavaScript and without."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Hold, Report, Thread
from tests.browser.conftest import log_in
from tests.browser.looks import assert_accessible_where_new
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_publication,
    make_published_comment,
    make_user,
)

QUEUE = "/admin/comments/comment/"
PAGES = [
    "",
    "?status=all",
    "?status=edited",
    "?status=reported",
    "?status=aside",
    "?status=mine",
    "?name=zzz&age=1",
    "focus/?status=all&at={edited}",
    "{pk}/change/",
    "{edited}/change/",
    "?article={a}",
]
ROOMS = [
    "/admin/comments/hold/",
    "/admin/comments/hold/?past",
    "/admin/comments/decision/",
    "/admin/comments/decision/?kind=snooze",
    "/admin/comments/decision/team/",
]


@pytest.fixture
def moderator(transactional_db):
    return make_user("moderator", group="Moderators", first_name="Mo", last_name="Derator")


@pytest.fixture
def article(moderator):
    make_publication()
    return make_article()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def desk(request, reuse_page, live_server, moderator, article):
    """The browser of a moderator."""
    page = reuse_page(java_script_enabled=request.param)
    log_in(page, moderator, live_server.url)
    return page


def wait(article, *names):
    return [
        make_comment(
            article,
            text=f"What {name} thinks.",
            name=name,
            email=f"{name.lower()}@readers.example.org",
            at=MORNING + timedelta(minutes=number),
        )
        for number, name in enumerate(names)
    ]


def card(page, name):
    return page.get_by_role("article", name=name, exact=False)


def decide_why(page, name, verb, reason, note=""):
    """What asks for a reason stands in the card, or without JavaScript on a page of its own."""
    card(page, name).get_by_role("button", name=f"{verb} …").click()
    page.get_by_label("Reason").select_option(reason)
    page.get_by_label("Note").fill(note)
    page.get_by_role("button", name=verb, exact=True).click()


@pytest.fixture
def read_by_public(reuse_page, article):
    """The thread's heading and the names in it, as a visitor sees them who comes again."""
    visitor = reuse_page()

    def read():
        visitor.goto(article.get_absolute_url())
        names = visitor.locator(".comment-name").all_inner_texts()
        heading = visitor.locator(".thread-title")
        return heading.inner_text() if heading.count() else "", names

    return read


def test_a_moderator_decides_one_by_one_and_the_public_page_follows(desk, article, read_by_public):
    wait(article, "Ana", "Bo", "Cy")
    desk.goto(QUEUE)
    assert read_by_public() == ("", [])

    card(desk, "Ana").get_by_role("button", name="Approve").click()
    assert card(desk, "Ana").count() == 0
    assert desk.url.endswith(f"#at-{Comment.objects.get(name='Bo').pk}")
    assert read_by_public() == (
        "One thought on “The Last Train – OpEd”",
        ["Ana"],
    )

    decide_why(desk, "Bo", "Refuse", "Off topic", "It is about buses.")
    card(desk, "Cy").get_by_role("button", name="Spam").click()
    desk.get_by_text("The queue is empty.").wait_for()
    assert [*Comment.objects.order_by("pk").values_list("status", flat=True)] == [
        "published",
        "refused",
        "spam",
    ]

    desk.get_by_text("More", exact=True).click()
    desk.get_by_role("link", name="Refused").click()
    assert "It is about buses." in card(desk, "Bo").inner_text()
    card(desk, "Bo").get_by_role("button", name="Approve").click()
    assert read_by_public() == (
        "2 thoughts on “The Last Train – OpEd”",
        ["Ana", "Bo"],
    )


def test_what_was_published_is_taken_down_and_the_decision_undone(desk, article, read_by_public):
    make_published_comment(article, name="Ana")
    desk.goto(QUEUE)
    desk.get_by_role("link", name="Published").click()
    decide_why(desk, "Ana", "Take down", "Private information")
    desk.get_by_text("No comments in this list.").wait_for()
    assert read_by_public() == ("", [])
    desk.get_by_role("button", name="Undo").click()
    card(desk, "Ana").wait_for()
    assert read_by_public()[1] == ["Ana"]


def test_three_are_approved_at_once_after_a_page_that_counts_them(desk, article, read_by_public):
    wait(article, "Ana", "Bo", "Cy", "Di")
    desk.goto(QUEUE)
    for name in ("Ana", "Cy", "Di"):
        desk.get_by_role("checkbox", name=f"Select the comment by {name}").check()
    bar = desk.get_by_role("group", name="Decide in bulk")
    bar.get_by_role("button", name="Approve").click()
    desk.get_by_role("heading", name="Approve 3 comments?").wait_for()
    desk.get_by_role("button", name="Approve").click()
    desk.get_by_text("3 comments approved.").wait_for()
    assert card(desk, "Bo").count() == 1
    assert read_by_public() == (
        "3 thoughts on “The Last Train – OpEd”",
        ["Ana", "Cy", "Di"],
    )


def test_everything_on_the_page_is_refused_with_one_tick_and_one_reason(desk, article):
    wait(article, "Ana", "Bo")
    desk.goto(QUEUE)
    desk.get_by_label("Select all 2 comments on this page").check()
    bar = desk.get_by_role("group", name="Decide in bulk")
    bar.get_by_role("button", name="Refuse").click()
    desk.get_by_role("heading", name="Refuse 2 comments?").wait_for()
    desk.get_by_label("Reason").select_option("Advertising")
    desk.get_by_role("button", name="Refuse").click()
    desk.get_by_text("2 comments refused.").wait_for()
    assert Comment.objects.filter(status="refused").count() == 2


def test_of_two_moderators_the_slower_one_is_told(desk, article, read_by_public):
    (comment,) = wait(article, "Ana")
    desk.goto(QUEUE)
    other = make_user("other", group="Moderators", first_name="Otto", last_name="Ther")
    comment.refuse(by=other, reason="attack")
    card(desk, "Ana").get_by_role("button", name="Approve").click()
    told = desk.get_by_text("Nothing was changed: Otto Ther decided first")
    told.wait_for()
    assert "Personal attack" in card(desk, "Ana").inner_text()
    assert read_by_public() == ("", [])


def test_an_address_is_looked_at_and_a_hold_placed_and_lifted(desk, article):
    wait(article, "Ana")
    desk.goto(QUEUE)
    assert "ana@readers" not in desk.content()
    card(desk, "Ana").get_by_role("button", name="Show address").click()
    desk.get_by_text("ana@readers.example.org").wait_for()
    desk.get_by_label("Email address").check()
    desk.get_by_label("Reason").last.fill("Three attacks in May")
    desk.get_by_role("button", name="Place hold").click()
    desk.get_by_text("This writer is on hold").wait_for()
    assert "ana@readers" not in desk.content()
    desk.get_by_role("link", name="All writer holds").click()
    desk.get_by_role("button", name="Lift hold").click()
    desk.get_by_text("No writers are on hold.").wait_for()
    assert not Hold.objects.active().exists()


def test_a_comment_is_found_by_the_exact_address_of_its_writer(desk, article):
    wait(article, "Ana", "Bo")
    desk.goto(QUEUE)
    desk.get_by_text("Find by email address").click()
    desk.get_by_label("Email address").fill("bo@readers.example.org")
    desk.get_by_role("button", name="Find").click()
    desk.get_by_text("1 comment came from this address.").wait_for()
    assert card(desk, "Bo").count() == 1
    assert "readers" not in desk.url


def test_an_edit_is_read_beside_the_published_text_published_and_undone(desk, article):
    comment = make_published_comment(article, "The train left at nine.", name="Ana")
    comment.edit("The train left at ten.")
    desk.goto(QUEUE)
    desk.get_by_role("link", name="Edited").click()
    assert "The train left at nine." in card(desk, "Ana").inner_text()
    assert card(desk, "Ana").locator("mark").all_inner_texts() == ["nine.", "ten."]
    card(desk, "Ana").get_by_role("button", name="Publish edit").click()
    desk.get_by_text("1 edit published.").wait_for()
    assert Comment.objects.get().text == "The train left at ten."
    desk.get_by_role("button", name="Undo").click()
    decide_why(desk, "Ana", "Refuse edit", "Advertising")
    desk.get_by_text("1 edit refused. The published text stays.").wait_for()
    assert Comment.objects.get().text == "The train left at nine."


def test_a_colleagues_decision_is_found_and_undone(desk, article):
    ana, bo = wait(article, "Ana", "Bo")
    other = make_user("other", group="Moderators", first_name="Otto", last_name="Ther")
    ana.refuse(by=other, reason="attack")
    bo.approve(by=other)
    desk.goto(QUEUE)
    desk.get_by_role("link", name="Decisions", exact=True).first.click()
    desk.get_by_label("Moderator").select_option("Otto Ther")
    desk.get_by_label("Reason").select_option("Personal attack")
    desk.get_by_role("button", name="Filter").click()
    desk.get_by_role("button", name="Reverse (back to Waiting)").click()
    desk.get_by_text("The last decision on 1 comment was reversed.").wait_for()
    assert "reason=attack" in desk.url
    assert desk.get_by_label("Moderator").input_value() == str(other.pk)
    assert [*Comment.objects.order_by("pk").values_list("status", flat=True)] == [
        "waiting",
        "published",
    ]


def test_a_policy_is_chosen_for_one_article(desk, article):
    wait(article, "Ana")
    desk.goto(QUEUE)
    desk.get_by_role("link", name="all comments on this article").click()
    desk.get_by_label("Comments on this article").select_option("read_only")
    desk.get_by_role("button", name="Set").click()
    desk.get_by_text("Set by Mo Derator on").wait_for()
    assert Thread.objects.get().policy == "read_only"


def press(page, key, until, limit=60):
    """Press a key until the focus is on something whose text is `until`."""
    for _time in range(limit):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement.textContent.trim()") == until:
            return
    raise AssertionError(f"{key} never leads to {until!r}")


def test_a_queue_is_cleared_by_keyboard_alone(staff_page, moderator, article):
    wait(article, "Ana", "Bo")
    page = staff_page(moderator)
    page.goto(QUEUE)
    press(page, "Tab", until="Approve")
    page.keyboard.press("Enter")
    page.wait_for_url("**#at-*")
    # The next card has the focus: its first button is three steps away, the others follow.
    focused = page.evaluate("document.activeElement.id")
    assert focused == f"at-{Comment.objects.get(name='Bo').pk}"
    press(page, "Tab", until="Refuse …", limit=7)
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("name", "reason")
    page.keyboard.press("A")
    press(page, "Tab", until="Refuse", limit=3)
    page.keyboard.press("Enter")
    page.get_by_text("The queue is empty.").wait_for()
    assert [*Comment.objects.order_by("pk").values_list("status", flat=True)] == [
        "published",
        "refused",
    ]


def busy_desk(article, moderator):
    """Something of everything a page of the desk can show."""
    parent = make_published_comment(article, name="Ana", text="Trains are late. " * 30)
    reply = make_comment(
        article,
        text="First paragraph.\n\n> A quotation\n\n" + "wordwithoutend" * 20,
        name="Bartholomew-Montgomery Featherstonehaugh-Cholmondeley",
        parent=parent,
        at=timezone.now() - timedelta(hours=30),
        signals=[("too_fast", ""), ("staff_name", "Ngaire Whitcombe")],
    )
    reply.refuse(by=moderator, reason="other", note="A note " * 30)
    reply.decide("reverse", by=moderator)
    wait(article, "Bo", "Cy")
    until = timezone.now() + timedelta(days=3)
    handed, asked = wait(article, "Gus", "Hal")
    handed.decide("hand_over", by=moderator, to=moderator, note="A note " * 30)
    asked.decide("ask_edit", by=moderator, message_to_writer="Who says so? " * 30, until=until)
    Hold.objects.place(reply, "network", timezone.now() + timedelta(days=7), "A flood", moderator)
    make_comment(article, "Held", name="Dee", address="198.51.100.2")
    edited = make_published_comment(article, "It left at nine.", name="Edna", passage="at nine")
    edited.edit("It left at ten. " + "wordwithoutend" * 20)
    Report.objects.receive(edited, "attack", "198.51.100.2")
    Thread.objects.for_article(article).answer(by=moderator, text="We stand by it.", parent=parent)
    make_comment(article, "Erased", name="Fay").erase()
    return reply, edited


# What axe finds in our own content. The furniture around it is Django's.
def test_the_desk_is_accessible_and_fits_its_screen(staff_page, moderator, article):
    reply, edited = busy_desk(article, moderator)
    page = staff_page(moderator)

    seen = set()

    def check(where):
        assert_accessible_where_new(page, seen, where, within="#content")

    for address in PAGES:
        page.goto(QUEUE + address.format(pk=reply.pk, edited=edited.pk, a=article.pk))
        check(address)
    for address in ROOMS:
        page.goto(address)
        check(address)
    page.goto(QUEUE)
    page.get_by_label("comments on this page").check()
    page.get_by_text("Refuse …").first.click()
    page.get_by_text("Find by email address").click()
    check("unfolded")
    page.get_by_role("group", name="Decide in bulk").get_by_role("button", name="Refuse").click()
    check("confirmation")
    page.goto(QUEUE)
    reply.decide("spam", by=moderator)
    card(page, "Bartholomew").get_by_role("button", name="Approve").click()
    check("overtaken")
    card(page, "Bo").get_by_role("button", name="Approve").click()
    check("report")
    page.goto(f"{QUEUE}{reply.pk}/change/")
    page.get_by_role("button", name="Show address").click()
    check("address")
