"""What becomes of readers' reports: answered, reopened, weighed by how right they were before."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from comments.desk.requeue_due import return_due
from comments.models import Comment, QueueNotice, Report
from comments.models.report import HOURS
from comments.privacy import retention
from tests.newsroom import MORNING, make_comment, make_published_comment

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def comment(article):
    return make_published_comment(article, at=MORNING)


def report(comment, household=200, at=MORNING + HOUR):
    taken = Report.objects.receive(comment, "attack", f"198.51.100.{household}", at=at)
    comment.refresh_from_db()
    return taken


def outcomes(comment):
    return [*comment.reports.values_list("outcome", flat=True)]


# --- Answers


@pytest.mark.parametrize(
    ("acts", "outcome", "is_reported"),
    [
        ([], "", True),
        (["dismiss_reports"], "left", False),
        (["take_down"], "upheld", False),
        (["spam"], "upheld", False),
        (["spam", "refuse"], "upheld", False),
        (["take_down", "spam"], "upheld", False),
        # Shown again after all: the readers were wrong.
        (["take_down", "approve"], "left", False),
        (["spam", "approve"], "left", False),
        # Taken back: nothing is answered.
        (["dismiss_reports", "reverse"], "", True),
        (["take_down", "reverse"], "", True),
        (["spam", "refuse", "reverse"], "upheld", False),
        (["take_down", "reverse", "reverse"], "upheld", False),
        (["take_down", "reverse", "reverse", "reverse"], "", True),
        (["take_down", "approve", "reverse"], "upheld", False),
        (["take_down", "approve", "reverse", "reverse"], "", True),
        # It goes back to be read, and what is decided then answers them.
        (["reverse"], "", False),
        (["reverse", "approve"], "left", False),
        (["reverse", "refuse"], "upheld", False),
        (["reverse", "refuse", "reverse"], "", False),
        # Who looks at it when is no answer.
        (["escalate"], "", True),
        (["escalate", "reverse"], "", True),
        (["escalate", "dismiss_reports"], "left", False),
        (["escalate", "dismiss_reports", "reverse"], "", True),
    ],
)
def test_decisions_answer_the_reports_on_their_comment(
    comment, moderator, acts, outcome, is_reported
):
    report(comment)
    for act in acts:
        reason = "attack" if act in ("take_down", "refuse") else ""
        comment.decide(act, moderator, reason=reason)
    assert outcomes(comment) == [outcome]
    assert comment.is_reported == is_reported
    decision = comment.reports.get().decision
    assert (decision is None) == (outcome == "")


@pytest.mark.parametrize("act", ["accept_edit", "reject_edit"])
def test_a_new_text_decided_about_leaves_the_reports_waiting(comment, moderator, act):
    report(comment)
    place = comment.priority_at
    comment.edit("A better text.", at=MORNING)
    comment.decide(act, moderator, reason="attack" if act == "reject_edit" else "")
    assert outcomes(comment) == [""]
    assert [*Comment.objects.reported()] == [comment]
    assert comment.priority_at == place


def test_a_second_household_waits_after_the_first_was_answered(comment, moderator):
    report(comment, 201)
    comment.decide("dismiss_reports", by=moderator)
    report(comment, 202)
    assert outcomes(comment) == ["left", ""]
    assert comment.is_reported
    comment.take_down(by=moderator, reason="attack")
    assert outcomes(comment) == ["left", "upheld"]


def test_a_household_that_was_answered_does_not_ask_again(comment, moderator):
    first = report(comment)
    comment.decide("dismiss_reports", by=moderator)
    assert report(comment) == first
    assert not comment.is_reported


def test_what_nobody_reported_cannot_be_left(comment, moderator):
    with pytest.raises(ValidationError, match="no open reports"):
        comment.decide("dismiss_reports", by=moderator)


def test_a_report_that_comes_after_the_comment_was_hidden_is_not_kept(comment, moderator):
    comment.take_down(by=moderator, reason="attack")
    assert report(comment) is None
    assert outcomes(comment) == []


def test_a_comment_its_writer_withdraws_is_reported_no_more(comment):
    report(comment)
    comment.withdraw()
    comment.refresh_from_db()
    assert comment.priority_at is None
    assert not Report.objects.waiting().exists()


# --- Weight


@pytest.mark.parametrize(
    ("upheld", "left", "weight"),
    [
        (0, 0, 1 / 2),  # a stranger
        (1, 0, 2 / 3),
        (3, 0, 4 / 5),
        (0, 1, 1 / 3),
        (0, 3, 1 / 5),
        (2, 2, 1 / 2),
    ],
)
def test_a_report_weighs_by_how_right_its_household_was(article, moderator, upheld, left, weight):
    for number in range(upheld + left):
        judged = make_published_comment(article, f"Judged {number}.", at=MORNING)
        report(judged)
        if number < upheld:
            judged.take_down(by=moderator, reason="attack")
        else:
            judged.decide("dismiss_reports", by=moderator)
    comment = make_published_comment(article, "The next.", at=MORNING)
    assert report(comment).weight == pytest.approx(weight)
    ahead = MORNING + HOUR - comment.priority_at
    assert ahead / HOUR == pytest.approx(HOURS * weight)


def test_what_waits_for_an_answer_makes_nobody_right_or_wrong(article):
    for number in range(3):
        report(make_published_comment(article, f"Open {number}.", at=MORNING))
    assert {*Report.objects.values_list("weight", flat=True)} == {0.5}


def test_more_reports_move_a_comment_further_ahead_from_its_first_one(comment):
    for number, hours in ((201, 5), (202, 1), (203, 9)):
        report(comment, number, at=MORNING + hours * HOUR)
    assert comment.priority_at == MORNING + HOUR - 3 * HOURS / 2 * HOUR


def test_reopened_reports_stand_where_they_stood(comment, moderator):
    report(comment, 201)
    report(comment, 202)
    place = comment.priority_at
    comment.decide("dismiss_reports", by=moderator)
    assert comment.priority_at is None
    comment.decide("reverse", by=moderator)
    assert comment.priority_at == place


def test_a_household_is_forgotten_with_the_contacts_and_its_report_is_not(
    comment, moderator, settings
):
    report(comment)
    comment.take_down(by=moderator, reason="attack")
    retention.forget_contacts(MORNING + timedelta(days=settings.CONTACT_RETENTION_DAYS + 1))
    assert outcomes(comment) == ["upheld"]
    assert report(make_published_comment(comment.article, "Later.", at=MORNING)).weight == 0.5


# --- Whether moderators are mailed


def test_an_answered_report_is_no_reason_for_a_mail(comment, moderator):
    report(comment)
    QueueNotice.objects.create(at=MORNING)
    assert QueueNotice.objects.is_due()
    comment.decide("reverse", by=moderator, at=MORNING + 2 * HOUR)
    comment.approve(by=moderator)
    assert not QueueNotice.objects.is_due()


def test_a_report_that_was_put_aside_keeps_no_mail_back(comment, moderator):
    report(comment)
    comment.decide("snooze", by=moderator, until=MORNING + 9 * HOUR)
    QueueNotice.objects.create(at=MORNING + 2 * HOUR)
    assert not QueueNotice.objects.is_due()
    make_comment(comment.article, "A new one.", at=MORNING + 3 * HOUR)
    assert QueueNotice.objects.is_due()


def test_what_comes_back_by_the_clock_is_a_reason_for_a_mail(comment, moderator):
    waiting = make_comment(comment.article, "It waits.", at=MORNING)
    report(comment)
    for one in (waiting, comment):
        one.decide("snooze", by=moderator, until=MORNING + 9 * HOUR)
    QueueNotice.objects.create(at=MORNING + 2 * HOUR)
    return_due(MORNING + 9 * HOUR)
    assert QueueNotice.objects.is_due()
    waiting.decide("spam", by=moderator)
    assert QueueNotice.objects.is_due()
