"""Posts from other sites, addresses that readers typed, and visitors. Failures 23, 25, 28."""

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Confirmation, Receipt, Report, Subscription
from comments.security import signing
from comments.security.signing import Purpose
from tests import crawler
from tests.failures.site import (
    BO,
    FOREIGN,
    OURS,
    everything_stored,
    reply_address,
    send,
    work,
)
from tests.failures.test_posting import browser_of, known
from tests.followers import make_follower
from tests.newsroom import make_comment, make_published_comment
from tests.test_posting import looking_out

pytestmark = pytest.mark.django_db
__all__ = ["known"]


# --- 23


@pytest.fixture
def posts(article, known):
    """Every address that takes a post of readers, and what they send there."""
    shown = make_published_comment(article, "Shown.")
    receipt = f"/receipt/{Receipt.objects.issue(make_comment(article, 'Mine.'))}/"
    follower = make_follower(article, BO)
    sealed = signing.sign(Purpose.READER, [follower.pk, follower.device_key])
    asked = Confirmation.objects.ask(BO, "203.0.113.1", article, wishes=[("thread", "daily")])
    return {
        reply_address(article): {"name": "Kim", "email": BO, "text": "My long thought."},
        f"{article.get_absolute_url()}follow/": {"email": BO, "rhythm": "daily"},
        f"/comment/{shown.pk}/report/": {"reason": "hate"},
        f"{receipt}edit/": {"text": "My long thought."},
        f"{receipt}withdraw/": {},
        f"{receipt}erase/": {},
        f"{receipt}follow/": {"replies": "on", "rhythm": "daily"},
        "/reader/": {"email": BO},
        f"/reader/{sealed}/": {"do": "stop_all"},
        f"/reader/{sealed}/erase/": {},
        f"/mail/confirm/{signing.sign(Purpose.CONFIRM, asked.pk)}/": {"remember": "on"},
    }


FOREIGN_POSTS = [
    FOREIGN,
    {"origin": "https://evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"origin": "null"},
    {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
    {},
]


def test_failure_23_no_other_site_posts_for_its_visitors(posts, known):
    before = everything_stored()
    for headers in FOREIGN_POSTS:
        for address, typed in posts.items():
            client = browser_of(known)
            client.handler.enforce_csrf_checks = True
            answer = client.post(address, typed, headers=headers)
            assert answer.status_code == 403, (address, headers)
            for words in typed.values():
                is_kept = words in answer.text or words in ("on", "stop_all")
                assert is_kept, f"{address} lost what was typed"
    assert everything_stored() == before


def test_failure_23_what_was_refused_is_taken_from_our_own_page(posts):
    for address, typed in posts.items():
        if "erase" not in address and "withdraw" not in address:
            assert Client().post(address, typed, headers=OURS).status_code in (200, 303), address


# --- 25


def test_failure_25_nothing_that_readers_typed_is_fetched(article, moderator):
    places = "http://127.0.0.1:9/a http://localhost:9/ http://169.254.169.254/latest"
    make_follower(article)
    with looking_out() as reached:
        send(article, text=f"See {places} and http://[::1]:9/x.png", name="Ana")
        comment = Comment.objects.get()
        comment.approve(by=moderator)
        comment.edit(f"Rather {places}")
        comment.decide("accept_edit", by=moderator)
        work()
        for address in ("", "feed/", f"conversation/{comment.pk}/", "reply/"):
            Client().get(f"{article.get_absolute_url()}{address}")
    assert reached == []
    assert comment.html.count("<a ") == 3
    page = Client().get(article.get_absolute_url()).text
    assert "<img" not in comment.html
    assert 'rel="preconnect"' not in page
    assert 'rel="dns-prefetch"' not in page


# --- 28


def visitors(article, moderator, reader):
    """Requests as different as the people who send them."""
    yield "nobody", Client(), {}
    staff = Client()
    staff.force_login(moderator)
    staff.get("/admin/")
    yield "staff", staff, {}
    yield "a known browser", browser_of(reader), {}
    asked = Client()
    asked.post(reply_address(article), {"name": "Zoe Zed", "email": BO, "text": "Hm."})
    asked.cookies["csrftoken"] = "a" * 32
    yield "somebody with a token", asked, {"accept-language": "ar, fr;q=0.5"}
    talkative = Client(REMOTE_ADDR="2001:db8::7")
    talkative.cookies["messages"] = talkative.cookies["django_language"] = "fr"
    yield (
        "somebody who says much",
        talkative,
        {
            "user-agent": "Mozilla/5.0 (iPhone)",
            "referer": "https://search.example/?q=zed",
            "x-forwarded-for": "203.0.113.3",
            "x-requested-with": "XMLHttpRequest",
            "accept": "application/json",
            "dnt": "1",
        },
    )


def test_failure_28_a_public_page_is_the_same_bytes_for_everybody(
    article, known, moderator, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    make_published_comment(article, "Shown.")
    addresses = [
        address
        for address, answer in crawler.one_answer_of_each_kind(Client()).values()
        if "public" in answer.headers.get("Cache-Control", "")
    ]
    assert article.get_absolute_url() in addresses
    assert len(addresses) > 10
    pages = {}
    for who, client, headers in visitors(article, moderator, known):
        for address in addresses:
            answer = client.get(address, headers=headers)
            assert not answer.cookies, (who, address)
            assert "cookie" not in answer.headers.get("Vary", "").lower(), (who, address)
            seen = (answer.status_code, answer.content, answer.headers.get("ETag"))
            assert pages.setdefault(address, seen) == seen, (who, address)
            assert b"csrfmiddlewaretoken" not in answer.content
    assert not Report.objects.exists()
    assert Subscription.objects.count() == 0
