"""Mail is plain, asked for, once, and about what is public. Failures 3, 19, 20."""

import re
from datetime import timedelta

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Confirmation, Notice, Subscription, Thread
from comments.security import signing
from comments.security.signing import Purpose
from comments.tasks import announce, deliver, send_confirmation
from tests.failures.site import ANA, BO, OURS, hidden_comments, work
from tests.followers import make_followed_comment, make_follower
from tests.newsroom import make_comment, make_published_comment, make_user

pytestmark = pytest.mark.django_db
OUR_HOST = "127.0.0.1:8000"

HOSTILE = (
    '<a href="https://evil.example/login">Log in</a> <img src="https://evil.example/p.gif"> '
    "[here](https://evil.example/) http://evil.example:80/ www.evil.example evil.example/win "
    "mailto:win@evil.example javascript:alert(1)"
)


# --- 3


def test_failure_03_a_mail_carries_no_markup_and_no_link_of_a_reader(article, moderator):
    make_user("mo", group="Moderators")
    parent = make_followed_comment(article, "First.", email=ANA)
    parent.approve(by=moderator)
    make_follower(article, BO)
    hostile = "<img src=//evil.example>"
    make_published_comment(article, HOSTILE, name=hostile, parent=parent, by=moderator)
    refused = make_followed_comment(article, HOSTILE, name=hostile, email="eve@evil.example")
    refused.refuse(by=moderator, reason="advertising", note=HOSTILE)
    make_comment(article, HOSTILE, name=hostile)
    for recipient in ("one@readers.example.org", "two@readers.example.org"):
        Confirmation.objects.ask(recipient, "203.0.113.9", article, wishes=[("thread", "at_once")])
    work()
    sent = [one.message() for one in mail.outbox]
    assert len(sent) >= 6
    assert any("Log in" in message.get_payload(decode=True).decode() for message in sent)
    for message in sent:
        assert message.get_content_type() == "text/plain"
        assert not message.is_multipart()
        text = message.get_payload(decode=True).decode()
        assert {*re.findall(r"[a-z]+://([^/\s]+)", text)} <= {OUR_HOST}
        assert not re.search(r"\bwww\.|evil\.example|mailto:\S|javascript:\S", text)
        assert "evil" not in str(message["Subject"])


# --- 19


def follow(article, email, address="203.0.113.9"):
    typed = {"email": email, "rhythm": "at_once"}
    door = f"{article.get_absolute_url()}follow/"
    return Client().post(door, typed, headers=OURS, REMOTE_ADDR=address)


def test_failure_19_an_address_is_asked_only_so_often_from_wherever(
    article, settings, time_machine
):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    settings.CONFIRMATIONS_PER_ADDRESS = 3
    for number in range(8):
        typed = ANA.upper() if number % 2 else ANA
        assert follow(article, typed, f"2001:db8:{number}::1").status_code == 303
    work()
    assert len(mail.outbox) == 3
    time_machine.move_to(now + timedelta(days=1, minutes=1), tick=False)
    follow(article, ANA)
    work()
    assert len(mail.outbox) == 4


def test_failure_19_a_network_asks_only_so_many_addresses(article, settings):
    settings.CONFIRMATIONS_PER_NETWORK = 4
    for number in range(10):
        answer = follow(article, f"reader{number}@readers.example.org", f"203.0.113.{number}")
        assert answer.status_code == 303, "whoever asks is told the same in every case"
    work()
    assert len(mail.outbox) == 4
    follow(article, "another@readers.example.org", "198.51.100.1")
    work()
    assert len(mail.outbox) == 5


def test_failure_19_every_door_that_mails_a_stranger_has_the_caps(article, settings):
    settings.CONFIRMATIONS_PER_ADDRESS = 2
    make_comment(article, email=ANA)
    for number in range(6):
        address = f"2001:db8:{number}::1"
        Client().post("/reader/", {"email": ANA}, headers=OURS, REMOTE_ADDR=address)
        follow(article, ANA, address)
    work()
    assert len(mail.outbox) == 2


def test_failure_19_nobody_is_mailed_who_did_not_say_yes(article, moderator):
    follow(article, ANA)
    work()
    assert [one.to for one in mail.outbox] == [[ANA]]
    make_published_comment(article, email=BO, by=moderator)
    work()
    assert len(mail.outbox) == 1, "one question, and nothing until it is answered"
    confirmation = Confirmation.objects.get()
    door = f"/mail/confirm/{signing.sign(Purpose.CONFIRM, confirmation.pk)}/"
    Client().get(door)
    make_published_comment(article, "Another.", email=BO, by=moderator)
    work()
    assert len(mail.outbox) == 1, "opening the page is not an answer"
    Client().post(door, headers=OURS)
    make_published_comment(article, "A third.", email=BO, by=moderator)
    work()
    assert [one.to for one in mail.outbox] == [[ANA], [ANA]]


def test_failure_19_a_person_hears_of_a_comment_once(article, moderator):
    parent = make_followed_comment(article, email=ANA)
    parent.approve(by=moderator)
    work()
    mail.outbox.clear()
    Subscription.objects.start(parent.contact.reader, "thread", article)
    reply = make_published_comment(article, "A reply.", parent=parent, email=BO, by=moderator)
    for _twice in range(2):
        announce(comment=reply.pk)
        deliver()
    reply.take_down(by=moderator, reason="other")
    reply.decide("reverse", by=moderator)
    for _twice in range(2):
        announce(comment=reply.pk)
        deliver()
    assert [one.to for one in mail.outbox] == [[ANA]]
    assert Notice.objects.filter(comment=reply).count() == 1


def test_failure_19_a_question_is_sent_once_however_often_its_job_runs(article):
    confirmation = Confirmation.objects.ask(ANA, "203.0.113.9", article)
    for _time in range(3):
        send_confirmation(confirmation=confirmation.pk)
    assert len(mail.outbox) == 1
    assert site_settings.CONFIRMATIONS_PER_ADDRESS < 10


# --- 20


def to_readers():
    """What was sent, but for the mails that tell moderators of their queue."""
    return [one for one in mail.outbox if "@readers.example.org" in one.to[0]]


def test_failure_20_what_is_not_public_is_told_to_nobody(article, moderator):
    make_follower(article)
    for comment in hidden_comments(article, moderator).values():
        announce(comment=comment.pk)
    make_comment(article, "Buy.", signals=[("honeypot", "", "spam")])
    work()
    assert to_readers() == []


@pytest.mark.parametrize(
    "hide",
    [
        lambda comment, by: comment.take_down(by=by, reason="attack"),
        lambda comment, by: comment.decide("spam", by=by),
        lambda comment, by: comment.decide("reverse", by=by),
        lambda comment, by: comment.withdraw(),
        lambda comment, by: comment.erase(),
        lambda comment, by: Thread.objects.get().set_policy("closed", by=by),
        lambda comment, by: comment.article.withdraw(by=by, reason="Wrong."),
    ],
    ids=["down", "spam", "reversed", "withdrawn", "erased", "thread closed", "article withdrawn"],
)
def test_failure_20_a_notice_is_checked_again_when_it_is_sent(article, moderator, hide):
    make_follower(article)
    comment = make_published_comment(article, "qwsecret words.", by=moderator)
    announce(comment=comment.pk)
    assert Notice.objects.due().count() == 1, "so that there is something to check"
    hide(comment, moderator)
    work()
    assert to_readers() == []


def test_failure_20_a_notice_is_made_when_something_is_published(article, moderator):
    make_follower(article)
    comment = make_comment(article, "Some words.")
    work()
    assert not Notice.objects.exists()
    comment.approve(by=moderator)
    work()
    (sent,) = to_readers()
    assert sent.to == ["fay@readers.example.org"]
    assert "Some words" in sent.body


def test_failure_20_an_edit_that_waits_is_told_to_nobody(article, moderator):
    make_follower(article)
    comment = make_published_comment(article, "Approved words.", by=moderator)
    comment.edit("qwunread words.")
    work()
    (sent,) = to_readers()
    assert "qwunread" not in sent.body
    assert "Approved words" in sent.body
