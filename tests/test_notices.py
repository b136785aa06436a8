"""Moderators are told that something waits: once a stretch of waiting, not once a comment."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.models import Comment, QueueNotice
from comments.tasks import tell_moderators
from tests.newsroom import make_article, make_comment, make_published_comment, make_user

pytestmark = pytest.mark.django_db

HOSTILE = "Win now https://evil.example/ <img src=https://evil.example/p.gif>"


@pytest.fixture
def mo(db):
    return make_user("mo", group="Moderators")


@pytest.fixture
def kit(db):
    return make_user("kit", group="Moderators")


def jobs():
    return ProcrastinateJob.objects.filter(task_name=tell_moderators.name, status="todo")


def told():
    return [message.to for message in mail.outbox]


def test_a_comment_queues_one_notice_a_minute_ahead(article):
    comment = make_comment(article)
    job = jobs().get()
    assert job.args == {}
    assert job.queueing_lock == "tell_moderators"
    wait = job.scheduled_at - comment.created_at
    assert timedelta(seconds=50) < wait < timedelta(seconds=70)


def test_a_notice_that_is_queued_already_does_not_disturb_a_comment(article):
    for number in range(3):
        make_comment(article, f"Thought {number}")
    assert Comment.objects.waiting().count() == 3
    assert jobs().count() == 1


def test_spam_and_a_second_send_queue_nothing(article):
    make_comment(article, "Buy.", signals=[("honeypot", "", "spam")])
    assert not jobs().exists()
    make_comment(article, address="198.51.100.200")
    jobs().delete()
    make_comment(article, address="198.51.100.200")
    assert not jobs().exists()


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_out_of_order_does_not_refuse_a_comment(publication):
    make_article()
    jobs().delete()  # not among the tables that are emptied after a test without rollback
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO procrastinate_jobs_away")
    try:
        headers = {"origin": "http://testserver"}
        typed = {"name": "Ana", "email": "ana@readers.example.org", "text": "I was there."}
        response = Client().post("/2024/01/the-last-train/reply/", typed, headers=headers)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE procrastinate_jobs_away RENAME TO procrastinate_jobs")
    assert response.status_code == 303
    assert Comment.objects.waiting().count() == 1
    assert not jobs().exists()


def test_several_comments_are_one_mail_to_each_moderator(article, mo, kit):
    for number in range(3):
        make_comment(article, f"Thought {number}")
    tell_moderators()
    tell_moderators()
    make_comment(article, "One more.")
    tell_moderators()
    assert told() == [[mo.email], [kit.email]]
    message = mail.outbox[0]
    assert message.subject == "The Signal Box: 3 comments are waiting"
    assert "3 comments are waiting for a moderator." in message.body
    assert "/admin/comments/comment/" in message.body


def test_one_comment_is_told_in_the_singular(article, mo):
    make_comment(article)
    tell_moderators()
    assert mail.outbox[0].subject == "The Signal Box: a comment is waiting"
    assert "A comment is waiting for a moderator." in mail.outbox[0].body


def test_after_the_queue_was_emptied_a_new_comment_is_told_again(article, mo, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    first = make_comment(article)
    tell_moderators()
    first.approve(by=mo)
    tell_moderators()
    time_machine.move_to(now + timedelta(hours=1), tick=False)
    make_comment(article, "Another.")
    tell_moderators()
    assert told() == [[mo.email], [mo.email]]


def test_a_moderator_whose_address_is_nobodys_holds_up_no_other(
    article, mo, kit, mail_server, caplog
):
    make_comment(article)
    mail_server.unknown = {mo.email}
    tell_moderators()
    assert mail_server.to() == [[kit.email]]
    assert "A mail was refused: SMTPRecipientsRefused 550" in caplog.text
    assert mo.email not in caplog.text
    assert QueueNotice.objects.get().finished_at


def test_nothing_is_told_of_what_no_longer_waits(article, mo):
    make_comment(article).approve(by=mo)
    tell_moderators()
    assert told() == []


class BreaksDown(EmailBackend):
    """A mail server that takes one message and then falls over."""

    def send_messages(self, messages):
        if mail.outbox:
            raise ConnectionError("The mail server went away.")
        return super().send_messages(messages)


def test_a_notice_that_broke_off_goes_on_where_it_was(article, mo, kit, settings):
    make_comment(article)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.BreaksDown"
    tell_moderators()
    assert told() == [[mo.email]]
    settings.EMAIL_BACKEND = working
    tell_moderators()
    tell_moderators()
    assert told() == [[mo.email], [kit.email]]
    assert QueueNotice.objects.get().finished_at


def test_a_mail_sent_twice_by_a_killed_worker_is_the_same_mail(article, mo):
    make_comment(article)
    tell_moderators()
    QueueNotice.objects.update(told=[], finished_at=None)  # killed before it could note it
    tell_moderators()
    first, again = mail.outbox
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]


# Failure 3: nothing readers typed in a mail; failure 29: no address of theirs either.
def test_the_mail_repeats_nothing_that_readers_typed(article, mo):
    make_comment(
        article, HOSTILE, name=HOSTILE[:60], email="eve@evil.example", address="203.0.113.66"
    )
    tell_moderators()
    sent = mail.outbox[0].message().as_string()
    for secret in ("evil", "Win now", "<img", "203.0.113.66"):
        assert secret not in sent
    assert mail.outbox[0].message().get_content_type() == "text/plain"


# Failure 22: a line break in a name does not become a header.
def test_a_line_break_in_the_publications_name_breaks_no_mail(article, mo, publication):
    publication.name = "The Signal\r\nBcc: all@evil.example"
    publication.save()
    make_comment(article)
    tell_moderators()
    assert mail.outbox[0].message()["Bcc"] is None
    assert "\n" not in mail.outbox[0].subject


def test_only_those_who_decide_are_told(article, mo, editor):
    make_user("writer", group="Authors")
    make_user("away", group="Moderators", is_active=False)
    make_user("outside", group="Moderators", email="", is_staff=False)
    make_comment(article)
    tell_moderators()
    assert told() == [[mo.email]]


def test_the_mail_is_in_the_publications_words(article, mo, publication):
    publication.name = "Bread & Roses"
    publication.save()
    make_comment(article)
    tell_moderators()
    assert "Bread & Roses" in mail.outbox[0].body


def test_an_edit_that_waits_is_something_that_waits(article, mo):
    comment = make_published_comment(article, by=mo)
    assert not QueueNotice.objects.is_due()
    comment.edit("I was on another train.")
    assert QueueNotice.objects.is_due()
    tell_moderators()
    assert told() == [["mo@staff.example.org"]]
    assert mail.outbox[0].subject == "The Signal Box: a comment is waiting"
    comment.decide("accept_edit", by=mo)
    assert not QueueNotice.objects.is_due()


def test_a_mail_server_that_was_away_is_asked_again_by_the_clock(article, mo, settings, caplog):
    make_comment(article)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    tell_moderators(timestamp=0)
    assert caplog.text.count("The mail server does not take mail: ConnectionRefusedError") == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tell_moderators(timestamp=300)
    assert told() == [["mo@staff.example.org"]]
    # A retry of the job would meet the next one in the queue, which has the same lock.
    assert tell_moderators.retry_strategy is None
