"""The address of a receipt is its key: who holds it, what it opens, where it must not appear.

Failure 6 of the field: guessable or shared tokens.
"""

import base64
import hashlib
import io
import logging
import re
from datetime import timedelta

import pytest
from django import db
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from comments.models import (
    Comment,
    Confirmation,
    Edit,
    Reader,
    Receipt,
    Subscription,
)
from tests.newsroom import know_the_site, make_comment, make_published_comment
from tests.receipts import ANA, address_of, confirm, read, send, words

pytestmark = pytest.mark.django_db

ADDRESS = "198.51.100.9"
FOREIGN = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
DOORS = ["", "edit/", "withdraw/", "follow/", "export/", "erase/"]
POSTS = ["edit/", "withdraw/", "follow/", "erase/"]


@pytest.fixture
def comment(article):
    return make_comment(article, email=ANA, address=ADDRESS)


@pytest.fixture
def address(comment):
    return address_of(comment)


# --- Failure 6: the key to the page


def test_a_token_is_128_bits_and_lies_in_the_database_as_a_hash_only(comment):
    tokens = {Receipt.objects.issue(comment) for _number in range(50)}
    assert len(tokens) == 50
    for token in tokens:
        assert len(base64.urlsafe_b64decode(token + "==")) == 16
    token = tokens.pop()
    with db.connection.cursor() as cursor:
        cursor.execute("SELECT comments_receipt::text FROM comments_receipt")
        rows = " ".join(row for (row,) in cursor.fetchall())
    assert hashlib.sha256(token.encode()).hexdigest() in rows
    assert token not in rows
    assert base64.urlsafe_b64decode(token + "==").hex() not in rows


def test_a_token_opens_one_comment_and_no_other(article, comment, address):
    other = make_comment(article, "I walked home.", name="Ben Reader")
    page = read(address)
    assert "I was on that train." in page
    assert "I walked home." not in page
    send(address, "withdraw/")
    other.refresh_from_db()
    assert other.status == "waiting"


@pytest.mark.parametrize("door", DOORS)
def test_a_wrong_token_and_an_old_one_are_the_same_404_as_none(comment, door, settings):
    settings.CONTACT_RETENTION_DAYS = 7
    old = address_of(comment, at=timezone.now() - timedelta(days=7, seconds=1))
    young = address_of(comment, at=timezone.now() - timedelta(days=6, hours=23))
    none = Client().get("/404/")
    assert Client().get(f"{young}{door}").status_code == 200
    for address in (old, f"/receipt/{'A' * 22}/", young[:-2] + "/", young + "x/"):
        for answer in (Client().get(f"{address}{door}"), send(address, door, text="x")):
            assert answer.status_code == (405 if answer.status_code == 405 else 404)
        answer = Client().get(f"{address}{door}")
        assert (answer.status_code, answer.content) == (404, none.content)
    comment.refresh_from_db()
    assert (comment.status, comment.version) == ("waiting", 1)


@pytest.mark.parametrize("door", DOORS)
def test_no_cache_keeps_it_no_engine_lists_it_and_nobody_else_learns_its_address(address, door):
    answer = Client().get(f"{address}{door}")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert not answer.cookies
    assert 'rel="canonical"' not in answer.text


@pytest.mark.parametrize("door", POSTS)
def test_a_post_is_as_private_as_the_page(address, door):
    answer = send(address, door, text="Another text.", replies="on")
    assert answer.status_code in (200, 303)
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")


@pytest.mark.parametrize("door", DOORS)
def test_looking_changes_nothing(comment, address, door):
    before = Comment.objects.values().get()
    for method in ("get", "head"):
        for query in ("", "?text=Changed&replies=on&told=asked"):
            assert getattr(Client(), method)(f"{address}{door}{query}").status_code == 200
    assert Comment.objects.values().get() == before
    assert not (Edit.objects.exists() or Confirmation.objects.exists())


@pytest.mark.parametrize("door", POSTS)
def test_what_another_site_sends_changes_nothing_and_is_asked_again(comment, address, door):
    client = Client(enforce_csrf_checks=True)
    before = Comment.objects.values().get()
    typed = {"text": "A <new> text.", "replies": "on", "rhythm": "daily"}
    answer = send(address, door, FOREIGN, client, **typed)
    assert answer.status_code == 403
    assert "confirm that you" in answer.text
    assert Comment.objects.values().get() == before
    assert not (Edit.objects.exists() or Confirmation.objects.exists())
    if door == "edit/":
        assert "A &lt;new&gt; text.</textarea>" in answer.text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.text)[1]
    again = send(address, door, {}, client, **typed, csrfmiddlewaretoken=token)
    assert again.status_code in (200, 303)
    assert send(address, door, {}, Client(), **typed).status_code in (403, 404)


def test_neither_address_is_on_any_page_or_in_the_file(comment, address):
    confirm(comment)
    Subscription.objects.start(Reader.objects.get(), "replies", comment.article, comment)
    for door in DOORS:
        page = Client().get(f"{address}{door}").text
        assert "ana@" not in page
        assert ADDRESS not in page


def test_no_log_line_tells_the_address_of_a_page(address, log):
    token = address.split("/")[2]
    send(address, "edit/", FOREIGN, text="x")
    send(address, "edit/", text="")
    Client().post(address)
    Receipt.objects.update(expires_at=timezone.now())
    Client().get(address)
    assert log.getvalue().count("/receipt/***/") == 4
    assert token not in log.getvalue()


@pytest.fixture
def log(monkeypatch):
    """What the handler of the settings writes."""
    handler = next(one for one in logging.root.handlers if one.name == "stderr")
    monkeypatch.setattr(handler, "stream", io.StringIO())
    return handler.stream


# --- Around it


def test_the_page_tells_how_long_its_address_works_and_where_the_rest_is(comment, address):
    receipt = Receipt.objects.get()
    page = Client().get(address)
    expires = date_format(timezone.localtime(receipt.expires_at), "F j, Y")
    assert f"It works until {expires}" in words(page)
    assert 'href="/reader/" rel="noreferrer"' in page.text


def test_a_receipt_outlives_its_article(comment, address, editor):
    comment.article.withdraw(by=editor, reason="Wrong.")
    assert "I was on that train." in read(address)


@pytest.mark.parametrize("status", ["waiting", "published", "withdrawn"])
def test_a_receipt_asks_as_often_whatever_lies_around_it(
    article, comment, address, moderator, status, django_assert_max_num_queries
):
    confirm(comment)
    if status != "waiting":
        comment.approve(by=moderator)
    if status == "withdrawn":
        comment.withdraw()
    counts = []
    for number in (1, 20):
        for each in range(number):
            make_published_comment(article, f"{number} {each}")
        know_the_site()
        with django_assert_max_num_queries(12) as asked:
            Client().get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
