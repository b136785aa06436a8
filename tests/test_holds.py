"""Holds placed, read and lifted at the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Contact, Hold
from tests.newsroom import MORNING, make_comment, make_user

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"
HOLDS = "/admin/comments/hold/"


def in_days(count):
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def place(desk, comment, **words):
    form = {"kind": "email", "until": in_days(7), "reason": "Three attacks in May"} | words
    return desk.post(f"{QUEUE}{comment.pk}/hold/", form)


def make_hold(comment, by, days=7, kind="email", reason="Three attacks"):
    return Hold.objects.place(comment, kind, timezone.now() + timedelta(days=days), reason, by)


def test_a_moderator_holds_what_an_address_writes_without_seeing_it(desk, article, moderator):
    comment = make_comment(article, email="canary@readers.example.org")
    assert place(desk, comment).url == f"{QUEUE}{comment.pk}/change/"
    hold = Hold.objects.get()
    assert (hold.by, hold.reason, hold.comment) == (moderator, "Three attacks in May", comment)
    page = desk.get(f"{QUEUE}{comment.pk}/change/").text
    assert "This writer is on hold" in page
    assert "Three attacks in May" in page
    assert "canary" not in page + desk.get(HOLDS).text
    assert not comment.contact.looks.exists()


@pytest.mark.parametrize(
    ("kind", "address", "is_held"),
    [
        ("household", "198.51.100.7", True),
        ("household", "198.51.100.8", False),
        ("network", "198.51.100.8", True),
        ("network", "198.51.101.8", False),
        ("email", "198.51.100.7", False),
    ],
)
def test_a_hold_reaches_as_far_as_its_kind(desk, article, kind, address, is_held):
    place(desk, make_comment(article, address="198.51.100.7"), kind=kind)
    later = make_comment(article, "Later", email="other@readers.example.org", address=address)
    assert later.signals.exists() == is_held


def test_a_hold_lasts_to_the_end_of_its_day_where_the_publication_is_at_home(
    desk, article, publication, time_machine
):
    publication.time_zone = "Asia/Jakarta"
    publication.save()
    time_machine.move_to(MORNING)
    place(desk, make_comment(article), until="2024-01-11")
    assert Hold.objects.get().until.isoformat() == "2024-01-11T16:59:59.999999+00:00"


@pytest.mark.parametrize(
    "words",
    [
        {"kind": ""},
        {"kind": "country"},
        {"until": ""},
        {"until": "yesterday"},
        {"until": "2024-01-10"},
        {"until": "9999-12-31"},
        {"reason": ""},
        {"reason": "x" * 301},
    ],
)
def test_a_hold_that_makes_no_sense_is_not_placed_and_the_form_comes_back(
    desk, article, time_machine, words
):
    comment = make_comment(article)
    time_machine.move_to(MORNING)
    answer = place(desk, comment, **{"until": "2024-01-12", "reason": "My reason"} | words)
    assert answer.status_code == 200
    assert "errorlist" in answer.text
    assert words.get("reason", "My reason") in answer.text
    assert not Hold.objects.exists()


def test_nothing_is_left_to_hold_once_the_address_is_forgotten(desk, article):
    comment = make_comment(article)
    Contact.objects.all().blank()
    assert "nothing left to put on hold" in place(desk, comment).text
    assert not Hold.objects.exists()


def test_a_hold_is_lifted_and_kept_among_the_past_ones(desk, article, moderator):
    hold = make_hold(make_comment(article), moderator)
    assert "Three attacks" in desk.get(HOLDS).text
    desk.post(f"{HOLDS}{hold.pk}/lift/")
    hold.refresh_from_db()
    assert hold.lifted_by == moderator
    assert "Three attacks" not in desk.get(HOLDS).text
    assert "Lifted by moderator" in desk.get(f"{HOLDS}?past").text
    assert not make_comment(article, "Later").signals.exists()


def test_who_lifted_a_hold_first_stays_written(desk, article, moderator):
    hold = make_hold(make_comment(article), moderator)
    hold.lift(by=make_user("colleague", group="Moderators"))
    assert desk.post(f"{HOLDS}{hold.pk}/lift/").status_code == 404
    hold.refresh_from_db()
    assert hold.lifted_by.username == "colleague"


def test_a_hold_that_ran_out_is_past(desk, article, moderator):
    make_hold(make_comment(article), moderator, days=-1)
    assert "Three attacks" not in desk.get(HOLDS).text
    assert "Three attacks" in desk.get(f"{HOLDS}?past").text


@pytest.mark.parametrize("count", [1, 60])
def test_the_list_of_holds_asks_as_many_questions_for_many_as_for_one(
    desk, article, moderator, django_assert_num_queries, count
):
    comment = make_comment(article)
    for number in range(count):
        make_hold(comment, moderator, reason=f"Reason {number}.")
    with django_assert_num_queries(6):
        page = desk.get(HOLDS)
    assert page.text.count("Reason ") == min(count, 50)
    if count > 50:
        older = desk.get(f"{HOLDS}?after={Hold.objects.order_by('-pk')[49].pk}")
        assert older.text.count("Reason ") == 10
