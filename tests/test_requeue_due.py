"""What was put aside comes back by itself."""

from datetime import timedelta

import pytest
from django.db import connection

from comments.desk.requeue_due import return_due
from comments.models import Claim, Comment
from comments.tasks import return_due as by_the_clock
from tests.desk import make_waiting
from tests.newsroom import MORNING, make_article, make_comment, make_user

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOON = MORNING + 7 * HOUR


@pytest.fixture
def comment(article):
    return make_comment(article, at=MORNING)


@pytest.fixture
def colleague(db):
    return make_user("colleague", group="Moderators")


def put_aside(comment, kind, by, to=None):
    comment.decide(kind, by, message_to_writer="Why?" * (kind == "ask_edit"), to=to, until=NOON)


@pytest.mark.parametrize(
    ("kind", "at", "comes_back"),
    [
        ("snooze", NOON - HOUR, False),
        ("snooze", NOON, True),
        ("ask_edit", NOON - HOUR, False),
        ("ask_edit", NOON, True),
        # These wait for a person, however long.
        ("hand_over", NOON + 9999 * HOUR, False),
        ("escalate", NOON + 9999 * HOUR, False),
    ],
)
def test_it_comes_back_at_its_hour_to_where_it_stood(
    comment, moderator, colleague, kind, at, comes_back
):
    place = comment.priority_at
    put_aside(comment, kind, moderator, to=colleague)
    assert return_due(at) == comes_back
    comment.refresh_from_db()
    assert (comment.desk_state == "") == comes_back
    assert comment.priority_at == place
    assert Comment.objects.waiting().exists() == comes_back
    assert return_due(at) == 0


def test_it_waits_anew_since_it_came_back(comment, moderator):
    put_aside(comment, "snooze", moderator)
    return_due(NOON)
    comment.refresh_from_db()
    assert comment.waiting_since == NOON


@pytest.mark.parametrize(
    ("leave", "comes_back"),
    [
        (lambda user: setattr(user, "is_active", False), True),
        (lambda user: user.groups.clear(), True),  # moves to another desk
        (lambda user: setattr(user, "is_superuser", True), False),
        (lambda user: None, False),
    ],
    ids=["gone", "elsewhere", "risen", "there"],
)
def test_what_was_handed_to_a_colleague_who_left_comes_back(
    comment, moderator, colleague, leave, comes_back
):
    put_aside(comment, "hand_over", moderator, to=colleague)
    leave(colleague)
    colleague.save()
    return_due(MORNING)
    comment.refresh_from_db()
    assert (comment.desk_state, comment.handed_to) == (
        ("", None) if comes_back else ("handed", colleague)
    )


def test_many_come_back_in_batches(article, moderator, monkeypatch):
    monkeypatch.setattr("comments.desk.requeue_due.BATCH", 2)
    for comment in make_waiting(article, 5):
        put_aside(comment, "snooze", moderator)
    assert return_due(NOON) == 5
    assert Comment.objects.waiting().count() == 5


def test_the_clock_closes_what_was_left_open(comment, moderator):
    Claim.objects.claim(comment.pk, by=moderator, at=MORNING)
    by_the_clock(timestamp=0)
    assert not Claim.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_decision_holds_just_now_is_left_to_it(publication):
    moderator = make_user("mo", group="Moderators")
    comment = make_comment(make_article(), at=MORNING)
    put_aside(comment, "snooze", moderator)
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM comments_comment WHERE id = %s FOR UPDATE", [comment.pk])
        assert return_due(NOON) == 0
    other.rollback()
    other.close()
    assert return_due(NOON) == 1


def test_usually_there_is_nothing_to_do(article, django_assert_max_num_queries):
    make_waiting(article, 3)
    with django_assert_max_num_queries(10):
        assert return_due(NOON) == 0
