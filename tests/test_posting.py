"""A reader answers: what is taken, what is noticed, and that nothing typed is ever lost."""

import logging
import re
import socket
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail, signing
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from comments import clock, screening
from comments.models import Comment, Thread
from opinion import html
from tests.newsroom import (
    make_article,
    make_comment,
    make_draft,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db

REPLY = "/2024/01/the-last-train/reply/"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
TYPED = {
    "name": "Ana Reader",
    "email": "ana@readers.example.org",
    "text": "I *was* on that train <3",
}


@pytest.fixture
def article(publication):
    return make_article()


def send(address=REPLY, headers=OURS, client=None, **changes):
    return (client or Client()).post(address, TYPED | changes, headers=headers)


def close(article, by):
    Thread.objects.get_or_create(article=article)[0].set_policy("closed", by=by)


def signals(comment):
    return {signal.kind for signal in comment.signals.all()}


def nothing_is_lost(response):
    page = response.content.decode()
    return (
        "I *was* on that train &lt;3</textarea>" in page
        and 'value="Ana Reader"' in page
        and 'value="ana@readers.example.org"' in page
    )


# --- What becomes of a comment


def test_a_comment_waits_and_its_reader_is_told_so(article):
    response = send()
    assert (response.status_code, response["Location"]) == (
        303,
        f"/comment/received/{article.pk}/",
    )
    comment = Comment.objects.get()
    assert (comment.status, comment.name, comment.text) == (
        "waiting",
        "Ana Reader",
        "I *was* on that train <3",
    )
    assert comment.edition == article.live_edition
    page = Client().get(response["Location"]).content.decode()
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
    trapped = send(website="https://pills.example", text="Buy pills.")
    assert (honest.status_code, honest.headers) == (trapped.status_code, trapped.headers)
    spam = Comment.objects.get(status="spam")
    assert "honeypot" in signals(spam)


# Failure 11: leaving something out can only make the outcome stricter.
def test_a_comment_without_a_good_time_is_noticed(article):
    good = clock.stamp(article.pk)
    for number, bad in enumerate(
        [
            "",
            "nonsense",
            good[:-1],
            clock.stamp(article.pk + 1),
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
    make_user("nameless", email="")
    assert screening.claimed_identity("Ana Reader", "ana@readers.example.org") == ""
    assert screening.claimed_identity("Whitcombe", "whitcombe@readers.example.org") == ""
    assert screening.claimed_identity("!!!", "") == ""


# --- Nothing typed is lost


def test_a_mistake_is_named_beside_the_text_that_was_typed(article):
    response = send(email="none")
    page = response.content.decode()
    assert response.status_code == 422
    assert "I *was* on that train &lt;3</textarea>" in page
    assert '<a href="#id_email">Email: Write a whole email address' in page
    assert "<title>Not posted yet" in page
    assert not Comment.objects.exists()


def test_a_mistake_in_a_reply_keeps_what_is_answered(article):
    parent = make_published_comment(article)
    page = send(to=str(parent.pk), name="").content.decode()
    assert f'name="to" value="{parent.pk}"' in page
    assert "wrote on" in page


# Failure 26: commenting on what one cannot see.
def test_a_closed_thread_says_so_and_gives_the_text_back(article, moderator):
    close(article, by=moderator)
    response = send()
    page = response.content.decode()
    assert response.status_code == 409
    assert "This thread has been closed in the meantime." in page
    assert "readonly>I *was* on that train &lt;3</textarea>" in page
    assert "<form" not in page
    assert send(email="none").status_code == 409
    asked = Client().get(REPLY)
    assert asked.status_code == 200
    assert "it takes no new comments" in asked.content.decode()
    assert "<form" not in asked.content.decode()


@pytest.fixture
def out_of_reach(article, moderator):
    """Numbers of comments that cannot be answered here, by what is the matter with them."""
    taken_down = make_published_comment(article, "Gone.")
    taken_down.take_down(by=moderator, reason="attack")
    refused = make_comment(article, "No.")
    refused.refuse(by=moderator, reason="attack")
    spam = make_comment(article, "Buy.", signals=[("honeypot", "")])
    return {
        "waiting": make_comment(article, "Later.").pk,
        "taken down": taken_down.pk,
        "refused": refused.pk,
        "spam": spam.pk,
        "of another article": make_published_comment(make_article("Another Train")).pk,
        "unknown": 987_654,
        "no number": "nobody",
        "too big a number": 10**30,
        "in other digits": "١",
        "negative": -1,
        "a list": "1,2",
        "NUL": "\x00",
    }


# Failure 7: what is hidden and what never was look the same.
def test_what_cannot_be_answered_looks_as_if_it_never_was(out_of_reach):
    answers = {
        (response.status_code, response.content)
        for response in (
            Client().get(REPLY, {"to": number}, headers={}) for number in out_of_reach.values()
        )
    }
    assert {status for status, _page in answers} == {404}
    assert len(answers) == 1


def test_an_answer_to_what_is_gone_keeps_the_text_and_can_be_posted_alone(
    out_of_reach, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    stored = Comment.objects.count()
    pages = set()
    for number in out_of_reach.values():
        response = send(to=str(number))
        assert response.status_code == 409
        assert nothing_is_lost(response)
        pages.add(response.content)
    assert len(pages) == 1
    assert "is no longer here" in response.content.decode()
    assert 'name="to" id="id_to"' in response.content.decode()
    assert Comment.objects.count() == stored


def test_one_connection_may_post_only_so_much(article, settings):
    settings.COMMENTS_PER_NETWORK, settings.COMMENTS_PER_NETWORK_MINUTES = 2, 20
    assert [send(text=f"{number}").status_code for number in range(2)] == [303, 303]
    response = send()
    assert (response.status_code, response["Retry-After"]) == (429, "1200")
    assert "post again in 20 minutes" in response.content.decode()
    assert nothing_is_lost(response)


# Failure 21: a header that anybody can write does not change whose connection it is.
def test_a_made_up_forwarded_address_is_not_another_connection(article, settings):
    settings.COMMENTS_PER_NETWORK = 1
    send(headers=OURS | {"x-forwarded-for": "203.0.113.1"})
    assert send(text="2", headers=OURS | {"x-forwarded-for": "203.0.113.2"}).status_code == 429
    settings.TRUSTED_PROXIES = 1
    chain = {"x-forwarded-for": "203.0.113.9, 198.51.100.4"}
    assert send(text="3", headers=OURS | chain).status_code == 303
    chain = {"x-forwarded-for": "203.0.113.8, 198.51.100.4"}
    assert send(text="4", headers=OURS | chain).status_code == 429


class Untouchable:
    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


# Failure 30: refused before anything reads it.
@pytest.mark.parametrize("length", ["150000", "99999999999", "-5", "many"])
def test_a_body_that_is_far_too_long_is_not_even_read(article, length):
    response = Client().generic(
        "POST",
        REPLY,
        headers=OURS,
        **{
            "wsgi.input": Untouchable(),
            "CONTENT_LENGTH": length,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
        },
    )
    assert response.status_code == 413
    assert "much too long" in response.content.decode()


def test_a_text_somewhat_too_long_comes_back_whole(article):
    text = "é" * (html.COMMENT_LIMIT + 1)
    response = send(text=text)
    assert response.status_code == 422
    assert f"{text}</textarea>" in response.content.decode()
    assert not Comment.objects.exists()


def test_the_longest_text_of_the_longest_letters_is_taken(article):
    longest = TYPED | {"text": "𝄞" * html.COMMENT_LIMIT, "name": "𝄞" * 60}
    encoded = "application/x-www-form-urlencoded"
    response = Client().post(REPLY, urlencode(longest), content_type=encoded, headers=OURS)
    assert response.status_code == 303


def answering_only(*statements):
    """A database that fails at every statement but these."""

    def execute(run, sql, *args):
        if not any(statement in sql for statement in statements):
            raise OperationalError("I typed: I *was* on that train ana@readers.example.org")
        return run(sql, *args)

    return connection.execute_wrapper(execute)


def failing_at(statement):
    def execute(run, sql, *args):
        if statement in sql:
            raise OperationalError("I typed: I *was* on that train ana@readers.example.org")
        return run(sql, *args)

    return connection.execute_wrapper(execute)


@pytest.mark.parametrize(
    "database",
    [
        answering_only(),
        answering_only('FROM "articles_publication"'),
        failing_at('INSERT INTO "comments_comment"'),
        failing_at('INSERT INTO "comments_contact"'),
        failing_at('FROM "authors_author"'),
    ],
    ids=[
        "away",
        "away after the first query",
        "at the comment",
        "at the contact",
        "while screening",
    ],
)
def test_a_database_that_fails_loses_no_text(article, database, caplog):
    with database:
        response = send()
    assert response.status_code == 503
    assert nothing_is_lost(response)
    assert response["Cache-Control"] == "no-store"
    assert not Comment.objects.exists()
    # Failure 29: an error of the database quotes what was typed.
    assert "A comment was not stored: OperationalError" in caplog.text
    assert "I typed" not in caplog.text
    assert "ana@" not in caplog.text


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
    assert response["Location"] == f"/comment/received/{article.pk}/"


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


def test_the_same_comment_sent_twice_is_one(article):
    assert [send().status_code for _ in range(3)] == [303, 303, 303]
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sends_in_the_same_moment_store_one_comment(publication):
    # With its thread stored already: making it would let one post wait for the other.
    Thread.objects.create(article=make_article())
    together = threading.Barrier(6)
    statuses = []

    def press():
        connection.ensure_connection()
        together.wait()
        try:
            statuses.append(send().status_code)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(6)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert statuses == [303] * 6
    assert Comment.objects.count() == 1
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


def test_a_crash_reports_nothing_that_was_typed(article, settings, monkeypatch):
    def crash(**kwargs):
        raise RuntimeError("A mistake of ours.")

    monkeypatch.setattr(screening, "noticed", crash)
    settings.ADMINS = [("", "root@staff.example.org")]
    assert send(client=Client(raise_request_exception=False)).status_code == 500
    report = mail.outbox[0].body
    assert "A mistake of ours." in report
    assert "ana@" not in report
    assert "train" not in report.replace("the-last-train", "")


# Failure 25: we fetch nothing that readers typed.
def test_a_link_in_a_comment_is_not_opened(article):
    with looking_out() as reached:
        send(text="See http://127.0.0.1:9/secret and http://localhost:9/", name="Ana")
    assert Comment.objects.get().html.count("<a ") == 2
    assert reached == []
    with looking_out() as reached:
        socket.getaddrinfo("127.0.0.1", 9)
    assert reached == ["socket.getaddrinfo"]


@contextmanager
def looking_out():
    """Collects every attempt of Python to reach another machine."""
    reached, watching = [], True

    def watch(event, arguments):
        if watching and event in {"socket.connect", "socket.getaddrinfo", "urllib.Request"}:
            reached.append(event)

    sys.addaudithook(watch)  # for good: hooks cannot be removed
    yield reached
    watching = False
