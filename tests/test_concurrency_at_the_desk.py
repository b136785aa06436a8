"""Readers report, writers edit and the clock returns in the moment in which a moderator decides.

Real threads on real connections, as in `benchmarks.contention`. A deadlock comes through as an
error of the database.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from benchmarks.contention import assert_exact, together
from comments.desk.requeue_due import return_due
from comments.models import Comment, Report, StaleVersion
from comments.models.refusals import TooLate
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_publication,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 8
HOUR = timedelta(hours=1)


@pytest.fixture
def article():
    make_publication()
    return make_article()


@pytest.fixture
def by(article):
    return make_user("kim", group="Moderators")


def fresh(comment):
    return Comment.objects.get(pk=comment.pk)


def report(comment, household):
    return partial(Report.objects.receive, fresh(comment), "hate", f"2001:db8:{household:x}::1")


def published(article, number, by, **values):
    address = f"2001:db8:f{number:03x}::1"
    return make_published_comment(article, f"Thought {number}", by=by, address=address, **values)


def waiting(article, number, **values):
    return make_comment(
        article, f"Thought {number}", address=f"2001:db8:f{number:03x}::1", **values
    )


@pytest.mark.parametrize(
    "kind", ["take_down", "spam", "dismiss_reports", "snooze", "escalate", "reverse"]
)
def test_a_report_in_the_moment_of_a_decision_waits_or_is_answered(article, by, kind):
    reason = "attack" if kind == "take_down" else ""
    until = timezone.now() + HOUR
    for number in range(ROUNDS):
        comment = published(article, number, by)
        report(comment, 900)()
        decide = partial(fresh(comment).decide, kind, by, reason=reason, until=until)
        together(decide, *[report(comment, household) for household in (901, 902)])
        comment.refresh_from_db()
        outcomes = {*comment.reports.values_list("outcome", flat=True)}
        if comment.hidden_since:
            assert outcomes == {"upheld"}
        assert comment.is_reported == (comment.is_published and "" in outcomes)
        Report.objects.all().delete()
    assert_exact(article)


def test_of_reports_at_once_each_moves_the_comment_ahead(article, by):
    for number in range(ROUNDS):
        comment = published(article, number, by)
        together(*[report(comment, household) for household in range(1, 7)])
        found = [*comment.reports.all()]
        assert len(found) == 6
        comment.refresh_from_db()
        ahead = min(one.at for one in found) - comment.priority_at
        assert ahead == HOUR * 24 * sum(one.weight for one in found)
        Report.objects.all().delete()


def test_reports_above_and_below_while_the_thread_is_decided_lose_nothing(article, by):
    above = published(article, 999, by)
    for number in range(ROUNDS):
        below = [published(article, number * 10 + place, by, parent=above) for place in (0, 1)]
        reply = waiting(article, number * 10 + 2, parent=below[0])
        together(
            report(above, 1000 + number),
            report(below[0], 2000 + number),
            partial(fresh(reply).approve, by),
            partial(fresh(below[0]).decide, "reverse", by),
            partial(fresh(below[1]).take_down, by, "attack"),
        )
        above.refresh_from_db()
        assert above.is_reported
    assert_exact(article)


def test_two_assignments_in_one_moment_are_one(article, by):
    for number in range(ROUNDS):
        comment = waiting(article, number)
        until = timezone.now() + HOUR
        ends = together(
            partial(fresh(comment).decide, "snooze", by, until=until, version=1),
            partial(fresh(comment).decide, "escalate", by, version=1),
            expected=(StaleVersion,),
        )
        assert len([end for end in ends if isinstance(end, StaleVersion)]) == 1
        comment.refresh_from_db()
        assert comment.desk_state == comment.decisions.get().desk_state_after


def test_the_clock_and_a_decision_in_one_moment_leave_a_whole_comment(article, by):
    comments = [waiting(article, number) for number in range(ROUNDS)]
    for comment in comments:
        comment.decide("snooze", by=by, until=MORNING)
        together(
            return_due,
            partial(fresh(comment).approve, by, version=2),
            partial(return_due, timezone.now()),
        )
        comment.refresh_from_db()
        assert (comment.status, comment.desk_state) == ("published", "")
    assert_exact(article)


def test_a_new_text_a_refusal_and_the_clock_in_one_moment_are_one_story(article, by):
    for number in range(ROUNDS):
        comment = waiting(article, number)
        comment.decide("ask_edit", by=by, message_to_writer="No names.", until=MORNING)
        together(
            partial(fresh(comment).edit, "Of a driver."),
            partial(fresh(comment).refuse, by, "attack", version=2),
            return_due,
            expected=(StaleVersion, TooLate, ValidationError),
        )
        comment.refresh_from_db()
        assert (comment.text == "Of a driver.") == (comment.status == "waiting")
        assert (comment.desk_state, comment.desk_until) == ("", None)
    assert_exact(article)


@pytest.mark.parametrize("leave", ["withdraw", "erase"])
def test_who_leaves_while_it_is_reported_and_put_aside_is_gone(article, by, leave):
    for number in range(ROUNDS):
        comment = published(article, number, by)
        report(comment, 900 + number)()
        together(
            getattr(fresh(comment), leave),
            partial(fresh(comment).decide, "escalate", by),
            report(comment, 1900 + number),
            expected=(ValidationError,),
        )
        comment.refresh_from_db()
        assert (comment.status, comment.desk_state, comment.priority_at) == ("withdrawn", "", None)
        assert leave == "withdraw" or not comment.reports.exists()
    assert_exact(article)
