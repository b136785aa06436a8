"""No address of a reader gets out, however a page is asked for. Failures 4 and 5."""

import base64
import itertools

import pytest
from django.test import Client

from comments.models import Comment, Confirmation, Contact, Hold, Reader, Receipt, Report
from opinion.articles.models import Article
from tests import crawler
from tests.browser.test_injection import admin_addresses
from tests.followers import make_follower
from tests.made_once import made_once
from tests.newsroom import make_user
from tests.test_canary import ADDRESSES, CANARIES, NETWORKS, forms_of, leaks, plant

pytestmark = pytest.mark.django_db

REPORTER, FOLLOWER = "2001:db8:be:ef::99", "qwfollower.canary@mail-of-readers.example"
OF_READERS = {
    form
    for secret in [ADDRESSES["published"], ADDRESSES["waiting"], ADDRESSES["refused"], FOLLOWER]
    for part in (secret, secret.partition("@")[0])
    for form in forms_of(part)
} | {form for secret in [*NETWORKS, REPORTER] for form in forms_of(secret)}
SECRETS = OF_READERS | CANARIES
# What may be answered without looking at the rest stands alone.
HOSTILE = [
    "email=qwpublished.canary@mail-of-readers.example&order_by=contact__email"
    "&ordering=-comments__contact__email_digest&contact__email__startswith=qw"
    "&live_edition__published_by__email__contains=qweditor&contact__reader__email_digest=1"
    "&fields=contact,email&include=contact&format=json",
    "before=1%27%20OR%201=1--&after=%00",
    "thread=1&to=1&article=1",
    "page=-1&p=99999999999999999999",
    "q=%3Cscript%3E&next=//evil.example&email=qwfollower&sort=reader__email",
]


def plant_and_follow() -> Article:
    """The planted publication, with readers who follow, confirm and report."""
    article = plant()
    make_follower(article, FOLLOWER)
    comment = article.comments.published().first()
    Confirmation.objects.ask(FOLLOWER, NETWORKS[0], article, comment)
    Report.objects.receive(comment, "hate", REPORTER)
    return article


busy = made_once(plant_and_follow)


@pytest.fixture(scope="module")
def visited(busy, django_db_blocker):
    """What all that the public can reach answers, by its address: (kind, what is seen of it)."""
    with django_db_blocker.unblock():
        receipts = [f"/receipt/{Receipt.objects.issue(one)}/" for one in Comment.objects.all()]
        exports = [f"{address}export/" for address in receipts]
        client = Client(raise_request_exception=False)
        return {
            address: (crawler.kind_of(address, response), crawler.seen(response))
            for address, response in crawler.crawl(client, receipts + exports)
        }


def found_in(seen: str):
    return {secret for secret in SECRETS if secret in seen}


# --- 4


def test_failure_04_no_address_of_a_reader_is_on_any_page_or_feed(busy, visited):
    for address, (_kind, seen) in visited.items():
        assert not found_in(seen), address
    assert len(visited) > 50
    assert busy.get_absolute_url() in visited
    statuses = {status for (_view, status), _seen in visited.values()}
    assert {200, 302, 404, 410} <= statuses
    assert max(statuses) < 500


def test_failure_04_no_filter_sort_or_search_finds_an_address(visited):
    client = Client(raise_request_exception=False)
    kinds = {visited[address][0]: address for address in sorted(visited)}
    assert len(kinds) > 50
    for (_view, status), address in kinds.items():
        # Where nothing is found a query stands in no other's way.
        for query in ["&".join(HOSTILE)] if status == 404 else HOSTILE:
            response = client.get(f"{address.partition('?')[0]}?{query}")
            leaked = found_in(crawler.seen(response)) - found_in(query)
            assert not leaked, (address, query)
            assert response.status_code < 500, (address, query)


def test_failure_04_no_page_of_the_desk_shows_an_address_unasked(busy, client):
    moderator = make_user("mia", group="Moderators")
    client.force_login(moderator)
    client.raise_request_exception = False
    looked = 0
    for address in admin_addresses():
        response = client.get(address)
        body = crawler.body(response)
        assert not {secret for secret in OF_READERS if secret in body}, address
        looked += response.status_code == 200
    assert looked > 5


def test_failure_04_an_error_shows_no_address(busy, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError(f"{FOLLOWER} {ADDRESSES['published']}")

    monkeypatch.setattr(Article.objects, "published", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert not found_in(crawler.seen(response))


def test_failure_04_a_planted_address_would_be_seen(busy, rf):
    from django.http import HttpResponse

    for secret in (FOLLOWER, FOLLOWER.encode().hex(), REPORTER):
        assert found_in(crawler.seen(HttpResponse(f"<p>{secret}</p>")))
    assert leaks(HttpResponse(ADDRESSES["published"]))


# --- 5


def secrets_of_readers():
    """What opens a reader's own doors, and what tells one person from another."""
    for reader in Reader.objects.all():
        yield reader.device_key
    sealed = [
        (Contact, ["email", "email_digest", "household_digest", "network_digest"]),
        (Reader, ["email", "email_digest"]),
        (Confirmation, ["email", "email_digest", "network_digest"]),
        (Report, ["household_digest"]),
        (Receipt, ["digest"]),
        (Hold, ["digest"]),
    ]
    for model, columns in sealed:
        for value in itertools.chain.from_iterable(model.objects.values_list(*columns)):
            yield bytes(value).hex()
            yield base64.b64encode(bytes(value)).decode().rstrip("=")
            yield base64.urlsafe_b64encode(bytes(value)).decode().rstrip("=")


def test_failure_05_no_public_page_holds_a_key_or_a_fingerprint_of_a_reader(visited):
    secrets = [*secrets_of_readers()]
    assert len(secrets) > 50
    for address, (_kind, seen) in visited.items():
        assert not [secret for secret in secrets if secret in seen], address
