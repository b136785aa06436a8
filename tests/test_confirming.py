"""An address is its owner's once they said yes to the mail that asks: not before, and not twice."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Confirmation, Contact, Reader, Subscription
from comments.models.contact import email_digest
from comments.readers import device_cookie
from comments.security import signing
from comments.security.signing import Purpose
from comments.tasks import send_confirmation
from opinion.post import NotSent
from tests.followers import jobs, make_reader
from tests.newsroom import make_comment

pytestmark = pytest.mark.django_db

OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
HOSTILE = "Win https://evil.example/ <img src=https://evil.example/p.gif>"


# --- What is confirmed is seen first


def test_who_confirms_a_comment_reads_it_first_with_inert_links(article, client):
    comment = make_comment(
        article,
        "See https://evil.example/ and buy.",
        name="Win Prize",
        email="fay@readers.example.org",
    )
    confirmation = ask(article, comment=comment, wishes=[])
    page = client.get(f"/mail/confirm/{signing.sign(Purpose.CONFIRM, confirmation.pk)}/")
    shown = page.content.decode()
    assert "Confirm only if you wrote it" in shown
    assert "Win Prize" in shown and "evil.example" in shown
    assert 'href="https://evil.example' not in shown


# --- Asking for a confirmation


def ask(article, **values):
    return Confirmation.objects.ask(
        "fay@readers.example.org",
        "203.0.113.9",
        article,
        **{"wishes": [("thread", "daily")]} | values,
    )


def test_the_question_says_what_for_and_what_then(article, mail_server):
    confirmation = ask(article)
    job = jobs(send_confirmation).get()
    assert job.args == {"confirmation": confirmation.pk}
    send_confirmation(**job.args)
    mail = mail_server.taken[0]
    assert mail["To"] == "fay@readers.example.org"
    assert mail["Subject"] == "The Signal Box: please confirm your email address"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<confirmation-{confirmation.pk}@127.0.0.1>"
    text = mail.get_content()
    assert "The Last Train – OpEd" in text
    assert "Your daily digest will include new comments on the article." in text
    assert "just ignore this email" in text
    link = next(line for line in text.splitlines() if "/mail/confirm/" in line)
    assert signing.unsign(Purpose.CONFIRM, link.split("/")[-2]) == confirmation.pk


# Failures 3 and 19: the mail goes to an address that somebody else may have typed.
def test_the_question_holds_nothing_that_a_stranger_typed(article, mail_server):
    comment = make_comment(article, HOSTILE, name="Win a prize", email="fay@readers.example.org")
    ask(article, comment=comment)
    send_confirmation(Confirmation.objects.get().pk)
    sent = mail_server.taken[0].as_string() + mail_server.texts()[0]
    for typed in ("evil", "Win", "198.51.100"):
        assert typed not in sent


def test_a_line_break_in_the_publications_name_breaks_no_header(article, publication, mail_server):
    publication.name = "The Signal\r\nBcc: all@evil.example\u202e"
    publication.save()
    send_confirmation(ask(article).pk)
    mail = mail_server.taken[0]
    assert mail["Bcc"] is None
    assert mail["Subject"] == "The Signal Bcc: all@evil.example: please confirm your email address"


def test_the_question_is_sent_once(article, mail_server):
    confirmation = ask(article)
    send_confirmation(confirmation.pk)
    send_confirmation(confirmation.pk)
    assert len(mail_server.taken) == 1


def test_a_killed_worker_does_not_ask_twice(article, mail_server):
    confirmation = ask(article)
    Confirmation.objects.claim(confirmation.pk)
    send_confirmation(confirmation.pk)
    assert mail_server.taken == []


def test_a_dead_mail_server_loses_no_question(article, mail_server):
    confirmation = ask(article)
    mail_server.close()
    with pytest.raises(Exception, match="ConnectionRefusedError") as failure:
        send_confirmation(confirmation.pk)
    assert "fay@" not in repr(failure.getrepr(chain=True, showlocals=False))
    mail_server.open()
    send_confirmation(confirmation.pk)
    assert len(mail_server.taken) == 1


def lost_keys(settings):
    settings.CONTACT_KEYS = {"other": b"0" * 32}


def broken_template(settings):
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "APP_DIRS": False, "DIRS": []}]


@pytest.mark.parametrize(
    ("breaks", "error"),
    [(lost_keys, "DecryptionFailed"), (broken_template, "TemplateDoesNotExist")],
)
def test_whatever_breaks_loses_no_question_and_is_told(
    article, mail_server, settings, caplog, breaks, error
):
    confirmation = ask(article)
    kept = settings.CONTACT_KEYS, settings.TEMPLATES
    breaks(settings)
    with pytest.raises(NotSent) as raised:
        send_confirmation(confirmation.pk)
    assert raised.value.__context__ is None
    assert f"A mail that asks for a confirmation was not sent: {error}" in caplog.text
    assert "fay@" not in caplog.text
    settings.CONTACT_KEYS, settings.TEMPLATES = kept
    send_confirmation(confirmation.pk)
    assert mail_server.to() == [["fay@readers.example.org"]]


def test_a_mail_server_that_is_away_is_one_line(article, mail_server, caplog):
    confirmation = ask(article)
    mail_server.close()
    with pytest.raises(NotSent):
        send_confirmation(confirmation.pk)
    (record,) = caplog.records
    assert record.getMessage() == "The mail server does not take mail: ConnectionRefusedError"
    assert record.levelname == "WARNING"


def test_what_a_refusing_server_says_reaches_no_log(article, mail_server):
    confirmation = ask(article)
    mail_server.unknown = {"fay@readers.example.org"}
    with pytest.raises(Exception, match="SMTPRecipientsRefused 550") as failure:
        send_confirmation(confirmation.pk)
    error = failure.value
    while error:
        assert "fay@" not in str(error)
        error = error.__context__
    assert send_confirmation.retry_strategy.max_attempts == 10


def test_a_question_that_is_too_old_or_answered_is_not_sent(article, mail_server):
    old = ask(article, at=timezone.now() - timedelta(hours=73))
    send_confirmation(old.pk)
    answered = ask(article)
    answered.confirm()
    send_confirmation(answered.pk)
    assert mail_server.taken == []


# --- The page that the mail leads to


def address_of(confirmation):
    return f"/mail/confirm/{signing.sign(Purpose.CONFIRM, confirmation.pk)}/"


def say_yes(client, confirmation, headers=OURS, **typed):
    return client.post(address_of(confirmation), typed, headers=headers)


def test_opening_the_link_does_nothing(article, client):
    confirmation = ask(article)
    for _twice in range(2):
        page = client.get(address_of(confirmation))
        assert page.status_code == 200
        assert "Nothing has happened yet." in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert not page.cookies
    assert not Reader.objects.exists() and not Subscription.objects.exists()


def test_the_button_makes_the_wishes_come_true(article, client):
    confirmation = ask(article)
    page = say_yes(client, confirmation)
    assert page.status_code == 200
    assert "Your address is confirmed" in page.content.decode()
    assert "Your daily digest will include" in page.content.decode()
    subscription = Subscription.objects.get()
    assert subscription.reader == Reader.objects.by_email("fay@readers.example.org")
    assert (subscription.kind, subscription.rhythm) == ("thread", "daily")


def test_the_comment_becomes_its_readers(article, client):
    comment = make_comment(article, email="fay@readers.example.org")
    other = make_comment(article, "Another.", email="fay@readers.example.org")
    say_yes(client, ask(article, comment=comment, wishes=[("decision", "at_once")]))
    reader = Reader.objects.get()
    assert Contact.objects.get(comment=comment).reader == reader
    assert Contact.objects.get(comment=other).reader is None
    assert Subscription.objects.get().comment == comment


def test_the_pages_never_show_the_address(article, client):
    confirmation = ask(article, comment=make_comment(article, email="fay@readers.example.org"))
    for page in (client.get(address_of(confirmation)), say_yes(client, confirmation)):
        assert "fay" not in page.content.decode()


def test_a_second_yes_is_the_same_page_and_does_nothing(article, client):
    confirmation = ask(article)
    say_yes(client, confirmation)
    Subscription.objects.all().end()
    for page in (say_yes(client, confirmation), client.get(address_of(confirmation))):
        assert page.status_code == 200
        assert "Your address is confirmed" in page.content.decode()
    assert not Subscription.objects.active().exists()


def test_a_second_yes_does_not_bring_an_erased_reader_back(article, client):
    confirmation = ask(article)
    say_yes(client, confirmation)
    Reader.objects.get().erase()
    page = say_yes(client, confirmation, remember="on")
    assert page.status_code == 404
    assert device_cookie.COOKIE not in page.cookies
    assert not Reader.objects.exists()


def test_wrong_and_expired_links_are_the_404_of_any_page(article, client, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    confirmation = ask(article)
    nowhere = client.get("/404/").content
    right = address_of(confirmation)
    wrong = [
        right[:-3] + ("a/" if right[-3] != "a" else "b/"),
        "/mail/confirm/x/",
        f"/mail/confirm/{signing.sign(Purpose.STOP, [confirmation.pk])}/",
        f"/mail/confirm/{signing.sign(Purpose.CONFIRM, 0)}/",
        f"/mail/confirm/{signing.sign(Purpose.CONFIRM, confirmation.pk + 1)}/",
    ]
    for address in wrong:
        for page in (client.get(address), client.post(address, headers=OURS)):
            assert (page.status_code, page.content) == (404, nowhere)
    time_machine.shift(timedelta(hours=72, seconds=1))
    for page in (client.get(right), say_yes(client, confirmation)):
        assert (page.status_code, page.content) == (404, nowhere)
    assert not Reader.objects.exists()


def test_another_site_cannot_say_yes(article):
    client = Client(enforce_csrf_checks=True)
    confirmation = ask(article)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}):
        page = say_yes(client, confirmation, headers=headers, remember="on")
        assert page.status_code == 403
        assert "Please press the button again." in page.content.decode()
        assert "checked" in page.content.decode()
    assert not Reader.objects.exists()


def test_a_browser_that_says_nothing_confirms_with_the_token(article):
    client = Client(enforce_csrf_checks=True)
    confirmation = ask(article)
    page = say_yes(client, confirmation, headers={})
    token = page.cookies["csrftoken"].value
    page = say_yes(client, confirmation, headers={}, csrfmiddlewaretoken=token)
    assert page.status_code == 200
    assert Reader.objects.exists()


# --- Recognising a browser


def test_a_browser_is_recognised_on_consent_alone(article, client):
    confirmation = ask(article)
    assert 'type="checkbox"' in (form := client.get(address_of(confirmation)).content.decode())
    assert not re.search(r'type="checkbox"[^>]*\schecked', form)
    assert device_cookie.COOKIE not in say_yes(client, confirmation).cookies
    page = say_yes(client, confirmation, remember="on")
    cookie = page.cookies[device_cookie.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 365 * 86400
    assert "fay" not in cookie.value
    assert "We'll recognise this browser from now on." in page.content.decode()


@pytest.fixture
def asks_with(rf):
    def request(word):
        request = rf.get("/")
        request.COOKIES[device_cookie.COOKIE] = word
        return request

    return request


@pytest.fixture
def reader(db):
    return make_reader()


def test_a_device_is_its_readers(reader, asks_with):
    word = signing.sign(Purpose.DEVICE, [reader.pk, reader.device_key])
    assert device_cookie.owner(asks_with(word)) == reader
    assert device_cookie.owner_of_address(asks_with(word), "ANA@readers.example.org ") == reader
    assert device_cookie.owner_of_address(asks_with(word), "bo@readers.example.org") is None


@pytest.mark.parametrize("purpose", [p for p in Purpose if p is not Purpose.DEVICE])
def test_a_seal_for_another_purpose_recognises_nobody(reader, asks_with, purpose):
    word = signing.sign(purpose, [reader.pk, reader.device_key])
    assert device_cookie.owner(asks_with(word)) is None


def test_a_forged_cookie_recognises_nobody(reader, asks_with):
    word = signing.sign(Purpose.DEVICE, [reader.pk, reader.device_key])
    middle = len(word) // 2
    forged = word[:middle] + ("a" if word[middle] != "a" else "b") + word[middle + 1 :]
    for cookie in (forged, "", "x", word[:-1], f"{reader.pk}:{reader.device_key}"):
        assert device_cookie.owner(asks_with(cookie)) is None
    guessed = signing.sign(Purpose.DEVICE, [reader.pk, "guessed"])
    assert device_cookie.owner(asks_with(guessed)) is None


def test_a_cookie_is_good_for_a_year(reader, asks_with, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    word = signing.sign(Purpose.DEVICE, [reader.pk, reader.device_key])
    time_machine.move_to(now + timedelta(days=364, hours=23), tick=False)
    assert device_cookie.owner(asks_with(word)) == reader
    time_machine.move_to(now + timedelta(days=365, seconds=2), tick=False)
    assert device_cookie.owner(asks_with(word)) is None


def test_forgetting_devices_makes_their_cookies_worthless(reader, asks_with):
    word = signing.sign(Purpose.DEVICE, [reader.pk, reader.device_key])
    reader.forget_devices()
    assert device_cookie.owner(asks_with(word)) is None


def test_the_cookie_of_an_erased_reader_recognises_nobody(reader, asks_with):
    word = signing.sign(Purpose.DEVICE, [reader.pk, reader.device_key])
    reader.erase()
    assert device_cookie.owner(asks_with(word)) is None


def test_forgetting_a_browser_takes_its_cookie_away(reader):
    from django.http import HttpResponse

    response = HttpResponse()
    device_cookie.remember(response, reader)
    device_cookie.forget(response)
    assert response.cookies[device_cookie.COOKIE]["max-age"] == 0


def test_a_typed_address_alone_confirms_nothing(article, client):
    ask(article)
    assert Reader.objects.filter(email_digest=email_digest("fay@readers.example.org")).count() == 0
