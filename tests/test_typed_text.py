"""Whatever goes wrong when a comment is posted, what was typed comes back."""

from functools import partial
from urllib.parse import urlencode

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Thread
from comments.posting.forms import BODY_LIMIT
from comments.posting.submit import READ_LIMIT
from opinion import html
from tests.answers import OURS, REPLY, TYPED, nothing_is_lost, send
from tests.newsroom import make_article, make_comment, make_published_comment

pytestmark = pytest.mark.django_db


def close(article, by):
    Thread.objects.get_or_create(article=article)[0].set_policy("closed", by=by)


def test_a_mistake_is_named_beside_the_text_that_was_typed(article):
    response = send(email="none")
    page = response.content.decode()
    assert response.status_code == 422
    assert "I *was* on that train &lt;3</textarea>" in page
    assert '<a href="#id_email">Email: Enter a complete email address' in page
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
    assert "This thread has since been closed." in page
    assert "readonly>I *was* on that train &lt;3</textarea>" in page
    assert nothing_is_lost(response)
    assert 'method="post"' not in page
    assert send(email="none").status_code == 409
    asked = Client().get(REPLY)
    assert asked.status_code == 200
    assert "is closed to new comments" in asked.content.decode()
    assert 'method="post"' not in asked.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "none"},
        {"preview": "1"},
        {"to": "987654"},
        {"headers": {"origin": "https://evil.example"}},
    ],
    ids=["a mistake", "a preview", "an answer to nothing", "from elsewhere"],
)
def test_that_a_thread_is_closed_is_told_before_anything_else(article, moderator, wrong):
    close(article, by=moderator)
    response = send(**wrong)
    assert response.status_code == 409
    assert "This thread has since been closed." in response.content.decode()
    assert not Comment.objects.exists()


@pytest.fixture
def out_of_reach(article, moderator):
    """Numbers of comments that cannot be answered here, by what is the matter with them."""
    taken_down = make_published_comment(article, "Gone.")
    taken_down.take_down(by=moderator, reason="attack")
    refused = make_comment(article, "No.")
    refused.refuse(by=moderator, reason="attack")
    spam = make_comment(article, "Buy.", signals=[("honeypot", "", "spam")])
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
    assert "is no longer available" in response.content.decode()
    assert 'name="to" id="id_to"' in response.content.decode()
    assert Comment.objects.count() == stored


def test_one_connection_may_post_only_so_much(article, settings):
    settings.COMMENTS_PER_NETWORK, settings.COMMENTS_PER_NETWORK_MINUTES = 2, 20
    assert [send(text=f"{number}").status_code for number in range(2)] == [303, 303]
    response = send()
    assert (response.status_code, response["Retry-After"]) == (429, "1200")
    assert "try again in 20 minutes" in response.content.decode()
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
@pytest.mark.parametrize("length", [f"{READ_LIMIT + 1}", "99999999999", "-5", "many"])
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


def test_a_body_that_is_too_long_comes_back_whole(article):
    response = send(text="x" * BODY_LIMIT)
    assert response.status_code == 413
    assert "much too long" in response.content.decode()
    assert f"{'x' * BODY_LIMIT}</textarea>" in response.content.decode()
    assert 'value="ana@readers.example.org"' in response.content.decode()
    assert not Comment.objects.exists()


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
        partial(answering_only),
        partial(answering_only, 'FROM "articles_publication"'),
        partial(failing_at, 'INSERT INTO "comments_comment"'),
        partial(failing_at, 'INSERT INTO "comments_contact"'),
        partial(failing_at, 'INSERT INTO "comments_receipt"'),
        partial(failing_at, "FROM authors_staffnames"),
    ],
    ids=[
        "away",
        "away after the first query",
        "at the comment",
        "at the contact",
        "at the receipt",
        "while screening",
    ],
)
def test_a_database_that_fails_loses_no_text(article, database, caplog):
    with database():
        response = send()
    assert response.status_code == 503
    assert nothing_is_lost(response)
    assert response["Cache-Control"] == "no-store"
    assert not Comment.objects.exists()
    # Failure 29: an error of the database quotes what was typed.
    assert "A comment was not stored: OperationalError" in caplog.text
    assert "I typed" not in caplog.text
    assert "ana@" not in caplog.text
