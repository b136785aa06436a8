"""A cache in front of us shows nothing that somebody was told is taken down."""

import re
from contextlib import suppress

import pytest
from django.db import transaction
from django.http import HttpResponse

from opinion.database import CLONE
from opinion.edge import EdgeMiddleware
from opinion.page_cache.middleware import PageCacheMiddleware
from tests.desk import decide
from tests.kept_pages import address as address
from tests.kept_pages import article as article
from tests.kept_pages import get
from tests.kept_pages import publication as publication
from tests.newsroom import make_comment, make_published_comment, make_user
from tests.receipts import address_of, send

pytestmark = pytest.mark.django_db(transaction=True)

NGINX = (CLONE / "deploy/nginx.conf").read_text()


@pytest.fixture
def clock(monkeypatch, settings):
    """The time in seconds, which passes only where somebody sleeps."""
    settings.EDGE_TTL = 2

    class Clock:
        now = 1_000.5

        def time(self):
            return self.now

        def sleep(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr("opinion.edge.time", clock)
    monkeypatch.setattr("opinion.page_cache.middleware.time", clock)
    return clock


# --- What nginx is told


def test_a_kept_page_says_until_when_nginx_may_show_it(address, clock):
    drawn = get(address)
    kept = get(address)
    known = get(address, **{"If-None-Match": kept.headers["ETag"]})
    assert known.status_code == 304
    # To the end of that second, and so for two seconds at most.
    assert [page.headers["X-Accel-Expires"] for page in (drawn, kept, known)] == ["@1001"] * 3


def test_it_counts_from_when_it_was_asked_whether_the_page_holds(address, clock, monkeypatch):
    get(address)
    find = PageCacheMiddleware._find

    def slowly(*asked):
        clock.sleep(30)
        return find(*asked)

    monkeypatch.setattr(PageCacheMiddleware, "_find", slowly)
    assert get(address).headers["X-Accel-Expires"] == "@1001"


@pytest.mark.parametrize(
    "asked", ["{}reply/", "/comment/opened/?article=1", "/nowhere/", "/admin/"]
)
def test_of_what_is_not_kept_nginx_is_told_nothing(address, clock, asked):
    assert "X-Accel-Expires" not in get(asked.format(address)).headers


def test_without_a_cache_in_front_of_us_nothing_is_said(address, settings):
    settings.EDGE_TTL = 0
    assert "X-Accel-Expires" not in get(address).headers


# --- Who waits


@pytest.fixture
def comment(article):
    return make_published_comment(article)


@pytest.fixture
def desk(client):
    client.force_login(make_user("root", is_superuser=True))
    return client


def test_who_takes_a_comment_down_is_answered_when_it_is_gone_everywhere(desk, comment, clock):
    begun = clock.now
    answer = decide(desk, comment, "take_down", comment.version, reason="attack")
    assert answer.status_code == 302
    comment.refresh_from_db()
    assert comment.status == "taken_down"
    assert clock.now == begun + 2


@pytest.mark.parametrize("door", ["withdraw/", "erase/"])
def test_so_is_who_wrote_it_and_withdraws_or_erases_it(comment, clock, door):
    begun = clock.now
    send(address_of(comment), door, sure="on")
    comment.refresh_from_db()
    assert comment.status == "withdrawn"
    assert clock.now == begun + 2


def test_so_is_who_withdraws_an_article(article, clock):
    begun = clock.now

    def withdraw(_request):
        article.withdraw(by=make_user(), reason="The figures were wrong.")
        return HttpResponse()

    EdgeMiddleware(withdraw)(None)
    assert clock.now == begun + 2


def test_what_took_long_after_it_is_not_waited_for_once_more(comment, clock):
    begun = clock.now

    def take_down(_request):
        comment.take_down(by=make_user(), reason="attack")
        clock.sleep(1.5)
        return HttpResponse()

    EdgeMiddleware(take_down)(None)
    assert clock.now == begun + 2


@pytest.mark.parametrize("kind", ["approve", "refuse"])
def test_nobody_else_waits(desk, article, clock, kind):
    begun = clock.now
    waiting = make_comment(article)
    decide(desk, waiting, kind, waiting.version, reason="attack")
    waiting.refresh_from_db()
    assert waiting.status != "waiting"
    assert clock.now == begun


def test_what_is_rolled_back_took_nothing_down(comment, clock):
    begun = clock.now

    def fail(_request):
        with suppress(ZeroDivisionError), transaction.atomic():
            comment.take_down(by=make_user(), reason="attack")
            raise ZeroDivisionError
        return HttpResponse()

    EdgeMiddleware(fail)(None)
    assert clock.now == begun


# --- What deploy/nginx.conf holds. `make bench` tries it with a real nginx: benchmarks/edge.py


def servers() -> list[str]:
    return re.findall(r"^server \{\n.*?^\}$", NGINX, re.MULTILINE | re.DOTALL)


def test_nginx_answers_no_other_host_and_leads_on_to_none():
    others = [server for server in servers() if "default_server" in server]
    assert [re.findall(r"listen (\d+)", server) for server in others] == [["80"], ["443"]]
    assert all("return 444;" in server for server in others)
    assert "ssl_reject_handshake on;" in others[1]
    assert re.findall(r"return 301 (\S+);", NGINX) == ["https://$server_name$request_uri"]


def test_nginx_keeps_whole_addresses_in_no_log():
    for server in servers():
        assert re.findall(r"error_log \S+ (\w+);", server) == ["emerg"]
        assert re.findall(r"access_log ([^;]+);", server)[0].endswith(("off", "opinion_networks"))
    log_format = re.search(r"log_format opinion_networks (.*?);", NGINX, re.DOTALL)[1]
    assert "$remote_addr" not in log_format
    assert "$request " not in log_format and "$request_uri" not in log_format


def test_nginx_counts_who_asks_to_come_in_for_each_address_and_nothing_else():
    zone = re.search(r"limit_req_zone (\S+) zone=(\w+):\S+ rate=(\S+);", NGINX)
    assert zone.groups() == ("$login_of", "logins", "30r/m")
    counted, others = re.search(r"\$login_of \{(.*?)\}", NGINX, re.DOTALL)[1].strip().splitlines()
    pattern, key = re.fullmatch(r'"~(\S+)" (\S+);', counted.strip()).groups()
    assert (key, others.strip()) == ("$binary_remote_addr", 'default "";')
    assert re.match(pattern, "POST/admin/login/")
    assert re.match(pattern, "GET/admin/account/provider/go/")
    assert re.match(pattern, "POST/admin/account/second-factor/authenticate/")
    for other in (
        "GET/admin/login/",
        "POST/admin/articles/article/1/change/",
        "POST/comment/post/",
    ):
        assert not re.match(pattern, other)
    assert "limit_req zone=logins burst=10 nodelay;" in NGINX


def test_nginx_keeps_nothing_but_what_it_is_told_and_never_shows_it_longer():
    assert "proxy_cache_use_stale off;" in NGINX
    assert "proxy_cache_valid" not in NGINX
    # Nor does it answer for a picture by itself.
    assert "/media/" not in NGINX
    assert "Set-Cookie" not in re.search(r"proxy_ignore_headers (.*?);", NGINX)[1]
    assert "proxy_cache_key $scheme$host$request_uri$coding;" in NGINX
    assert "proxy_set_header Accept-Encoding $coding;" in NGINX
