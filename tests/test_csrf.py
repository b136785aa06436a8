"""Posts are taken from our own pages only; everything else is shown again to be confirmed.

Failures 11 and 23 of the field.
"""

import itertools

import pytest
from django.test import Client

from comments.models import Comment
from comments.security import csrf
from opinion import same_origin

TYPED = {"name": "Ana Reader", "email": "ana@readers.example.org", "text": "I was on that train."}
OURS = {"origin": "http://testserver"}
REPLY = "/2024/01/the-last-train/reply/"


@pytest.fixture(autouse=True)
def two_hosts(settings):
    settings.PUBLIC_URL = "https://opinion.example"
    settings.ALLOWED_HOSTS = ["testserver", "opinion.example"]


@pytest.fixture
def reader():
    return Client(enforce_csrf_checks=True)


def send(reader, headers=None, **changes):
    return reader.post(REPLY, TYPED | changes, headers=headers)


@pytest.mark.parametrize(
    ("sender", "site", "is_ours"),
    [
        # Our own pages, as browsers of today and of ten years ago send them.
        ("http://testserver", "same-origin", True),
        ("http://testserver", None, True),
        ("http://testserver", "none", True),  # sent again by hand
        ("https://opinion.example", None, True),  # the public address, behind a proxy
        ("https://opinion.example:443", None, True),
        ("HTTP://TestServer", None, True),
        (None, "same-origin", True),
        ("null", "same-origin", True),  # a page with a Referrer-Policy of no-referrer
        # Other people's pages.
        ("https://evil.example", "cross-site", False),
        ("https://evil.example", None, False),
        ("https://evil.example", "same-origin", False),
        (None, "cross-site", False),
        (None, "same-site", False),
        (None, "none", False),
        ("null", None, False),  # a sandboxed frame
        ("null", "cross-site", False),
        ("null", "none", False),
        ("http://testserver", "cross-site", False),
        ("http://testserver", "same-site", False),
        ("http://testserver", "SAME-ORIGIN", False),
        ("http://testserver", "nonsense", False),
        # Nearly ours.
        ("https://blog.opinion.example", "same-site", False),
        ("https://blog.opinion.example", None, False),
        ("https://opinion.example.evil.example", None, False),
        ("https://evil-opinion.example", None, False),
        ("https://opinion.example:8443", None, False),
        ("http://opinion.example", None, False),
        ("https://testserver", None, False),
        ("http://testserver:8000", None, False),
        ("http://testserver.", None, False),
        # No origin at all.
        ("http://testserver/page", None, False),
        ("http://me@testserver", None, False),
        ("http://@testserver", None, False),
        ("http://testserver?x", None, False),
        ("http://testserver, https://evil.example", None, False),
        ("https://evil.example http://testserver", None, False),
        ("http://testserver:port", None, False),
        ("http://[", None, False),
        ("http://", None, False),
        ("testserver", None, False),
        ("ftp://testserver", None, False),
        ("", None, False),
        (" ", None, False),
        ("http://" + "x" * 70 + ".example", None, False),
    ],
)
def test_only_our_own_pages_may_send_a_comment(rf, sender, site, is_ours):
    headers = {"origin": sender, "sec-fetch-site": site}
    sent = {name: value for name, value in headers.items() if value is not None}
    assert csrf.is_ours(rf.post(REPLY, TYPED, headers=sent)) == is_ours


def test_a_page_on_another_of_our_hosts_may_send_to_itself_only(rf):
    own = {"origin": "https://opinion.example:8443", "host": "opinion.example:8443"}
    assert csrf.is_ours(rf.post(REPLY, TYPED, headers=own, secure=True))
    assert not csrf.is_ours(rf.post(REPLY, headers=own | {"host": "testserver"}, secure=True))


def test_a_refused_check_stores_nothing_and_loses_nothing(article, reader):
    response = send(reader, {"origin": "https://evil.example"}, text="Five & six < seven")
    page = response.content.decode()
    assert response.status_code == 403
    assert not Comment.objects.exists()
    assert "Five &amp; six &lt; seven</textarea>" in page
    assert 'value="Ana Reader"' in page
    assert 'value="ana@readers.example.org"' in page
    assert "confirm that you wrote this on our site" in page


def test_what_was_refused_is_taken_from_our_own_page(article, reader):
    assert send(reader, {"origin": "https://evil.example"}).status_code == 403
    assert send(reader, OURS).status_code == 303


def test_a_browser_that_says_nothing_is_asked_to_confirm(article, reader):
    asked = send(reader)
    assert asked.status_code == 403
    token = asked.context["csrf_token"]
    assert f'value="{token}"' in asked.content.decode()
    assert send(reader, csrfmiddlewaretoken=str(token)).status_code == 303
    assert Comment.objects.count() == 1


def test_a_silent_browser_with_a_mistake_keeps_its_token(article, reader):
    token = str(send(reader).context["csrf_token"])
    again = send(reader, csrfmiddlewaretoken=token, email="none")
    assert again.status_code == 422
    assert "csrfmiddlewaretoken" in again.content.decode()


@pytest.mark.parametrize("token", ["", "x", "a" * 32, "a" * 64])
def test_a_made_up_token_confirms_nothing(article, reader, token):
    send(reader)
    assert send(reader, csrfmiddlewaretoken=token).status_code == 403
    assert not Comment.objects.exists()


def test_somebody_elses_token_confirms_nothing(article, reader):
    stolen = str(send(Client(enforce_csrf_checks=True)).context["csrf_token"])
    assert send(reader, csrfmiddlewaretoken=stolen).status_code == 403
    send(reader)
    assert send(reader, csrfmiddlewaretoken=stolen).status_code == 403


def test_a_token_does_not_make_up_for_a_foreign_page(article, reader):
    token = str(send(reader).context["csrf_token"])
    foreign = {"origin": "https://evil.example"}
    assert send(reader, foreign, csrfmiddlewaretoken=token).status_code == 403


def test_what_another_site_makes_a_browser_send_passes_with_no_header_left_out(article, reader):
    sent = [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://blog.opinion.example", "sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ]
    for headers, kept in itertools.product(sent, itertools.product([True, False], repeat=2)):
        some = dict(itertools.compress(headers.items(), kept))
        assert send(reader, some).status_code == 403, some


def test_pages_for_readers_carry_no_token_and_set_no_cookie(article, reader):
    for address in ("/2024/01/the-last-train/", REPLY):
        response = reader.get(address)
        assert b"csrfmiddlewaretoken" not in response.content
        assert not response.cookies
    for response in (send(reader, OURS, email="none"), send(reader, OURS)):
        assert not response.cookies


def test_origins_are_compared_by_their_ascii_form():
    assert same_origin.normal("https://Bücher.example") == same_origin.normal(
        "https://xn--bcher-kva.example"
    )
    assert same_origin.normal("https://[2001:DB8::1]") == same_origin.normal(
        "https://[2001:db8::1]:443"
    )
    assert same_origin.normal("http://a.example:0") != same_origin.normal("http://a.example")
