"""Addresses planted in the database are looked for on everything that the public can reach.

Failures 4 and 5 of the field: an address, or something made of it, in a page, a feed, an error, an
answer to a hostile query.
"""

import base64
import hashlib
import itertools

import pytest
from django.test import Client

from authors.models import Author
from comments.models import Hold, Thread
from opinion.articles.models import Article
from tests import crawler
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_publication,
    make_published_comment,
    make_topic,
    make_user,
)

ADDRESSES = {
    "published": "qwpublished.canary@mail-of-readers.example",
    "waiting": "qwwaiting.canary@mail-of-readers.example",
    "refused": "qwrefused.canary@mail-of-readers.example",
    "author": "qwauthor.canary@mail-of-staff.example",
    "editor": "qweditor.canary@mail-of-staff.example",
    "moderator": "qwmoderator.canary@mail-of-staff.example",
}
NETWORKS = ["203.0.113.77", "2001:db8:ca:fe::77"]
HOSTILE = [
    "email=qwpublished.canary@mail-of-readers.example",
    "order_by=contact__email",
    "ordering=-comments__contact__email_digest",
    "contact__email__startswith=qw",
    "live_edition__published_by__email__contains=qweditor",
    "fields=contact,email&include=contact&format=json",
    "before=1%27%20OR%201=1--&after=%00",
    "thread=1&to=1&article=1",
    "page=-1&p=99999999999999999999",
    "q=%3Cscript%3E&next=//evil.example",
]


def forms_of(secret: str):
    """The secret itself and everything the field has seen made of it."""
    encoded = secret.encode()
    yield secret
    for algorithm in ("md5", "sha1", "sha256"):
        digest = hashlib.new(algorithm, encoded)
        yield digest.hexdigest()
        yield base64.b64encode(digest.digest()).decode().rstrip("=")
        yield base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")
    yield encoded.hex()
    # Base64 of a text that contains the secret differs by its position modulo three.
    for offset in range(3):
        yield base64.b64encode(b"_" * offset + encoded).decode()[4 if offset else 0 : -4]


def canaries():
    for address in ADDRESSES.values():
        local_part = address.partition("@")[0]
        for secret in (address, address.upper(), local_part):
            yield from forms_of(secret)
    for address in NETWORKS:
        yield from forms_of(address)


@pytest.fixture
def planted(db):
    make_publication(contact_email="letters@signal-box.example")
    people = {
        name: make_user(name, email=ADDRESSES[name]) for name in ("author", "editor", "moderator")
    }
    author = make_author("Ngaire Whitcombe", user=people["author"], bio="She minds trains.")
    article = make_article(
        authors=[author], by=people["editor"], topics=[make_topic()], references=["Rolt. Red."]
    )
    make_draft("Unfinished", created_by=people["author"])
    withdrawn = make_article("Withdrawn", by=people["editor"])
    withdrawn.withdraw(by=people["editor"], reason="It was wrong.")
    plant_comments(article, people["moderator"])
    return article


def plant_comments(article, moderator):
    published = make_published_comment(
        article, by=moderator, at=MORNING, email=ADDRESSES["published"], address=NETWORKS[0]
    )
    make_published_comment(
        article,
        text="A reply.",
        parent=published,
        by=moderator,
        email=ADDRESSES["published"],
        address=NETWORKS[1],
    )
    make_comment(article, "It waits.", email=ADDRESSES["waiting"], address=NETWORKS[1])
    refused = make_comment(article, "Refuse me.", email=ADDRESSES["refused"], address=NETWORKS[0])
    refused.refuse(by=moderator, reason="attack")
    Hold.objects.place(refused, "email", until=MORNING.replace(year=2099), reason="x", by=moderator)


def leaks(response):
    seen = crawler.body(response) + str(response.headers) + response.cookies.output()
    return {canary for canary in CANARIES if canary in seen}


CANARIES = frozenset(canaries())


def test_the_canaries_would_be_seen(planted, rf):
    from django.http import HttpResponse

    for secret in ADDRESSES["published"], ADDRESSES["published"].partition("@")[0]:
        for page in (secret, hashlib.md5(secret.encode()).hexdigest()):
            assert leaks(HttpResponse(page))
    mailto = base64.b64encode(f"mailto:{ADDRESSES['waiting']}".encode())
    assert leaks(HttpResponse(mailto))


def test_no_public_page_gives_an_address_away(planted):
    visited = {}
    for address, response in crawler.crawl(Client(raise_request_exception=False)):
        assert not leaks(response), address
        visited[address] = response.status_code
    assert {200, 302, 404, 410} <= {*visited.values()}
    assert planted.get_absolute_url() in visited
    assert {address for address, status in visited.items() if status >= 500} == set()


def test_no_hostile_query_gets_an_address(planted):
    client = Client(raise_request_exception=False)
    kinds = crawler.one_of_each_kind(client).values()
    for address, query in itertools.product(kinds, HOSTILE):
        response = client.get(f"{address}?{query}")
        found = leaks(response) - {c for c in CANARIES if c in query}
        assert not found, (address, query)
        assert response.status_code < 500, (address, query)


def test_an_error_shows_no_address(planted, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError(ADDRESSES["published"])

    monkeypatch.setattr(Article.objects, "published", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert not leaks(response)


def test_a_refused_post_shows_nobody_elses_address(planted):
    client = Client(raise_request_exception=False)
    response = client.post(
        f"{planted.get_absolute_url()}reply/",
        {"name": "", "email": "me@elsewhere.example", "text": "Hm."},
        headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"},
    )
    assert response.status_code == 422
    assert not leaks(response)


def test_comments_by_one_address_share_nothing_public(planted):
    """Two comments of one person must not be told to be of one person."""
    page = crawler.body(Client().get(planted.get_absolute_url()))
    contacts = Thread.objects.of(planted).article.comments.values_list(
        "contact__email_digest", "contact__household_digest"
    )
    for digest in itertools.chain.from_iterable(contacts):
        assert bytes(digest).hex() not in page
        assert base64.b64encode(bytes(digest)).decode().rstrip("=") not in page


def test_the_crawler_finds_every_kind_of_page(planted):
    routes = [route for route, _converters in crawler.public_patterns()]
    assert len(routes) >= 20
    assert Author.objects.get().get_absolute_url() in {*crawler.pattern_addresses()}
