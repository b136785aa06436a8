"""A person asks what is kept under their address: a mail proves it, a page of their own shows."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.mailing import asking
from comments.models import Comment, Confirmation, Contact, Reader, Subscription
from comments.readers import device_cookie
from comments.security import signing
from comments.security.signing import Purpose
from tests.newsroom import (
    make_article,
    make_comment,
    make_published_comment,
)

pytestmark = pytest.mark.django_db

ASK = "/reader/"
ANA, BO = "ana@readers.example.org", "bo@readers.example.org"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
THE_ANSWER = "If we keep anything under this address, we've sent it an email with a link."


@pytest.fixture
def ana(article):
    """A reader of three comments: one published, one waiting, one that somebody typed for her."""
    reader = Reader.objects.confirm(ANA)
    for text, made in (("I was there.", make_published_comment), ("It waits.", make_comment)):
        made(article, text, name="Ana Reader", email=ANA).contact.belongs_to(reader)
    make_comment(article, "Typed for Ana.", name="Mallory", email=ANA)
    first = Comment.objects.get(text="I was there.")
    Subscription.objects.start(reader, "thread", article)
    Subscription.objects.start(reader, "replies", article, comment=first)
    return reader


def page_of(reader, name="reader"):
    seal = signing.sign(Purpose.READER, [reader.pk, reader.device_key])
    return reverse(name, args=[seal])


def post(client, address, headers=OURS, **typed):
    return client.post(address, typed, headers=headers)


def ask(client, email, address="203.0.113.5"):
    return client.post(ASK, {"email": email}, headers=OURS, REMOTE_ADDR=address)


def send_mails():
    for job in ProcrastinateJob.objects.filter(
        task_name="comments.tasks.send_confirmation", status="todo"
    ):
        asking.ask(job.args["confirmation"])
    return mail.outbox


def link_in(message) -> str:
    return re.search(r"http://127.0.0.1:8000(/reader/\S+)", message.body)[1]


# --- Asking


@pytest.mark.parametrize("email", [ANA, "nobody@elsewhere.example.org"])
def test_the_answer_is_the_same_for_every_address(client, ana, email):
    answer = ask(client, email)
    assert (answer.status_code, answer["Location"]) == (303, "/reader/?done=asked")
    assert THE_ANSWER in client.get(answer["Location"]).text
    assert not answer.cookies


def test_asking_is_the_same_work_for_every_address(client, ana):
    # Failure 17 of the field: time would tell as well as words.
    asked = []
    for email in (ANA, "nobody@elsewhere.example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(client, email)
        asked.append([re.sub(r"\W.*", "", query["sql"], flags=re.DOTALL) for query in queries])
    assert asked[0] == asked[1]


def test_a_known_address_gets_one_mail_and_an_unknown_one_none(client, ana):
    for email in (ANA, "nobody@elsewhere.example.org"):
        ask(client, email)
    (message,) = send_mails()
    assert message.to == [ANA]
    assert message.subject == "The Signal Box: your data"
    assert "ana" not in message.body.casefold()
    assert message.message().get_content_type() == "text/plain"


def test_an_address_that_was_only_typed_is_known_too(client, article):
    make_comment(article, email=BO)
    ask(client, BO)
    assert [message.to for message in send_mails()] == [[BO]]


def test_no_more_mails_than_the_caps_allow(client, ana, settings):
    settings.CONFIRMATIONS_PER_ADDRESS = 2
    answers = [ask(client, ANA, f"203.0.{n}.1") for n in range(5)]
    assert {answer["Location"] for answer in answers} == {"/reader/?done=asked"}
    assert len(send_mails()) == 2


def test_one_network_cannot_ask_for_everybody(client, article, settings):
    settings.CONFIRMATIONS_PER_NETWORK = 3
    for n in range(5):
        make_comment(article, f"{n}", email=f"r{n}@readers.example.org")
        ask(client, f"r{n}@readers.example.org", f"203.0.113.{n}")
    assert len(send_mails()) == 3


def test_what_is_no_address_is_said_beside_the_field(client, publication):
    answer = ask(client, "not an address")
    assert answer.status_code == 422
    assert 'value="not an address"' in answer.text
    assert "Enter a complete email address" in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_another_site_cannot_ask(client, ana, origin):
    headers = {"origin": origin, "sec-fetch-site": "cross-site"}
    answer = post(client, ASK, headers=headers, email=ANA)
    assert answer.status_code == 403
    assert f'value="{ANA}"' in answer.text
    assert not Confirmation.objects.exists()


def test_a_silent_browser_confirms_with_a_token(ana):
    browser = Client(enforce_csrf_checks=True)
    shown = browser.post(ASK, {"email": ANA})
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.text)[1]
    again = browser.post(ASK, {"email": ANA, "csrfmiddlewaretoken": token})
    assert (shown.status_code, again.status_code) == (403, 303)


def test_no_address_is_in_a_link_or_in_a_job(client, ana):
    ask(client, ANA)
    job = ProcrastinateJob.objects.filter(task_name="comments.tasks.send_confirmation").get()
    assert job.args == {"confirmation": Confirmation.objects.get().pk}
    number = signing.unsign(Purpose.ENTER, link_in(send_mails()[0]).split("/")[2])
    assert number == Confirmation.objects.get().pk


def test_a_database_that_fails_is_said_without_the_address(client, ana, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise DatabaseError(f"DETAIL: {ANA}")

    monkeypatch.setattr("comments.models.reader.ConfirmationQuerySet.ask", fail)
    answer = ask(client, ANA)
    assert answer.status_code == 503
    assert f'value="{ANA}"' in answer.text
    assert ANA not in caplog.text


# --- Entering


def test_the_link_changes_nothing_until_its_button_is_pressed(client, article):
    # Failure 18 of the field: programs that read mail open links too.
    make_comment(article, email=BO)
    ask(client, BO)
    link = link_in(send_mails()[0])
    assert "Confirm and show my data" in client.get(link).text
    assert not Reader.objects.exists()
    entered = post(client, link)
    assert entered.status_code == 303
    page = client.get(entered["Location"])
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "same-origin"
    assert Reader.objects.get().address == BO


def test_another_site_cannot_press_the_button(client, article):
    make_comment(article, email=BO)
    ask(client, BO)
    link = link_in(send_mails()[0])
    assert post(client, link, headers={"origin": "https://evil.example"}).status_code == 403
    assert not Reader.objects.exists()


@pytest.mark.parametrize("name", ["reader", "reader_export", "reader_erase"])
def test_a_wrong_or_old_or_foreign_seal_is_nothing(client, ana, name, time_machine):
    # Failure 16 of the field: every kind of token tried on every other door.
    good = page_of(ana, name)
    told = [ana.pk, ana.device_key]
    foreign = [signing.sign(purpose, told) for purpose in Purpose if purpose != Purpose.READER]
    wrong = [
        *foreign,
        "abc",
        signing.sign(Purpose.READER, [ana.pk, "another"]),
        signing.sign(Purpose.READER, [0, ana.device_key]),
        signing.sign(Purpose.ENTER, 0),
    ]
    nowhere = client.get("/nowhere/").status_code
    assert {client.get(reverse(name, args=[seal])).status_code for seal in wrong} == {nowhere}
    assert client.get(good).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    assert client.get(good).status_code == 404


def test_the_mails_link_opens_only_questions_of_its_own_kind(client, article):
    comment = make_comment(article, email=BO)
    other = Confirmation.objects.ask(BO, "203.0.113.5", article, comment, [])
    seal = signing.sign(Purpose.ENTER, other.pk)
    assert client.get(reverse("reader", args=[seal])).status_code == 404
    assert post(client, reverse("reader", args=[seal])).status_code == 404
    assert not Reader.objects.exists()


# --- The page


def test_the_page_shows_what_is_theirs_and_only_counts_what_may_not_be(client, ana):
    make_published_comment(make_article("Another"), "Bo speaks.", name="Bo", email=BO)
    page = client.get(page_of(ana)).text
    published = Comment.objects.get(text="I was there.")
    assert "I was there." in page and "It waits." in page
    assert f'href="/comment/{published.pk}/"' in page
    assert page.count('href="/comment/') == 1
    assert "One comment was sent with your email address" in page
    for foreign in ("Typed for Ana.", "Mallory", "Bo speaks.", ANA):
        assert foreign not in page


def test_a_comment_whose_article_is_withdrawn_has_no_link(client, ana, article, editor):
    article.withdraw(by=editor, reason="Wrong.")
    assert 'href="/comment/' not in client.get(page_of(ana)).text


def test_a_long_list_of_comments_is_shown_in_parts(client, ana, article, monkeypatch):
    monkeypatch.setattr("comments.readers.views.A_PAGE", 1)
    ana.subscriptions.all().delete()  # they show the beginning of what they are about
    first = client.get(page_of(ana)).text
    assert "It waits." in first and "I was there." not in first
    older = re.search(r'href="(\?before=\d+)"', first)[1]
    second = client.get(page_of(ana) + older).text
    assert "I was there." in second and "Older comments" not in second


def test_one_subscription_is_stopped_and_the_other_goes_on(client, ana):
    thread = ana.subscriptions.get(kind="thread")
    answer = post(client, page_of(ana), do="stop", subscription=thread.pk)
    assert answer["Location"].endswith("?done=stop")
    assert "any more alerts about this." in client.get(answer["Location"]).text
    assert [one.kind for one in ana.subscriptions.active()] == ["replies"]


def test_all_are_stopped_at_once(client, ana):
    post(client, page_of(ana), do="stop_all")
    assert not ana.subscriptions.active().exists()
    assert "You get no alerts." in client.get(page_of(ana)).text


def test_the_rhythm_is_changed(client, ana):
    thread = ana.subscriptions.get(kind="thread")
    post(client, page_of(ana), do="rhythm", subscription=thread.pk, rhythm="daily")
    assert ana.subscriptions.get(kind="thread").rhythm == "daily"
    assert ana.subscriptions.get(kind="replies").rhythm == "at_once"


# Failure 17 of the field: one's own seal manages nobody else's mails.
@pytest.mark.parametrize("typed", [{"do": "stop"}, {"do": "rhythm", "rhythm": "daily"}])
def test_nobody_manages_what_somebody_else_follows(client, ana, article, typed):
    bo = Reader.objects.confirm(BO)
    foreign = Subscription.objects.start(bo, "thread", article)
    post(client, page_of(ana), subscription=foreign.pk, **typed)
    foreign.refresh_from_db()
    assert (foreign.ended_at, foreign.rhythm) == (None, "at_once")
    post(client, page_of(ana), do="stop_all")
    assert bo.subscriptions.active().exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"do": "anything"},
        {"do": "stop"},
        {"do": "stop", "subscription": "9" * 30},
        {"do": "rhythm", "subscription": "1", "rhythm": "hourly"},
        {"do": "stop", "subscription": "x\x00"},
    ],
)
def test_a_button_that_is_not_there_does_nothing(client, ana, typed):
    assert post(client, page_of(ana), **typed).status_code == 422
    assert ana.subscriptions.active().count() == 2


@pytest.mark.parametrize("name", ["reader", "reader_erase"])
def test_another_site_cannot_press_a_button(client, ana, name):
    headers = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert post(client, page_of(ana, name), headers=headers, do="stop_all").status_code == 403
    assert ana.subscriptions.active().count() == 2
    assert Reader.objects.filter(pk=ana.pk).exists()


def test_a_forgotten_browser_is_recognised_no_more(client, ana, rf):
    client.cookies[device_cookie.COOKIE] = signing.sign(Purpose.DEVICE, [ana.pk, ana.device_key])
    stolen = rf.get("/")
    stolen.COOKIES[device_cookie.COOKIE] = client.cookies[device_cookie.COOKIE].value
    old = page_of(ana)
    answer = post(client, old, do="forget")
    assert not client.cookies[device_cookie.COOKIE].value
    assert device_cookie.owner(stolen) is None
    assert client.get(old).status_code == 404
    assert client.get(answer["Location"]).status_code == 200


def test_an_address_is_removed_where_it_was_never_confirmed(client, ana):
    foreign = Comment.objects.get(text="Typed for Ana.")
    post(client, page_of(ana), do="disown")
    foreign.refresh_from_db()
    assert (foreign.name, foreign.status) == ("Mallory", "waiting")
    assert foreign.contact.email is None and foreign.contact.email_digest is None
    assert ana.comments.count() == 2
    assert Contact.objects.filter(reader=ana, email__isnull=False).count() == 2
