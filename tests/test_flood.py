"""Whoever asks for more pages than anybody reads is shown what is kept, and nothing else."""

import time

import pytest
from django.conf import settings
from django.test import Client

from comments.security import flood
from tests.kept_pages import address as address
from tests.kept_pages import article as article
from tests.kept_pages import outcome
from tests.kept_pages import publication as publication
from tests.newsroom import make_user

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 3


@pytest.fixture
def flooder(address, settings):
    """Somebody whose network has had drawn for it all that it may."""
    settings.PAGES_PER_NETWORK = MOST
    client = Client(REMOTE_ADDR="203.0.113.7")
    # Kept by then, so not counted.
    Client().get(address)
    for _number in range(MOST):
        assert client.get(f"{address}reply/").status_code == 200
    return client


@pytest.mark.parametrize(
    "asked", ["{}reply/", "/comment/opened/?article=1", "/works/?q=x", "/?before=1", "/nowhere/"]
)
def test_what_would_have_to_be_drawn_is_refused_by_a_page_of_ours(flooder, address, asked):
    page = flooder.get(asked.format(address))
    assert page.status_code == 429
    assert page.headers["Retry-After"] == "60"
    assert page.headers["Cache-Control"] == "no-store"
    assert "Too many pages at once" in page.text


def test_a_refusal_asks_the_database_nothing(flooder, address, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert flooder.get(f"{address}reply/").status_code == 429


def test_kept_pages_are_shown_all_the_same(flooder, address):
    for _number in range(MOST + 1):
        assert outcome(flooder.get(address)) == "hit"


def test_what_is_posted_is_not_refused(flooder, address):
    assert flooder.post(f"{address}reply/", {"text": "Words"}).status_code not in (429, 500)


def test_the_whole_network_is_meant_and_no_other(flooder, address):
    asked = f"{address}reply/"
    assert flooder.get(asked, REMOTE_ADDR="203.0.113.99").status_code == 429
    assert flooder.get(asked, REMOTE_ADDR="203.0.114.7").status_code == 200


def test_an_address_that_tells_of_nobody_is_not_counted(address, settings):
    settings.PAGES_PER_NETWORK = 1
    for local in ("127.0.0.1", "::1", ""):
        client = Client(REMOTE_ADDR=local)
        assert [client.get(f"{address}reply/").status_code for _n in range(3)] == [200] * 3


def test_staff_who_are_logged_in_are_never_refused(flooder, address):
    flooder.force_login(make_user("editor", is_staff=True))
    assert flooder.get(f"{address}reply/").status_code == 200


@pytest.mark.parametrize("is_known", [True, False])
def test_a_cookie_alone_makes_nobody_staff(flooder, address, is_known):
    if is_known:
        flooder.force_login(make_user("reader", is_staff=False))
    else:
        flooder.cookies[settings.SESSION_COOKIE_NAME] = "made-up"
    assert flooder.get(f"{address}reply/").status_code == 429


def test_within_a_minute_all_of_it_comes_back(monkeypatch):
    now = 1_000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    allowance = flood.Allowance(each=60)
    for _number in range(60):
        assert not allowance.is_used_up("203.0.113.0/24")
        allowance.use("203.0.113.0/24")
    assert allowance.is_used_up("203.0.113.0/24")
    now += 1
    assert not allowance.is_used_up("203.0.113.0/24")
    allowance.use("203.0.113.0/24")
    assert allowance.is_used_up("203.0.113.0/24")
    now += 60
    assert allowance._now_left("203.0.113.0/24") == 60


def test_only_so_many_networks_are_remembered(monkeypatch):
    monkeypatch.setattr(flood, "MOST", 2)
    allowance = flood.Allowance(each=1)
    for network in ("a", "b", "a", "c"):
        allowance.use(network)
    assert [allowance.is_used_up(network) for network in "abc"] == [True, False, True]
