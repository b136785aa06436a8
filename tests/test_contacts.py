"""The addresses of readers: shown to few, on demand, noted; sealed under keys that change."""

import base64
import logging
import os

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.log import AdminEmailHandler

from comments.models import Comment, Confirmation, Contact, ContactLook, Hold, Reader
from tests.newsroom import make_comment

pytestmark = pytest.mark.django_db
QUEUE = "/admin/comments/comment/"
ANA = "ana@readers.example.org"


def test_an_address_is_shown_on_demand_and_the_look_is_noted(desk, article, moderator):
    comment = make_comment(article, email=ANA, address="198.51.100.9")
    page = desk.post(f"{QUEUE}{comment.pk}/address/")
    assert f"<dd>{ANA}</dd>" in page.text
    assert "<dd>198.51.100.9</dd>" in page.text
    assert [look.by for look in comment.contact.looks.all()] == [moderator]
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    again = desk.get(f"{QUEUE}{comment.pk}/change/").text
    assert ANA not in again
    assert "Access log" in again


def test_a_forgotten_address_is_gone_and_the_page_says_so(desk, article):
    comment = make_comment(article, email=ANA)
    Contact.objects.all().blank()
    page = desk.post(f"{QUEUE}{comment.pk}/address/").text
    assert "were deleted on" in page
    assert "ana" not in page.replace("Ana Reader", "")


def test_an_address_whose_key_is_lost_is_said_to_be_unreadable(desk, article, settings):
    comment = make_comment(article, email=ANA)
    settings.CONTACT_KEYS = {"new": os.urandom(32)}
    page = desk.post(f"{QUEUE}{comment.pk}/address/")
    assert page.status_code == 200
    assert "be decrypted" in page.text


def test_comments_are_found_by_their_exact_address_only(desk, article, moderator):
    first = make_comment(article, "One", email="Ana@Readers.example.org")
    other = make_comment(article, "Two", email="ana.b@readers.example.org", name="Bo")
    page = desk.post(f"{QUEUE}search/", {"email": " ANA@readers.example.org "})
    assert "1 comment came from this address." in page.text
    assert f'id="at-{first.pk}"' in page.text
    assert f'id="at-{other.pk}"' not in page.text
    assert [(look.contact_id, look.by) for look in ContactLook.objects.all()] == [
        (first.pk, moderator)
    ]


@pytest.mark.parametrize("word", ["ana", "ana@readers", "%", "", "a" * 300 + "@example.org"])
def test_a_part_of_an_address_finds_nothing(desk, article, word):
    make_comment(article, email=ANA)
    page = desk.post(f"{QUEUE}search/", {"email": word})
    assert "desk-card" not in page.text
    assert not ContactLook.objects.exists()


@pytest.mark.parametrize("parameter", ["q", "email", "name", "o", "contact__email", "e"])
def test_no_address_is_found_by_the_address_of_a_page(desk, article, parameter):
    # Failure 4 of the field: an address through a filter, a sort or a search parameter.
    make_comment(article, email="canary@readers.example.org")
    with_it = desk.get(f"{QUEUE}?{parameter}=canary@readers.example.org")
    without = desk.get(f"{QUEUE}?{parameter}=nobody@readers.example.org")
    assert with_it.status_code == without.status_code
    count = [answer.text.count("desk-card") for answer in (with_it, without)]
    assert count[0] == count[1]
    assert "canary" not in with_it.text.replace("canary@readers.example.org", "")


@pytest.fixture
def reporting():
    """As a house that has Django mail its error reports to the admins."""
    handler, logger = AdminEmailHandler(), logging.getLogger("django")
    logger.addHandler(handler)
    yield
    logger.removeHandler(handler)


def test_a_search_leaves_its_address_in_no_log_and_no_error_report(
    desk, article, caplog, mailoutbox, settings, monkeypatch, reporting
):
    # Failure 29 of the field.
    settings.ADMINS = [("", "root@staff.example.org")]
    settings.DEBUG = False
    caplog.set_level(logging.DEBUG)
    make_comment(article, email="canary@readers.example.org")
    desk.post(f"{QUEUE}search/", {"email": "canary@readers.example.org"})
    assert "searched by address, comments found: 1" in caplog.text

    def break_down(*args, **kwargs):
        raise RuntimeError("The database is away.")

    monkeypatch.setattr("comments.models.contact.email_digest", break_down)
    desk.raise_request_exception = False
    answer = desk.post(f"{QUEUE}search/", {"email": "canary@readers.example.org"})
    assert answer.status_code == 500
    assert mailoutbox
    for text in (caplog.text, mailoutbox[0].body, mailoutbox[0].subject, answer.text):
        assert "canary" not in text


# --- Keys


def key():
    return os.urandom(32)


@pytest.fixture
def rotate(settings, capsys):
    """`rotate(CONTACT_KEYS=…)`: run the command under these settings; what it said."""

    def run(**keys):
        for name, value in keys.items():
            setattr(settings, name, value)
        call_command("rotate_contact_keys")
        told = capsys.readouterr()
        return told.out + told.err

    return run


def test_after_a_rotation_the_old_key_can_be_thrown_away(article, moderator, settings, rotate):
    comment = make_comment(article, email=ANA, address="198.51.100.9")
    new = key()
    told = rotate(CONTACT_KEYS={"2027": new} | settings.CONTACT_KEYS)
    assert "1 renewed under 2027, 0 were so already" in told
    settings.CONTACT_KEYS = {"2027": new}
    contact = Contact.objects.get(pk=comment.pk)
    assert contact.look(by=moderator) == (ANA, "198.51.100.9")
    assert Contact.objects.by_email(ANA).get() == contact
    assert "0 renewed under 2027, 1 were so already" in rotate()


def test_a_rotation_takes_readers_and_questions_along(article, settings, rotate):
    comment = make_comment(article, email=ANA)
    reader = Reader.objects.confirm(ANA)
    comment.contact.belongs_to(reader)
    question = Confirmation.objects.ask(ANA, "198.51.100.9", article, comment, [])
    new = key()
    told = rotate(CONTACT_KEYS={"2027": new} | settings.CONTACT_KEYS, CONTACT_DIGEST_KEY=key())
    assert "3 renewed under 2027, 0 were so already" in told
    settings.CONTACT_KEYS = {"2027": new}
    assert Reader.objects.by_email(ANA).address == ANA
    question.refresh_from_db()
    assert question.address == ANA
    assert question.confirm() == reader
    assert {*Contact.objects.by_email(ANA)} == {comment.contact}
    assert "0 renewed under 2027, 3 were so already" in rotate()


def test_a_reader_and_a_question_whose_key_is_lost_are_said_and_left(article, settings, rotate):
    Reader.objects.confirm(ANA)
    Confirmation.objects.ask(ANA, "198.51.100.9", article)
    told = rotate(CONTACT_KEYS={"2027": key()})
    assert "2 addresses cannot be read" in told
    assert not {"2027"} & {*Reader.objects.values_list("key", flat=True)}


def test_a_hold_because_of_an_erased_comment_stops_no_rotation(article, moderator, rotate):
    comment = make_comment(article, email=ANA)
    until = timezone.now() + timezone.timedelta(days=7)
    Hold.objects.place(comment, "email", until, "Three attacks", moderator)
    comment.erase()
    assert "1 active holds rest on addresses that have been forgotten" in rotate()


def test_a_rotation_that_was_stopped_goes_on(article, settings, rotate, monkeypatch):
    monkeypatch.setattr("comments.management.commands.rotate_contact_keys.BATCH", 2)
    for number in range(5):
        make_comment(article, f"{number}", email=f"reader{number}@readers.example.org")
    settings.CONTACT_KEYS = {"2027": key()} | settings.CONTACT_KEYS
    Contact.objects.order_by("pk").first().renew()
    assert "4 renewed under 2027, 1 were so already" in rotate()
    assert {*Contact.objects.values_list("key", flat=True)} == {"2027"}


def test_a_new_digest_key_finds_the_same_people_and_holds_them(article, moderator, rotate):
    comment = make_comment(article, email=ANA)
    until = timezone.now() + timezone.timedelta(days=7)
    Hold.objects.place(comment, "email", until, "Three attacks", moderator)
    before = bytes(comment.contact.email_digest)
    told = rotate(CONTACT_DIGEST_KEY=key())
    assert "1 renewed" in told
    assert "1 holds follow" in told
    contact = Contact.objects.get()
    assert bytes(contact.email_digest) != before
    assert contact.submission_digest is None
    assert Contact.objects.by_email(ANA).get() == contact
    again = make_comment(article, "Again", email=ANA)
    assert [signal.kind for signal in again.signals.all()] == ["hold"]


def test_what_a_lost_key_sealed_is_left_alone_and_said(article, settings, rotate):
    make_comment(article, email=ANA)
    sealed = bytes(Contact.objects.get().email)
    lost = settings.CONTACT_KEYS
    told = rotate(CONTACT_KEYS={"2027": key()})
    assert "1 addresses cannot be read" in told
    assert bytes(Contact.objects.get().email) == sealed
    told = rotate(CONTACT_KEYS=settings.CONTACT_KEYS | lost)
    assert "1 renewed under 2027" in told


def test_a_forgotten_address_stays_forgotten(article, moderator, settings, rotate):
    comment = make_comment(article, email=ANA)
    until = timezone.now() + timezone.timedelta(days=7)
    Hold.objects.place(comment, "email", until, "Three attacks", moderator)
    Contact.objects.all().blank()
    told = rotate(CONTACT_KEYS={"2027": key()} | settings.CONTACT_KEYS)
    assert "0 renewed" in told
    assert "1 active holds rest on addresses that have been forgotten" in told
    assert Contact.objects.get().email is None


def test_two_comments_of_one_address_share_nothing_that_is_shown(desk, article):
    # Failure 5 of the field, at the desk.
    for number in (1, 2):
        make_comment(article, f"Thought {number}", email=ANA, address="198.51.100.9")
    sealed = Contact.objects.values_list("email_digest", "household_digest", "email")
    page = desk.get(QUEUE).text
    for row in sealed:
        for value in map(bytes, row):
            assert value.hex() not in page
            assert base64.b64encode(value).decode() not in page
    assert Comment.objects.count() == 2
