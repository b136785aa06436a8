"""Whom a post is believed to come from: who gets the receipt, and who appears at once."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Reader, Receipt, Thread
from comments.readers import device_cookie
from comments.security import form_time
from tests.newsroom import make_published_comment

pytestmark = pytest.mark.django_db

REPLY = "/2024/01/the-last-train/reply/"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
ANA = "ana@readers.example.org"
BEFORE = timezone.now() - timedelta(days=1)


@pytest.fixture
def ana(article, moderator):
    """A reader whom moderators know, in a thread that trusts."""
    reader = Reader.objects.confirm(ANA)
    for number in range(2):
        comment = make_published_comment(article, f"{number}", by=moderator, at=BEFORE)
        comment.contact.belongs_to(reader)
    Thread.objects.get(article=article).set_policy("trusted", by=moderator)
    return reader


def browser_of(reader):
    """A browser that its reader asked us to recognise."""
    response = HttpResponse()
    device_cookie.remember(response, reader)
    client = Client()
    client.cookies = response.cookies
    return client


@pytest.fixture
def opened(article, time_machine):
    """The signed time of a form that was opened a minute ago."""
    now = timezone.now()
    time_machine.move_to(now - timedelta(minutes=1), tick=False)
    stamped = form_time.stamp(article.pk)
    time_machine.move_to(now, tick=False)
    return stamped


def send(client, opened, **changes):
    typed = {"name": "Ana Reader", "email": ANA, "text": "Again, from me.", "opened": opened}
    return client.post(REPLY, typed | changes, headers=OURS)


def newest():
    return Comment.objects.latest("pk")


def leads_to_the_receipt(response):
    return response["Location"].startswith("/receipt/")


# --- Who appears at once


def test_a_known_reader_in_their_own_browser_appears_at_once(ana, opened):
    response = send(browser_of(ana), opened)
    assert newest().status == "published"
    assert newest().contact.reader == ana
    assert leads_to_the_receipt(response)


# Failure 9: typing somebody's address never earns their trust.
def test_a_typed_address_alone_earns_nothing(ana, opened):
    send(Client(), opened)
    assert newest().status == "waiting"
    assert newest().contact.reader is None


def test_a_known_browser_earns_nothing_for_another_address(ana, opened):
    send(browser_of(ana), opened, email="ben@readers.example.org")
    assert newest().status == "waiting"
    assert newest().contact.reader is None


def test_a_browser_that_was_forgotten_is_nobodys(ana, opened):
    client = browser_of(ana)
    ana.forget_devices()
    send(client, opened)
    assert newest().status == "waiting"


@pytest.mark.parametrize("cookie", ["", "nonsense", "WzEsICJ4Il0:1abcde:x"])
def test_a_made_up_cookie_is_nobodys(ana, opened, cookie):
    client = Client()
    client.cookies[device_cookie.COOKIE] = cookie
    assert send(client, opened).status_code == 303
    assert newest().status == "waiting"


# Failure 11: leaving something out can only make the outcome stricter.
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"opened": ""}, "waiting"),
        ({"opened": "nonsense"}, "waiting"),
        ({"more_words": "https://pills.example"}, "spam"),
        ({"name": "Ngaire Whitcombe"}, "waiting"),
        ({"name": "Ana (Staff)"}, "waiting"),
    ],
)
def test_whatever_is_noticed_makes_a_known_reader_wait(ana, opened, changes, status):
    send(browser_of(ana), **{"opened": opened} | changes)
    assert newest().status == status


def test_a_thread_that_does_not_trust_lets_everybody_wait(ana, article, moderator, opened):
    Thread.objects.get(article=article).set_policy("moderated", by=moderator)
    send(browser_of(ana), opened)
    assert newest().status == "waiting"


# --- Who gets the receipt of what was sent before


def test_what_still_waits_was_sent_again_by_its_writer(article, opened):
    assert leads_to_the_receipt(send(Client(), opened))
    assert leads_to_the_receipt(send(Client(), opened))
    assert Comment.objects.count() == 1


def test_who_sends_what_is_public_gets_no_receipt(article, moderator, opened):
    send(Client(), opened)
    newest().approve(by=moderator)
    again = send(Client(), opened)
    assert again["Location"] == f"/comment/received/{article.pk}/"
    assert (Comment.objects.count(), Receipt.objects.count()) == (1, 1)


def test_nor_does_who_sends_what_was_public_once(article, moderator, opened):
    send(Client(), opened)
    newest().approve(by=moderator)
    newest().decide("reverse", by=moderator)
    assert newest().status == "waiting"
    assert not leads_to_the_receipt(send(Client(), opened))
    newest().decide("spam", by=moderator)
    assert not leads_to_the_receipt(send(Client(), opened))


def test_nor_does_who_sends_what_was_refused(article, moderator, opened):
    send(Client(), opened)
    newest().refuse(by=moderator, reason="attack")
    assert not leads_to_the_receipt(send(Client(), opened))


def test_a_recognised_browser_gets_the_receipt_of_what_is_public(ana, opened):
    client = browser_of(ana)
    send(client, opened)
    assert newest().is_published
    assert leads_to_the_receipt(send(client, opened))
    assert not leads_to_the_receipt(send(Client(), opened))
    eve = Reader.objects.confirm("eve@readers.example.org")
    assert not leads_to_the_receipt(send(browser_of(eve), opened))
