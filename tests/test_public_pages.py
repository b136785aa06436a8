"""A public page is one and the same for everybody, whatever a request brings along."""

import logging

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.utils import timezone

from opinion.articles.models import Publication
from opinion.articles.site import Memory
from tests import crawler
from tests.answers import nothing_is_lost, send
from tests.made_once import made_once
from tests.newsroom import make_article, make_section
from tests.town import build_town

pytestmark = pytest.mark.django_db

ADDRESS = "/2024/01/the-last-train/"
EVERYWHERE = ["/nowhere/", "/about", "/comment/0/", "/unapi?id=2024/01/the-last-train"]
COOKIES = [
    {"csrftoken": "short", "messages": "planted"},
    {"sessionid": "abc", "django_language": "ar"},
    {"csrftoken": "é" * 32, "sessionid": "a" * 32, "reader": "planted"},
]
HEADERS = [
    {
        "accept-language": "ar, fr;q=0.5",
        "authorization": "Basic cGxhbnRlZDpwbGFudGVk",
        "cookie": "csrftoken=short; sessionid=abc; =; ;;",
        "referer": "https://evil.example/",
        "x-forwarded-host": "evil.example",
    },
]


town = made_once(build_town)


def answers(client):
    """(address, answer) for each kind of page, with its errors."""
    yield from crawler.one_answer_of_each_kind(client).values()
    for address in EVERYWHERE:
        yield address, client.get(address)


def is_public(answer):
    return "public" in answer.headers.get("Cache-Control", "")


def hostile():
    """(client, headers) of each visitor."""
    for cookies in COOKIES:
        client = Client()
        client.cookies.load(cookies)
        yield client, {}
    for headers in HEADERS:
        yield Client(), headers
    emptied = SessionStore()
    emptied.create()
    client = Client()
    client.cookies.load({"sessionid": emptied.session_key, "csrftoken": "a" * 64})
    yield client, {}


def test_no_cookie_can_be_planted_in_a_shared_cache_nor_a_query_change_a_page(
    town, client, time_machine
):
    # A feed without entries tells the second in which it was made.
    time_machine.move_to(timezone.now(), tick=False)
    statuses = set()
    for address, answer in answers(client):
        for visitor, headers in hostile():
            got = visitor.get(address, headers=headers)
            where = (address, dict(visitor.cookies), headers)
            if is_public(answer):
                assert not got.cookies, where
                assert got.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding", where
                assert is_public(got), where
                assert (got.status_code, got.content) == (answer.status_code, answer.content)
            elif got.cookies:
                assert "no-store" in got.headers["Cache-Control"], where
        if is_public(answer):
            statuses.add(answer.status_code)
            asked = client.get(address, QUERY_STRING="utm_source=x&fbclid=%3Cb%3E")
            assert asked.content == answer.content or "?" in address, address
    assert statuses >= {200, 300, 301, 302, 404, 410}


def test_what_holds_still_plants_none_either(town, client):
    etag = client.get(ADDRESS).headers["ETag"]
    for visitor, headers in hostile():
        answer = visitor.get(ADDRESS, headers=headers | {"If-None-Match": etag})
        assert (answer.status_code, dict(answer.cookies)) == (304, {})
        assert "Vary" not in answer.headers


def test_a_posted_cookie_is_not_answered_on_a_public_page(town):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "short"
    answer = client.post(ADDRESS)
    assert (answer.status_code, dict(answer.cookies)) == (405, {})


def test_staff_still_get_the_cookies_they_need(town):
    client = Client()
    client.cookies["csrftoken"] = "short"
    answer = client.get("/admin/login/")
    assert len(answer.cookies["csrftoken"].value) == 32


def test_the_menu_says_where_a_reader_is(publication, client):
    make_section("World")
    make_section("Мир", slug="мир")
    for address in ("/section/world/", "/section/мир/"):
        for query in ("", "utm_source=x"):
            page = client.get(address, QUERY_STRING=query).content.decode()
            assert page.count('aria-current="page"') == 1, address


# --- Without a database


@pytest.fixture(params=[OperationalError, InterfaceError])
def database_away(request, monkeypatch, publication):
    """Only for as long as the publication is read: then all the rest would still answer."""
    make_article()

    def fail(queryset):
        raise request.param("I typed this")

    monkeypatch.setattr(Memory, "current", fail)
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("address", ["/", ADDRESS, "/feed/", "/nowhere/", "/admin/"])
def test_no_page_is_shown_under_another_name(database_away, client, caplog, address):
    with caplog.at_level(logging.ERROR):
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Retry-After"] == "60"
    assert not answer.cookies
    assert "We will be back in a minute" in answer.content.decode()
    assert "The publication could not be read" in caplog.text
    assert "I typed" not in caplog.text


def test_what_was_sent_meanwhile_still_comes_to_its_view(database_away, caplog):
    answer = send(text="")
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'value="Ana Reader"' in answer.content.decode()
    answer = send()
    assert answer.status_code == 303 or nothing_is_lost(answer)
    assert "The publication could not be read" in caplog.text
