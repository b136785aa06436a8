"""A reader answers: what becomes of it, what is noticed, and who can be answered at all."""

import logging
import re
import socket
import threading
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.log import AdminEmailHandler
from procrastinate.contrib.django.models import ProcrastinateJob

from comments.models import Comment, Thread
from comments.posting.forms import BODY_LIMIT
from comments.posting.submit import READ_LIMIT
from comments.screening import impersonation
from comments.security import form_time
from tests.answers import OURS, REPLY, TYPED, nothing_is_lost, receipt_of, send
from tests.newsroom import (
    make_article,
    make_draft,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db


def signals(comment):
    """The kinds of what keeps it from being shown; who writes for the first time is only noted."""
    return {signal.kind for signal in comment.signals.strict()}


# --- What becomes of a comment


def test_a_comment_waits_and_its_reader_gets_the_receipt(article):
    response = send()
    comment = Comment.objects.get()
    assert (response.status_code, receipt_of(response)) == (303, comment)
    assert (comment.status, comment.name, comment.text) == (
        "waiting",
        "Ana Reader",
        "I *was* on that train <3",
    )
    assert comment.edition == article.live_edition


def test_the_page_without_a_secret_says_that_it_waits(article):
    page = Client().get(f"/comment/received/{article.pk}/").content.decode()
    assert "Your comment is waiting for a moderator." in page
    assert 'href="/2024/01/the-last-train/"' in page


def test_the_address_goes_to_the_contact_alone(article, moderator):
    send(email=" Ana@Readers.example.org ")
    assert Comment.objects.get().contact.look(by=moderator) == (
        "Ana@Readers.example.org",
        "127.0.0.1",
    )


def test_a_reply_is_attached_to_the_comment_it_answers(article):
    parent = make_published_comment(article)
    page = Client().get(f"{REPLY}?to={parent.pk}").content.decode()
    assert "Ana Reader</bdi> wrote on" in page
    assert "<p>I was on that train.</p></blockquote>" in page
    assert f'name="to" value="{parent.pk}"' in page
    send(to=str(parent.pk))
    assert Comment.objects.latest("pk").parent == parent


def test_a_trapped_program_sees_what_everybody_sees(article):
    honest = send()
    trapped = send(more_words="https://pills.example", text="Buy pills.")
    spam = Comment.objects.get(status="spam")
    assert receipt_of(trapped) == spam
    for response in (honest, trapped):
        response.headers["Location"] = len(response["Location"])
    assert (honest.status_code, honest.headers) == (trapped.status_code, trapped.headers)
    assert "honeypot" in signals(spam)


# Failure 11: leaving something out can only make the outcome stricter.
def test_a_comment_without_a_good_time_is_noticed(article):
    good = form_time.stamp(article.pk)
    for number, bad in enumerate(
        [
            "",
            "nonsense",
            good[:-1],
            form_time.stamp(article.pk + 1),
            signing.TimestampSigner().sign(str(article.pk)),
            signing.dumps(article.pk),
        ]
    ):
        send(opened=bad, text=f"{number}", headers=OURS | {"x-real-ip": "198.51.100.1"})
        assert signals(Comment.objects.latest("pk")) == {"untimed"}, bad


@pytest.mark.parametrize(
    ("after", "noticed"),
    [
        (timedelta(seconds=1), {"too_fast"}),
        (timedelta(seconds=4), {"too_fast"}),
        (timedelta(seconds=6), set()),
        (timedelta(hours=23), set()),
        (timedelta(hours=25), {"untimed"}),
    ],
)
def test_the_time_spent_on_a_comment_is_noticed(article, time_machine, after, noticed):
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    opened = Client().get(f"/comment/opened/?article={article.pk}").json()["opened"]
    time_machine.move_to(began + after, tick=False)
    send(opened=opened)
    assert signals(Comment.objects.get()) == noticed


def test_the_reply_page_brings_its_own_time(article, time_machine):
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    page = Client().get(REPLY).content.decode()
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    time_machine.move_to(began + timedelta(minutes=1), tick=False)
    wrong = send(opened=opened, email="none").content.decode()
    assert f'name="opened" value="{opened}"' in wrong
    send(opened=opened)
    assert signals(Comment.objects.get()) == set()


# Failure 9: a typed name or address buys no trust.
@pytest.mark.parametrize(
    ("name", "email"),
    [
        ("Ngaire Whitcombe", "x@readers.example.org"),
        ("NGAIRE  WHITCOMBE", "x@readers.example.org"),
        ("Ngaîre\u00a0Whitcömbe", "x@readers.example.org"),
        ("N\u2009gaire-Whitcombe.", "x@readers.example.org"),
        ("ℕgaire Whitcombe", "x@readers.example.org"),
        ("Edith Orr", "x@readers.example.org"),
        ("edith.orr", "x@readers.example.org"),
        ("the signal box", "x@readers.example.org"),
        ("Somebody", "EDITH@staff.example.org"),
    ],
)
def test_who_claims_to_be_of_the_house_is_noticed(article, name, email):
    make_user("edith.orr", first_name="Edith", last_name="Orr", email="edith@staff.example.org")
    send(name=name, email=email)
    comment = Comment.objects.get()
    assert "staff_name" in signals(comment)
    assert not any("@" in signal.detail for signal in comment.signals.all())


def test_everybody_elses_name_is_just_a_name(article):
    make_user("nameless", email="", is_staff=False)
    assert impersonation.claimed_identity("Ana Reader", "ana@readers.example.org") == ""
    assert impersonation.claimed_identity("Whitcombe", "whitcombe@readers.example.org") == ""
    assert impersonation.claimed_identity("!!!", "") == ""


@pytest.mark.parametrize(
    ("name", "claimed"),
    [
        ("Ana (Staff)", "Staff"),
        ("STAFF Ana", "Staff"),
        ("Ana, Editor", "Editor"),
        ("Moderator", "Moderator"),
        ("Ｅｄｉｔｏｒ Ana", "Editor"),
        ("Ana | The Signal Box", "The Signal Box"),
        ("Ana ✓", "✓"),
        ("✅ Ana", "✅"),
        ("Ana ☑️", "☑"),
        ("Ana Stafford", ""),
        ("Edith Editorial", ""),
        ("Ana Signal Box", ""),
        ("Coauthor Ana", ""),
    ],
)
def test_a_name_that_wears_a_badge_is_noticed(article, name, claimed):
    send(name=name)
    found = {signal.kind: signal.detail for signal in Comment.objects.get().signals.all()}
    assert found.get("staff_name", "") == claimed


# --- Who may be answered at all


def test_what_is_not_published_cannot_be_answered(publication, editor):
    draft = make_draft("A Draft")
    withdrawn = make_article("Withdrawn")
    withdrawn.withdraw(by=editor, reason="Its figures were wrong.")
    for ask in (Client().get, send):
        assert ask("/2024/01/nowhere/reply/").status_code == 404
        assert ask(f"/2024/01/{draft.slug}/reply/").status_code == 404
        gone = ask("/2024/01/withdrawn/reply/")
        assert gone.status_code == 410
        assert "Its figures were wrong." in gone.content.decode()
    assert Client().get(f"/comment/received/{draft.pk}/").status_code == 404
    assert Client().get(f"/comment/received/{withdrawn.pk}/").status_code == 404
    assert not Comment.objects.exists()


def test_a_text_for_what_is_gone_is_given_back_to_be_copied(publication, editor):
    make_draft("A Draft")
    make_article("Withdrawn").withdraw(by=editor, reason="Its figures were wrong.")
    pages = [
        ("/2024/01/nowhere/reply/", 404),
        ("/2024/01/a-draft/reply/", 404),
        ("/2023/05/withdrawn/reply/", 404),
        ("/2024/01/withdrawn/reply/", 410),
    ]
    for address, status in pages:
        response = send(address, passage="at nine")
        page = response.content.decode()
        assert response.status_code == status
        assert nothing_is_lost(response)
        assert "at nine</textarea>" in page
        assert page.count("readonly") == 4
        assert 'method="post"' not in page
        assert response["Cache-Control"] == "no-store"
        assert "go back in your browser" not in page.lower()
        huge = send(address, text="x" * READ_LIMIT)
        assert huge.status_code == status
        assert "Go back in your browser" in huge.content.decode()


def test_a_text_for_an_article_that_moved_can_be_posted_from_there(article):
    parent = make_published_comment(article)
    for address in ("/2023/05/the-last-train/reply/", "/2024/02/the-last-train/reply/"):
        response = send(address, to=str(parent.pk), opened=form_time.stamp(article.pk))
        page = response.content.decode()
        assert response.status_code == 409
        assert "This article has moved" in page
        assert f'action="{REPLY}"' in page
        assert nothing_is_lost(response)
        assert f'name="to" value="{parent.pk}"' in page
    assert Comment.objects.count() == 1
    assert send("/2023/05/the-last-train/reply/", text="x" * BODY_LIMIT).status_code == 413


# Failure 18: what only asks changes nothing.
def test_asking_changes_nothing(article):
    for address in (REPLY, f"/comment/received/{article.pk}/", "/comment/opened/"):
        for ask in (Client().get, Client().head):
            ask(address, TYPED | {"article": article.pk}, headers=OURS)
    assert not Comment.objects.exists()
    assert not Thread.objects.exists()
    assert Client().put(REPLY, TYPED, headers=OURS).status_code == 405


# Failure 24: nobody is sent elsewhere.
@pytest.mark.parametrize("field", ["next", "redirect", "redirect_to", "return", "url"])
def test_nobody_is_sent_to_another_site(article, field):
    elsewhere = "//evil.example/"
    response = send(f"{REPLY}?{field}={elsewhere}", **{field: elsewhere})
    assert receipt_of(response).article == article


def test_pages_of_ones_own_are_kept_by_nobody(article):
    addresses = (REPLY, f"/comment/received/{article.pk}/", "/comment/opened/?article=1")
    for response in [*(Client().get(address) for address in addresses), send(email="none")]:
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "9" * 40, "١", "1\x00"])
def test_the_time_is_told_for_an_article_only(number, publication):
    assert Client().get("/comment/opened/", {"article": number}).status_code == 404


# --- Once, and in silence


def test_the_same_comment_sent_twice_is_one_and_each_answer_leads_to_it(article):
    answers = [send() for _ in range(3)]
    assert [receipt_of(answer) for answer in answers] == [Comment.objects.get()] * 3
    assert len({answer["Location"] for answer in answers}) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "networks", [["198.51.100.1"], ["198.51.100.1", "203.0.113.7"]], ids=["one", "two networks"]
)
def test_sends_in_the_same_moment_store_one_comment(publication, networks):
    # With its thread stored already: making it would let one post wait for the other.
    Thread.objects.create(article=make_article())
    together = threading.Barrier(6)
    answers = []

    def press(address):
        connection.ensure_connection()
        together.wait()
        try:
            answers.append(send(client=Client(REMOTE_ADDR=address)))
        finally:
            connection.close()

    presses = [
        threading.Thread(target=press, args=[networks[number % len(networks)]])
        for number in range(6)
    ]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert [receipt_of(answer) for answer in answers] == [Comment.objects.get()] * 6
    assert ProcrastinateJob.objects.filter(task_name__endswith="tell_moderators").count() == 1


# Failure 29: nothing typed, and no address, in a log line or an error report.
def test_nothing_typed_is_logged(article, caplog, settings):
    caplog.set_level(logging.DEBUG)
    settings.COMMENTS_PER_NETWORK = 1
    send()
    send(text="Another, I *was* on that train")
    send(email="ana@readers.example.org@")
    send(headers={"origin": "https://evil.example"})
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert not [line for line in said if "train <3" in line or "ana@" in line or "was*" in line]


def test_a_crash_reports_nothing_that_was_typed(article, settings, monkeypatch, caplog):
    def crash(*args, **kwargs):
        raise RuntimeError("A mistake of ours.")

    monkeypatch.setattr(Thread, "receive", crash)
    settings.ADMINS = [("", "root@staff.example.org")]
    by_mail = AdminEmailHandler()
    logging.getLogger("django.request").addHandler(by_mail)
    try:
        assert send(client=Client(raise_request_exception=False)).status_code == 500
    finally:
        logging.getLogger("django.request").removeHandler(by_mail)
    for report in (mail.outbox[0].body, caplog.text):
        assert "A mistake of ours." in report
        assert "ana@" not in report
        assert "train" not in report.replace("the-last-train", "")


# Failure 25: we fetch nothing that readers typed.
def test_a_link_in_a_comment_is_not_opened(article):
    with looking_out() as reached:
        send(text="See http://127.0.0.1:9/secret and http://localhost:9/", name="Ana")
    assert Comment.objects.get().html.count("<a ") == 2
    assert reached == []
    with looking_out() as reached, suppress(OSError):
        socket.create_connection(("127.0.0.1", 9))
    assert reached == ["getaddrinfo", "connect"]


@contextmanager
def looking_out():
    """Collects every attempt of Python to reach another machine."""
    reached = []

    def noting(name, does):
        def noted(*args, **kwargs):
            reached.append(name)
            return does(*args, **kwargs)

        return noted

    # All that Python has for it comes by one of these; an audit hook would stay for good.
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in [(socket, "getaddrinfo"), (socket, "gethostbyname"), *CONNECTING]:
            patch.setattr(owner, name, noting(name, getattr(owner, name)))
        yield reached


CONNECTING = [(socket.socket, "connect"), (socket.socket, "connect_ex"), (socket.socket, "sendto")]
