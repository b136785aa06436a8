"""What a page of the desk, a decision and the page after it may cost, whatever lies there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Claim, Comment, Hold, PersonNote, Report
from tests.desk import QUEUE, decide, make_waiting, shown
from tests.newsroom import (
    know_the_site,
    make_comment,
    make_published_comment,
    make_user,
    number_comments_from,
)

pytestmark = pytest.mark.django_db

FOCUS = f"{QUEUE}focus/?status=waiting"
# Under twelve; under fifteen, and one by which it is written down who did it (opinion/acts).
OF_A_LIST, OF_A_DECISION = 11, 15
BYTES = 40_000
# As many words of the one as of the other: whether they are alike, only their texts can tell.
ALIKE = [
    "The train that was to leave at nine left at ten, and nobody at the station knew why it did.",
    "The train that was to leave at nine left at noon, and nobody in the station said why it did.",
]


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators", first_name="Col", last_name="League")


def asked(act):
    know_the_site()
    with CaptureQueriesContext(connection) as captured:
        answer = act()
    return answer, [query["sql"] for query in captured.captured_queries]


def of_everything(article, moderator, colleague):
    """Something of all that a card can show, of each list."""
    parent = make_published_comment(article, "Parent")
    signals = [("too_fast", "2 seconds")]
    for number in range(3):
        address = f"2001:db8:0:{number:x}::1"
        comment = make_comment(article, f"{number}", parent=parent, address=address)
        comment.edit(f"{number}, better", signals=signals)
        comment.approve(by=moderator, note="A note")
        comment.edit(f"{number}, best", signals=signals)
        Report.objects.receive(comment, "hate", f"203.0.113.{number}")
    waiting = [
        make_comment(article, text + more, signals=signals)
        for text in ALIKE
        for more in ("", " So.")
    ]
    waiting[0].refuse(by=moderator, reason="attack", note="A note")
    waiting[0].decide("reverse", by=moderator)
    waiting[1].decide("hand_over", by=moderator, to=colleague, note="Yours.")
    PersonNote.objects.write(waiting[0], "Kind.", by=moderator)
    until = timezone.now() + timezone.timedelta(days=1)
    Hold.objects.place(waiting[0], "email", until, "A flood", moderator)
    Claim.objects.claim(waiting[2].pk, colleague)
    return waiting


@pytest.mark.parametrize("status", ["waiting", "reported", "edited", "aside", "published", "all"])
@pytest.mark.parametrize("filters", ["", "&section=world", "&article={}", "&name=a&age=1"])
def test_a_list_asks_less_than_twelve_times_whatever_lies_there(
    desk, article, moderator, colleague, status, filters
):
    of_everything(article, moderator, colleague)
    address = f"{QUEUE}?status={status}{filters.format(article.pk)}"
    page, queries = asked(lambda: desk.get(address))
    assert page.status_code == 200
    assert len(queries) <= OF_A_LIST, queries


def test_the_page_that_tells_of_a_decision_asks_no_more(desk, article, moderator, colleague):
    first, second, *_others = of_everything(article, moderator, colleague)
    decide(desk, Comment.objects.get(pk=first.pk), "approve", version=3, following=second.pk)
    page, queries = asked(lambda: desk.get(QUEUE))
    assert "1 comment approved." in page.text
    assert len(queries) <= OF_A_LIST, queries


@pytest.mark.parametrize("status", ["waiting", "published"])
def test_twenty_five_plain_cards_are_less_than_forty_kilobytes(desk, article, moderator, status):
    # As long as they are where a hundred thousand were written.
    number_comments_from(123_001)
    for comment in make_waiting(article, 30):
        if status == "published":
            comment.approve(by=moderator)
    page = desk.get(f"{QUEUE}?status={status}")
    assert len(shown(page)) == 25
    assert len(page.content) < BYTES
    # One for all cards; the others filter, search and log out.
    assert page.text.count('method="post"') == 3
    assert page.text.count("<select") < 10


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("approve", {}),
        ("refuse", {"reason": "off_topic"}),
        ("refuse", {"reason": "other", "note": "Rude."}),
        ("spam", {}),
        ("snooze", {"hours": "4"}),
    ],
)
def test_a_decision_and_the_next_card_ask_at_most_fifteen_times_each(
    desk, article, moderator, kind, words
):
    # Under an article that somebody follows, others wait that say nearly the same.
    parent = make_published_comment(article)
    first, *_others = [
        make_comment(article, text + more, parent=parent) for text in ALIKE for more in ("", " So.")
    ]
    desk.post(f"{QUEUE}start/", {"next": FOCUS})
    answer, queries = asked(lambda: decide(desk, first, kind, next=FOCUS, **words))
    assert len(queries) <= OF_A_DECISION, queries
    page, queries = asked(lambda: desk.get(answer.url))
    assert len(shown(page)) == 1
    assert len(queries) <= OF_A_DECISION, queries


# --- One form for all cards


def press(desk, act, comment, **typed):
    shown = " ".join(f"{one.pk}-{one.version}" for one in Comment.objects.waiting())
    typed = {act: f"{comment.pk}-{comment.version}", "shown": shown, "next": QUEUE} | typed
    return desk.post(f"{QUEUE}decide/", typed)


def test_a_button_of_a_card_decides_about_its_own_comment_alone(desk, article):
    first, second, third = make_waiting(article, 3)
    ticked = {"chosen": [f"{first.pk}-1", f"{third.pk}-1"], "everything": "on"}
    assert press(desk, "approve", second, **ticked).url == f"{QUEUE}#at-{third.pk}"
    assert [comment.status for comment in Comment.objects.order_by("pk")] == [
        "waiting",
        "published",
        "waiting",
    ]
    assert press(desk, "spam", third).url == f"{QUEUE}#report"


def test_what_a_panel_asked_for_goes_along_with_its_button(desk, article):
    (comment,) = make_waiting(article, 1)
    press(desk, "refuse", comment, reason="off_topic", note="About buses.")
    decision = comment.decisions.get()
    assert (decision.kind, decision.reason, decision.note.text) == (
        "refuse",
        "off_topic",
        "About buses.",
    )


def test_a_button_that_wants_to_know_more_leads_to_a_page_that_asks(desk, article):
    comment, following = make_waiting(article, 2)
    for act in ("refuse", "ask_edit", "hand_over", "escalate", "snooze"):
        page = press(desk, act, comment)
        assert "1 comment selected" in page.text
        assert f'name="following" value="{following.pk}"' in page.text
        assert "errorlist" not in page.text
    assert not comment.decisions.exists()


def test_the_bar_below_the_cards_asks_before_it_decides(desk, article):
    first, second, _third = make_waiting(article, 3)
    chosen = [f"{first.pk}-1", f"{second.pk}-1"]
    typed = {"kind": "approve", "chosen": chosen, "shown": " ".join(chosen), "next": QUEUE}
    assert "<h1>Approve 2 comments?</h1>" in desk.post(f"{QUEUE}decide/", typed).text
    assert Comment.objects.waiting().count() == 3


@pytest.mark.parametrize("value", ["", "x", "1", "-1", "0-0", "99999999999999999999-1", "1-1 2-1"])
@pytest.mark.parametrize("act", ["approve", "refuse", "later", "trust"])
def test_a_button_that_names_no_comment_changes_nothing(desk, article, act, value):
    make_comment(article)
    sent = desk.post(f"{QUEUE}decide/", {act: value, "next": QUEUE})
    assert sent.status_code in (200, 302, 400)
    assert Comment.objects.waiting().count() == 1


def test_where_nothing_says_where_from_a_button_leads_to_the_comment(desk, article):
    (comment,) = make_waiting(article, 1)
    answer = desk.post(f"{QUEUE}decide/", {"approve": f"{comment.pk}-1"})
    assert answer.url.startswith(f"{QUEUE}{comment.pk}/change/")
