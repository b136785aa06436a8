"""Who posts, from where, and what becomes of it. Failures 9, 10, 11, 12, 21."""

import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import DisallowedHost
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from comments.models import Comment, Confirmation, Reader
from comments.readers import device_cookie
from comments.screening import impersonation, run
from comments.security import csrf, signing
from comments.security.signing import Purpose
from opinion import html
from opinion.articles.models import Publication
from tests.failures.site import (
    ANA,
    BO,
    OURS,
    make_known,
    reply_address,
    send,
    trusting,
)
from tests.failures.test_tokens import opened_a_minute_ago
from tests.newsroom import make_published_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(article, moderator):
    """Ana, whom the thread trusts."""
    reader = make_known(article, moderator)
    trusting(article, by=moderator)
    return reader


def browser_of(reader) -> Client:
    client = Client()
    client.cookies[device_cookie.COOKIE] = signing.sign(
        Purpose.DEVICE, [reader.pk, reader.device_key]
    )
    return client


def outcome(article, client=None, **typed) -> str:
    """The status of a comment that was just sent; nothing where none was stored."""
    last = Comment.objects.order_by("pk").last()
    typed = {"opened": opened_a_minute_ago(article), "text": f"After {last and last.pk}"} | typed
    send(article, client=client, **typed)
    found = Comment.objects.filter(text=typed["text"], pk__gt=last.pk if last else 0).first()
    return found.status if found else ""


# --- 9


def test_failure_09_a_typed_address_buys_no_trust(article, known, settings):
    settings.COMMENTS_PER_NETWORK = 1_000
    assert outcome(article, browser_of(known)) == "published", "so that the others say something"
    bo = Reader.objects.confirm(BO)
    forged = browser_of(known)
    forged.cookies[device_cookie.COOKIE] = f"{signing.sign(Purpose.DEVICE, [known.pk, 'guessed'])}"
    for client in (Client(), browser_of(bo), forged):
        for email in (ANA, ANA.upper(), f" {ANA} "):
            assert outcome(article, client, email=email) == "waiting"
    assert outcome(article, browser_of(known), email=BO) == "waiting"
    assert known.comments.count() == 3, "none of them became hers"


def test_failure_09_a_name_or_address_of_staff_is_held_for_it(article, known, settings):
    settings.COMMENTS_PER_NETWORK = 1_000
    make_user("edith", first_name="Edith", last_name="Orr", email="edith@staff.example.org")
    name = Publication.objects.get().name
    for number, typed in enumerate(
        [
            {"name": "Edith Orr"},
            {"name": "ÉDITH  ORR"},
            {"name": "Edith.Orr"},
            {"name": name},
            {"name": "Ngaire Whitcombe"},
            {"email": "Edith@Staff.example.org", "name": "Somebody"},
        ]
    ):
        client = browser_of(known) if "email" not in typed else Client()
        text = f"Claim {number}"
        assert outcome(article, client, text=text, **typed) == "waiting", typed
        signals = Comment.objects.get(text=text).signals.all()
        assert "staff_name" in {signal.kind for signal in signals}, typed


# --- 10

NOT_OURS = [
    "http://attacker-testserver",
    "http://testserver.evil.example",
    "http://testserver.",
    "http://testserver..",
    "http://xtestserver",
    "http://te\u0455tserver",  # a Cyrillic letter
    "http://xn--tetserver-y4g",
    "http://testserver%2eevil.example",
    "http://testserver@evil.example",
    "http://evil.example#testserver",
    "http://evil.example\\.testserver",
    "http://tests\u200berver.evil.example",
    "https://opinion.example.evil.example",
    "https://attacker-opinion.example",
    "https://opinion.example.",
    "https://opini\u043en.example",
    "https://sub.opinion.example",
    "https://opinion\u3002example.evil.example",
]


def test_failure_10_hosts_that_look_like_ours_are_not_ours(settings):
    settings.PUBLIC_URL = "https://opinion.example"
    for name in NOT_OURS:
        request = RequestFactory().post("/", headers={"origin": name})
        request.user = AnonymousUser()
        assert not csrf.is_ours(request), name
    for name in ("http://testserver", "HTTP://TESTSERVER:80", "https://Opinion.Example:443"):
        assert csrf.is_ours(RequestFactory().post("/", headers={"origin": name})), name


def test_failure_10_hosts_are_compared_by_their_idna_labels(settings):
    settings.PUBLIC_URL = "https://bücher.example"
    for name, is_ours in {
        "https://xn--bcher-kva.example": True,
        "https://BÜCHER.example": True,
        "https://bücher\u3002example": True,  # a full stop to IDNA
        "https://bucher.example": False,
        "https://xn--bcher-kva.example.evil.example": False,
        "https://xn--bcher-kva": False,
    }.items():
        request = RequestFactory().post("/", headers={"origin": name.encode().decode("latin-1")})
        request.META["HTTP_ORIGIN"] = name
        assert csrf.is_ours(request) == is_ours, name


def test_failure_10_a_host_that_looks_like_ours_is_not_answered_for(article, settings):
    settings.ALLOWED_HOSTS = ["testserver", "opinion.example"]
    for host in ("testserver.evil.example", "attacker-opinion.example", "a.opinion.example"):
        with pytest.raises(DisallowedHost):
            RequestFactory().get("/", headers={"host": host}).get_host()
        client = Client(raise_request_exception=False)
        answer = client.get(article.get_absolute_url(), headers={"host": host})
        assert host not in str(answer.headers) + answer.text


def test_failure_10_a_deceptive_address_is_no_link():
    for address in (
        "https://example.com\u2044evil.example",
        "https://example.com\u200b.evil.example",
        "https://example.com\u202emoc.live",
        "https://me@evil.example",
        "https://ｅvil.example",
        "https://evil\u3002example",
    ):
        assert html.safe_url(address) is None, address
        assert 'href="https://example.com"' not in html.comment(f"See {address} now.")


# --- 11


def test_failure_11_leaving_something_out_only_makes_the_outcome_stricter(article, known, settings):
    settings.COMMENTS_PER_NETWORK = 1_000
    ranks = {"": 0, "spam": 1, "waiting": 2, "published": 3}
    whole = {
        "cookie": browser_of(known).cookies[device_cookie.COOKIE].value,
        "opened": opened_a_minute_ago(article),
        "origin": "http://testserver",
        "sec-fetch-site": "same-origin",
        "name": "Ana Reader",
        "email": ANA,
        "text": "x",
    }
    outcomes = {}
    for size in range(len(whole) + 1):
        for kept in itertools.combinations(whole, size):
            outcomes[frozenset(kept)] = ranks[outcome_of(article, {n: whole[n] for n in kept})]
    assert outcomes[frozenset(whole)] == ranks["published"]
    for missing in ("cookie", "opened"):
        assert outcomes[frozenset(whole) - {missing}] == ranks["waiting"], missing
    for missing in (["name"], ["email"], ["text"], ["origin", "sec-fetch-site"]):
        assert outcomes[frozenset(whole).difference(missing)] == ranks[""], missing
    for kept, rank in outcomes.items():
        for more in set(whole) - kept:
            assert rank <= outcomes[kept | {more}], (sorted(kept), more)


def outcome_of(article, sent) -> str:
    client = Client(enforce_csrf_checks=True)
    if "cookie" in sent:
        client.cookies[device_cookie.COOKIE] = sent["cookie"]
    headers = {name: sent[name] for name in ("origin", "sec-fetch-site") if name in sent}
    typed = {name: sent[name] for name in ("name", "email", "text", "opened") if name in sent}
    if "text" in typed:
        typed["text"] = f"With {' '.join(sorted(sent))}"
    client.post(reply_address(article), typed, headers=headers)
    found = Comment.objects.filter(text=typed.get("text", "nothing")).first()
    return found.status if found else ""


# --- 12


@pytest.mark.parametrize(
    "failure", [RuntimeError("train ana@"), RecursionError(), TimeoutError(), ValueError("train")]
)
def test_failure_12_a_rule_that_breaks_holds_the_comment(
    article, known, monkeypatch, failure, caplog
):
    def break_down(*args, **kwargs):
        raise failure

    monkeypatch.setattr(impersonation, "claimed_identity", break_down)
    client = browser_of(known)
    answer = send(article, client=client, opened=opened_a_minute_ago(article), text="On a train.")
    assert answer.status_code == 303
    comment = Comment.objects.get(text="On a train.")
    assert comment.status == "waiting"
    assert comment.signals.filter(kind="unscreened").exists(), "a moderator sees it"
    assert "ana@" not in caplog.text
    assert type(failure).__name__ in caplog.text


def test_failure_12_a_rule_that_takes_too_long_holds_the_comment(article, known, monkeypatch):
    def take_too_long(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(30)")

    monkeypatch.setattr(impersonation, "claimed_identity", take_too_long)
    monkeypatch.setattr(run, "MOST_MILLISECONDS", 50)
    answer = send(article, client=browser_of(known), text="On a train.")
    assert answer.status_code == 303
    comment = Comment.objects.get(text="On a train.")
    assert comment.status == "waiting"
    assert comment.signals.filter(kind="unscreened").exists()


def test_failure_12_rules_without_their_database_lose_no_text_and_publish_nothing(
    article, known, monkeypatch
):
    def find_it_gone(*args, **kwargs):
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(impersonation, "claimed_identity", find_it_gone)
    before = Comment.objects.count()
    answer = send(article, client=browser_of(known), text="On a train.")
    assert answer.status_code == 503
    assert "On a train.</textarea>" in answer.text
    assert Comment.objects.count() == before


def test_failure_12_whatever_is_noticed_keeps_a_known_reader_waiting(article, known, monkeypatch):
    for kind in ("too_fast", "untimed", "staff_name"):
        monkeypatch.setattr(run, "noticed", lambda _sent, kind=kind: [(kind, "")])
        assert outcome(article, browser_of(known), text=kind) == "waiting"
    monkeypatch.setattr(run, "noticed", lambda _sent: [])
    assert outcome(article, browser_of(known)) == "published"


# --- 21

CHAINS = ["198.51.100.{n}", "{n}.1.1.1, 10.0.0.1", "nonsense{n}", "::ffff:198.51.100.{n}"]


@pytest.mark.parametrize("chain", CHAINS)
def test_failure_21_a_forged_header_does_not_change_whose_limit_it_is(article, settings, chain):
    settings.COMMENTS_PER_NETWORK = 2
    settings.CONFIRMATIONS_PER_NETWORK = 2
    shown = [make_published_comment(article, f"Shown {n}.") for n in range(3)]
    follow = f"{article.get_absolute_url()}follow/"
    statuses = []
    for n in range(3):
        forged = OURS | {
            name: chain.format(n=n)
            for name in ("x-forwarded-for", "x-real-ip", "forwarded", "client-ip", "via")
        }
        statuses.append(send(article, headers=forged, text=f"{n}", address="203.0.113.9"))
        report = Client().post(
            f"/comment/{shown[n].pk}/report/",
            {"reason": "hate"},
            headers=forged,
            REMOTE_ADDR="203.0.113.9",
        )
        statuses.append(report)
        typed = {"email": f"{n}@readers.example.org", "rhythm": "daily"}
        Client().post(follow, typed, headers=forged, REMOTE_ADDR="203.0.113.9")
    assert [answer.status_code for answer in statuses] == [303, 303, 303, 303, 429, 429]
    assert Confirmation.objects.count() == 2


def test_failure_21_behind_our_proxy_only_what_it_wrote_counts(article, settings):
    settings.COMMENTS_PER_NETWORK, settings.TRUSTED_PROXIES = 1, 1
    for n, status in enumerate([303, 429, 429]):
        chain = OURS | {"x-forwarded-for": f"192.0.2.{n}, 198.51.100.4"}
        assert send(article, headers=chain, text=f"{n}").status_code == status
    other = OURS | {"x-forwarded-for": "198.51.100.4, 198.51.100.5"}
    assert send(article, headers=other, text="Other").status_code == 303


def test_failure_21_an_ipv6_connection_is_a_64(article, settings):
    settings.COMMENTS_PER_NETWORK = 1
    assert send(article, text="1", address="2001:db8:1:1::1").status_code == 303
    assert send(article, text="2", address="2001:db8:1:1:ffff:1:2:3").status_code == 429
    assert send(article, text="3", address="2001:db8:1:2::1").status_code == 303
    assert send(article, text="4", address="::ffff:203.0.113.7").status_code == 303
    assert send(article, text="5", address="203.0.113.7").status_code == 429
