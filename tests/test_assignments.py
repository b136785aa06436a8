"""What is decided without judging: put aside, handed on, asked for, left; and all that reversed."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from benchmarks.contention import assert_exact
from comments.desk.requeue_due import return_due
from comments.models import Claim, Comment, Report, StaleVersion, Thread
from comments.models.decision_kinds import KINDS
from comments.models.outcome import kinds_for
from tests.newsroom import (
    MORNING,
    make_comment,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db

TOMORROW = MORNING + timedelta(days=1)


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators")


@pytest.fixture
def comment(article):
    return make_comment(article, at=MORNING)


def stands(comment):
    comment.refresh_from_db()
    return comment.status, comment.desk_state, comment.desk_until, comment.handed_to


def make_reported(article, **values):
    comment = make_published_comment(article, "Go home.", at=MORNING, **values)
    Report.objects.receive(comment, "attack", "198.51.100.200")
    comment.refresh_from_db()
    return comment


def act(comment, kind, by, to=None):
    """Any decision, with all that it wants to know."""
    reason = "attack" if KINDS[kind].needs == "reason" else ""
    told = "Be kind." if kind == "ask_edit" else ""
    comment.decide(kind, by, reason=reason, to=to, until=TOMORROW, message_to_writer=told)


ASSIGNMENTS = [
    ("ask_edit", "asked", True, False),
    ("hand_over", "handed", False, True),
    ("escalate", "escalated", False, False),
    ("snooze", "snoozed", True, False),
]
every_assignment = pytest.mark.parametrize(
    ("kind", "aside", "ends", "is_somebodys"), ASSIGNMENTS, ids=[row[0] for row in ASSIGNMENTS]
)


# --- One assignment


@every_assignment
def test_an_assignment_puts_a_comment_aside_and_says_so_in_its_decision(
    comment, moderator, colleague, kind, aside, ends, is_somebodys
):
    act(comment, kind, moderator, to=colleague)
    until, to = TOMORROW if ends else None, colleague if is_somebodys else None
    assert stands(comment) == ("waiting", aside, until, to)
    assert not Comment.objects.waiting().exists()
    decision = comment.decisions.get()
    assert (decision.desk_state_before, decision.desk_state_after) == ("", aside)
    assert (decision.until, decision.to, decision.status_after) == (until, to, "waiting")
    assert (decision.comment_version, comment.version) == (1, 2)


@every_assignment
def test_an_assignment_is_taken_back_to_the_place_the_comment_had(
    comment, moderator, colleague, kind, aside, ends, is_somebodys
):
    before = comment.priority_at, comment.waiting_since
    act(comment, kind, moderator, to=colleague)
    comment.decide("reverse", by=moderator)
    assert stands(comment) == ("waiting", "", None, None)
    assert (comment.priority_at, comment.waiting_since) == before
    with pytest.raises(ValidationError, match="is waiting again"):
        comment.decide("reverse", by=moderator)


@every_assignment
def test_a_comment_put_aside_is_judged_and_that_taken_back(
    comment, moderator, colleague, kind, aside, ends, is_somebodys
):
    act(comment, kind, moderator, to=colleague)
    aside_so = stands(comment)
    comment.approve(by=moderator)
    assert stands(comment) == ("published", "", None, None)
    comment.decide("reverse", by=moderator)
    assert stands(comment) == aside_so
    assert_exact(comment.article)
    comment.decide("reverse", by=moderator)
    assert stands(comment) == ("published", "", None, None)
    assert_exact(comment.article)


@every_assignment
def test_of_two_assignments_about_one_version_one_wins(
    comment, moderator, colleague, kind, aside, ends, is_somebodys
):
    comment.decide("escalate", by=colleague, version=1)
    with pytest.raises(StaleVersion) as overtaken:
        comment.decide(kind, moderator, version=1, to=colleague, until=TOMORROW)
    assert overtaken.value.decision.by == colleague


@pytest.mark.parametrize(
    ("kind", "words", "complaint"),
    [
        ("hand_over", {}, "Choose a colleague"),
        ("snooze", {}, "Choose how long"),
        ("ask_edit", {}, "Choose how long"),
        ("requeue", {}, "no longer waiting"),  # it stands in the queue
        ("dismiss_reports", {}, "no open reports"),
        ("reverse", {}, "no decision"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(comment, moderator, kind, words, complaint):
    with pytest.raises(ValidationError, match=complaint):
        comment.decide(kind, moderator, **words)
    assert not comment.decisions.exists()
    assert stands(comment) == ("waiting", "", None, None)


@pytest.mark.parametrize("kind", ["hand_over", "escalate", "snooze", "requeue", "ask_edit"])
@pytest.mark.parametrize("end", ["published", "refused", "withdrawn", "erased"])
def test_what_does_not_wait_is_not_put_aside(article, moderator, colleague, kind, end):
    comment = make_comment(article)
    {
        "published": lambda: comment.approve(by=moderator),
        "refused": lambda: comment.refuse(by=moderator, reason="attack"),
        "withdrawn": comment.withdraw,
        "erased": comment.erase,
    }[end]()
    with pytest.raises(ValidationError):
        act(comment, kind, moderator, to=colleague)


def test_the_database_knows_what_belongs_to_being_put_aside(comment, colleague):
    for halves in (
        {"desk_state": "snoozed"},
        {"desk_state": "handed"},
        {"desk_state": "", "desk_until": TOMORROW},
        {"desk_state": "escalated", "handed_to": colleague},
    ):
        with pytest.raises(DatabaseError, match="desk_state_is_whole"), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**halves)


# --- Several, one after the other


def test_escalated_then_handed_over_then_reversed_is_escalated_again(comment, moderator, colleague):
    comment.decide("escalate", by=moderator)
    comment.decide("hand_over", by=moderator, to=colleague)
    comment.decide("reverse", by=moderator)
    assert stands(comment) == ("waiting", "escalated", None, None)


def test_what_goes_from_hand_to_hand_comes_back_to_the_one_before(comment, moderator, colleague):
    comment.decide("hand_over", by=moderator, to=colleague)
    comment.decide("hand_over", by=colleague, to=moderator)
    comment.decide("reverse", by=colleague)
    assert stands(comment) == ("waiting", "handed", None, colleague)
    comment.refuse(by=colleague, reason="attack")
    comment.decide("reverse", by=colleague)
    assert stands(comment) == ("waiting", "handed", None, colleague)


def test_what_is_taken_back_into_the_queue_can_be_put_aside_again_as_it_was(comment, moderator):
    comment.decide("snooze", by=moderator, until=TOMORROW)
    comment.decide("requeue", by=moderator)
    assert stands(comment) == ("waiting", "", None, None)
    comment.decide("reverse", by=moderator)
    assert stands(comment) == ("waiting", "snoozed", TOMORROW, None)


def test_what_has_come_back_by_the_clock_is_not_taken_back_any_more(comment, moderator):
    comment.decide("snooze", by=moderator, until=TOMORROW)
    return_due(TOMORROW)
    with pytest.raises(ValidationError, match="returned to the queue"):
        comment.decide("reverse", by=moderator)


# --- Reported ones


def test_a_reported_comment_is_snoozed_in_everybodys_sight(article, moderator):
    comment = make_reported(article)
    comment.decide("snooze", by=moderator, until=TOMORROW)
    assert stands(comment) == ("published", "snoozed", TOMORROW, None)
    assert not Comment.objects.reported().exists()
    return_due(TOMORROW)
    assert [*Comment.objects.reported()] == [comment]


def test_snoozed_then_taken_down_then_reversed_it_is_snoozed_and_its_report_waits(
    article, moderator
):
    comment = make_reported(article)
    place = comment.priority_at
    comment.decide("snooze", by=moderator, until=TOMORROW)
    comment.take_down(by=moderator, reason="attack")
    assert stands(comment) == ("taken_down", "", None, None)
    comment.decide("reverse", by=moderator)
    assert stands(comment) == ("published", "snoozed", TOMORROW, None)
    assert comment.priority_at == place
    assert_exact(article)


def test_a_reported_comment_is_nobodys_to_ask_for_an_edit_of(article, moderator):
    with pytest.raises(ValidationError):
        act(make_reported(article), "ask_edit", moderator)


def test_staff_are_not_asked_for_an_edit(article, moderator, editor):
    answer = Thread.objects.for_article(article).answer(by=editor, text="As the author says.")
    answer.decide("reverse", by=moderator)
    assert answer.status == "waiting"
    assert "ask_edit" not in kinds_for(answer)
    with pytest.raises(ValidationError):
        act(answer, "ask_edit", moderator)
    answer.decide("escalate", by=moderator)


# --- Its writer leaves


@every_assignment
@pytest.mark.parametrize("leave", ["withdraw", "erase"])
def test_its_writer_may_leave_while_it_is_put_aside_and_open(
    comment, moderator, colleague, kind, aside, ends, is_somebodys, leave
):
    act(comment, kind, moderator, to=colleague)
    Claim.objects.claim(comment.pk, by=colleague)
    getattr(comment, leave)()
    assert stands(comment) == ("withdrawn", "", None, None)
    assert (comment.priority_at, comment.is_erased) == (None, leave == "erase")
    assert Claim.objects.exists() == (leave == "withdraw")
    with pytest.raises(ValidationError):
        comment.decide("reverse", by=moderator)


def test_an_erased_comment_takes_the_answered_reports_and_keeps_the_decisions(article, moderator):
    comment = make_reported(article)
    comment.take_down(
        by=moderator, reason="attack", note="Ana again.", message_to_writer="No insults."
    )
    comment.erase()
    assert not Report.objects.exists()
    assert [one.kind for one in comment.decisions.all()] == ["approve", "take_down"]
    assert not hasattr(comment.decisions.last(), "note")


def test_a_colleague_who_is_handed_something_stays_in_the_books(comment, moderator, colleague):
    comment.decide("hand_over", by=moderator, to=colleague)
    with pytest.raises(DatabaseError), transaction.atomic():
        colleague.delete()
