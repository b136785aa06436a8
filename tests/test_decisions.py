"""Receiving comments, deciding about them, and what is kept of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from comments.desk.labels import VERBS
from comments.models import Comment, Contact, Decision, Hold, StaleVersion, Thread, Unacceptable
from tests.newsroom import MORNING, make_article, make_comment, make_published_comment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def count(article):
    return Thread.objects.for_article(article).published_count


def test_a_comment_waits_until_it_is_approved(article, moderator):
    comment = make_comment(article)
    assert [*Comment.objects.waiting()] == [comment]
    comment.approve(by=moderator, version=1)
    assert (comment.status, comment.version, count(article)) == ("published", 2, 1)
    decision = comment.decisions.get()
    assert (decision.by, decision.comment_version, decision.status_before) == (
        moderator,
        1,
        "waiting",
    )


def test_the_desk_has_words_for_every_kind_of_decision_that_is_a_persons():
    assert {*VERBS} == {*Decision.Kind} - {Decision.Kind.TRUST, Decision.Kind.IMPORTED}


def test_every_decision_can_be_reversed(article, moderator):
    comment = make_published_comment(article)
    comment.take_down(by=moderator, reason="attack", note="Names a child.")
    assert (comment.status, count(article)) == ("taken_down", 0)
    comment.decide("reverse", by=moderator)
    assert (comment.status, count(article)) == ("published", 1)
    assert [decision.kind for decision in comment.decisions.all()] == [
        "approve",
        "take_down",
        "reverse",
    ]


def test_what_is_taken_back_has_waited_as_long_as_it_had(article, moderator, time_machine):
    comment = make_comment(article, at=MORNING)
    later = make_comment(article, "Later.", email="l@readers.example.org", at=MORNING + HOUR)
    time_machine.move_to(MORNING + 5 * HOUR, tick=False)
    comment.refuse(by=moderator, reason="attack")
    time_machine.move_to(MORNING + 5 * HOUR + timedelta(minutes=1), tick=False)
    comment.decide("reverse", by=moderator)
    comment.refresh_from_db()
    assert comment.waiting_since == MORNING + timedelta(minutes=1)
    assert comment.priority_at < later.priority_at


def test_the_second_of_two_moderators_is_told_who_decided(article, moderator, editor):
    comment = make_comment(article)
    comment.refuse(by=moderator, reason="off_topic", version=1)
    with pytest.raises(StaleVersion) as overtaken:
        comment.approve(by=editor, version=1)
    assert overtaken.value.decision.by == moderator
    assert Comment.objects.get().status == "refused"


@pytest.mark.parametrize(
    "statement", ["UPDATE comments_decision SET kind = 'spam'", "DELETE FROM comments_decision"]
)
def test_the_database_refuses_to_change_a_decision(article, statement):
    make_published_comment(article)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)


def test_the_same_text_twice_within_ten_minutes_is_one_comment(article):
    first = make_comment(article, at=MORNING, address="198.51.100.7")
    again = make_comment(article, at=MORNING + timedelta(minutes=9), address="198.51.100.7")
    later = make_comment(article, at=MORNING + timedelta(minutes=11), address="198.51.100.7")
    assert first == again != later


def test_a_reply_stays_in_its_article(article, publication):
    parent = make_published_comment(article)
    reply = make_comment(article, text="So was I.", parent=parent)
    assert (reply.path, reply.depth) == ([parent.pk, reply.pk], 1)
    other = make_article("Another Train")
    with pytest.raises(Unacceptable):
        make_comment(other, text="Me too.", parent=parent)
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.filter(pk=reply.pk).update(article=other)
        connection.check_constraints()


def test_a_hidden_comment_cannot_be_answered(article):
    hidden = make_comment(article)
    with pytest.raises(Unacceptable):
        make_comment(article, text="But no.", parent=hidden)


def test_a_closed_thread_takes_nothing(article, moderator):
    thread = Thread.objects.get_or_create(article=article)[0]
    thread.set_policy("closed", by=moderator)
    with pytest.raises(Unacceptable):
        make_comment(article)


def test_one_household_may_write_only_so_much(article, settings):
    settings.COMMENTS_PER_NETWORK = 2
    for number in range(2):
        make_comment(
            article, text=f"Thought {number}", address=f"2001:db8:1:1::{number}", at=MORNING
        )
    with pytest.raises(Unacceptable):
        make_comment(article, text="Thought 3", address="2001:db8:1:1:ffff::3", at=MORNING)
    make_comment(article, text="Thought 3", address="2001:db8:1:2::3", at=MORNING)


def test_a_hold_marks_everything_from_one_address(article, moderator):
    comment = make_comment(article, email="Loud@readers.example.org")
    until = MORNING + timedelta(days=7)
    Hold.objects.place(comment, "email", until=until, reason="Three attacks", by=moderator)
    at = MORNING + timedelta(days=1)
    held = make_comment(article, text="Again", email="loud@readers.example.org", at=at)
    other = make_comment(article, text="Hello", email="ana@readers.example.org", at=at)
    late = make_comment(article, text="Late", email="loud@readers.example.org", at=until)
    assert [signal.detail for signal in held.signals.all()] == ["Three attacks"]
    assert not other.signals.exists()
    assert not late.signals.exists()


def test_an_address_is_read_only_by_a_look_that_is_noted(article, moderator):
    contact = make_comment(article, email="ana@readers.example.org", address="198.51.100.9").contact
    stored = bytes(Contact.objects.values_list("email", flat=True).get())
    assert b"ana" not in stored
    assert contact.look(by=moderator) == ("ana@readers.example.org", "198.51.100.9")
    assert [look.by for look in contact.looks.all()] == [moderator]
    assert Contact.objects.by_email("ANA@readers.example.org ").get() == contact


def test_deep_replies_attach_at_the_greatest_depth(article, moderator):
    comment = make_published_comment(article, text="Level 0")
    for level in range(1, 53):
        comment = make_published_comment(article, text=f"Level {level}", parent=comment)
    assert comment.depth == 50
    assert comment.in_reply_to.text == "Level 51"
    assert Decision.objects.count() == count(article) == 53
