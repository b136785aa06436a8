"""How the team does: figures of all moderators together, as PostgreSQL counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from comments.desk.team import Week, queue, weeks
from comments.models import Thread
from tests.newsroom import make_article, make_comment, make_user
from tests.test_html_is_valid import complaint

pytestmark = pytest.mark.django_db
TEAM = "/admin/comments/decision/team/"
# A Wednesday.
NOW = datetime(2024, 5, 15, 12, tzinfo=UTC)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)


@pytest.fixture
def article(publication):
    return make_article(at=NOW - 20 * WEEK)


@pytest.fixture
def write(article):
    """`write(at)`: a comment of another reader each time."""
    numbers = iter(range(1, 1_000))

    def make(at=NOW):
        number = next(numbers)
        return make_comment(article, f"{number}.", address=f"2001:db8:0:{number:x}::1", at=at)

    return make


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators")


def this_week():
    return weeks(NOW)[0]


def test_there_are_eight_weeks_from_monday_on_the_present_one_first(publication):
    told = weeks(NOW)
    assert [week.begins for week in told[:2]] == [date(2024, 5, 13), date(2024, 5, 6)]
    assert told[7] == Week(date(2024, 3, 25))


def test_each_week_has_what_was_decided_in_it(write, moderator):
    for age in (0, 0, 1, 7, 8):
        write(NOW - age * WEEK - HOUR).approve(by=moderator, at=NOW - age * WEEK)
    assert [week.comments for week in weeks(NOW)] == [2, 1, 0, 0, 0, 0, 0, 1]


def test_a_week_begins_at_the_publications_midnight(write, moderator):
    # Sunday evening in London is Monday in Auckland.
    at = datetime(2024, 5, 12, 20, tzinfo=UTC)
    write(at - HOUR).approve(by=moderator, at=at)
    assert [week.comments for week in weeks(NOW)[:2]] == [0, 1]
    with timezone.override("Pacific/Auckland"):
        assert [week.comments for week in weeks(NOW)[:2]] == [1, 0]


def test_half_and_nine_in_ten_wait_no_longer_than_is_told(write, moderator):
    for hours in range(1, 12):
        write(NOW - hours * HOUR).approve(by=moderator, at=NOW)
    week = this_week()
    assert (week.median, week.longest) == (6 * HOUR, 10 * HOUR)
    assert (week.half_within, week.most_within) == ("about 6 hours", "about 10 hours")


def test_only_the_first_decision_ends_a_wait(write, moderator):
    comment = write(NOW - WEEK - 2 * HOUR)
    comment.refuse(by=moderator, reason="attack", at=NOW - WEEK)
    comment.decide("reverse", by=moderator, at=NOW - DAY)
    comment.approve(by=moderator, at=NOW)
    now, before = weeks(NOW)[:2]
    assert (now.comments, now.median) == (1, None)
    assert before.median == 2 * HOUR


def test_an_assignment_ends_no_wait_and_decides_nothing(write, moderator, colleague):
    comment = write(NOW - 5 * HOUR)
    comment.decide("hand_over", by=moderator, to=colleague, at=NOW - 4 * HOUR)
    assert (this_week().comments, this_week().median) == (0, None)
    comment.approve(by=colleague, at=NOW)
    assert (this_week().comments, this_week().median) == (1, 5 * HOUR)


def test_neither_trust_nor_an_answer_of_the_staff_is_counted(article, write, moderator):
    trusted = write(NOW - HOUR)
    trusted.decide("trust", None, at=NOW)
    Thread.objects.for_article(article).answer(by=moderator, text="We stand by it.", at=NOW)
    assert this_week() == Week(date(2024, 5, 13))
    trusted.take_down(by=moderator, reason="attack", at=NOW)
    assert (this_week().comments, this_week().median) == (1, None)


@pytest.mark.parametrize(
    ("acts", "share"),
    [
        (["approve"], 0),
        (["approve", "reverse"], 100),
        (["refuse", "reverse"], 100),
        (["spam", "reverse"], 100),
        # Of two decisions the first did not last.
        (["refuse", "approve"], 50),
        (["approve", "take_down"], 50),
        # Still declined: nobody said the contrary.
        (["refuse", "spam"], 0),
        (["refuse", "approve", "take_down", "approve"], 75),
    ],
)
def test_what_was_reversed_or_decided_to_the_contrary_is_overturned(
    write, moderator, colleague, acts, share
):
    comment = write(NOW - HOUR)
    for act, by in zip(acts, [moderator, colleague] * 2, strict=False):
        reason = "attack" if act in ("refuse", "take_down") else ""
        comment.decide(act, by, reason=reason, at=NOW)
    assert this_week().share_overturned == share


def test_a_decision_is_overturned_in_its_own_week(write, moderator, colleague):
    comment = write(NOW - WEEK)
    comment.approve(by=moderator, at=NOW - WEEK)
    comment.take_down(by=colleague, reason="attack", at=NOW)
    assert [week.share_overturned for week in weeks(NOW)[:3]] == [0, 100, None]


def test_the_queue_is_told_with_its_oldest_and_what_is_put_aside(write, moderator):
    assert queue() == {"count": 0, "since": None, "aside": 0}
    write(NOW - HOUR), write(NOW - DAY)
    write(NOW - 2 * DAY).decide("escalate", by=moderator, at=NOW)
    assert queue() == {"count": 2, "since": NOW - DAY, "aside": 1}


# --- The page


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_asks_as_many_questions_for_thirty_as_for_one(
    client, write, moderator, django_assert_num_queries, number
):
    now = timezone.now()
    for _time in range(number):
        write(now - HOUR).refuse(by=moderator, reason="attack", at=now)
        write(now - HOUR)
    client.force_login(moderator)
    # Session, user, publication, two of permissions; two by week, two about now.
    with django_assert_num_queries(9):
        page = client.get(TEAM)
    assert f"<td>{number}</td>" in page.text


def test_the_page_names_no_moderator(client, write, moderator, colleague):
    write(timezone.now()).approve(by=colleague)
    client.force_login(moderator)
    told = client.get(TEAM).text.partition('id="content"')[2]
    assert "colleague" not in told
    assert "about 5 minutes" in told
    assert complaint(client.get(TEAM).text) is None
