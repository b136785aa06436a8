"""What readers, moderators and editors ask of a filled outlet, as requests to a web server."""

import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, repeat
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Count

from authors.models import User
from comments.models import Comment, Thread
from opinion.articles.models import Article

from .cases.moderation import FOCUS, QUEUE
from .load import Answer, Request, ask

BROTLI = {"Accept-Encoding": "gzip, br"}
PLAIN: dict[str, str] = {}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
visitors = count(1)


@dataclass(frozen=True)
class Act:
    """One line of the table. `requests(outlet, port)` are as many as anybody wants to send."""

    name: str
    budget: str
    requests: Callable[..., Iterator[Request]]
    is_kept: bool = False
    status: int = 200
    # A moderator sends one request after the other.
    connections: tuple[int, ...] = (1, 8)
    # Each of these changes something: of so many at most.
    most: int = 10_000
    forms: tuple[dict[str, str], ...] = (BROTLI, PLAIN)


# --- Readers


def page(address: str | Callable):
    def requests(outlet, port, form) -> Iterator[Request]:
        found = address if isinstance(address, str) else address(outlet)
        return repeat(Request(found, form))

    return requests


def known(address):
    """Of a browser that has the page already, and asks whether it still holds."""

    def requests(outlet, port, form) -> Iterator[Request]:
        request = next(page(address)(outlet, port, form))
        etag = ask(port, request).headers["etag"]
        return repeat(Request(request.path, form | {"If-None-Match": etag}))

    return requests


def thread_of(size: int):
    """The article whose thread is nearest to so many comments."""

    def address(outlet) -> str:
        threads = Thread.objects.filter(article__in=Article.objects.published())
        nearest = min(threads, key=lambda thread: abs(thread.published_count - size))
        return nearest.article.get_absolute_url()

    return address


def longest_thread(outlet) -> str:
    return outlet.discussed.get_absolute_url()


def static_file(outlet, port, form) -> Iterator[Request]:
    """The style sheet of the home page."""
    home = ask(port, Request("/")).body.decode()
    (sheet,) = re.findall(r'href="(/static/css/[^"]+\.css)"', home)[:1]
    return repeat(Request(sheet, form))


def posts(outlet, port, form) -> Iterator[Request]:
    address = f"{outlet.busiest.get_absolute_url()}reply/"
    for number in visitors:
        typed = {
            "name": f"Reader {number}",
            "email": f"visitor{number}@readers.example.org",
            "text": f"I was on train {number}, and it was late.",
            "to": "",
            "opened": "",
        }
        origin = {"Origin": f"http://127.0.0.1:{port}", "X-Forwarded-For": household(number)}
        yield Request(address, FORM | form | origin, urlencode(typed).encode())


def household(number: int) -> str:
    """An address from which nobody wrote before, so that no limit is met."""
    return f"2001:db8:{number & 0xFFFF:x}:{number >> 16:x}::1"


# --- Staff


def staff(user: User, port: int) -> dict[str, str]:
    """The headers of somebody who has logged in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    token = secrets.token_hex(16)
    return {
        "Cookie": f"sessionid={session.session_key}; csrftoken={token}",
        "X-CSRFToken": token,
        "Origin": f"http://127.0.0.1:{port}",
    }


def at_the_desk(outlet, port, form) -> Iterator[Request]:
    return repeat(Request(QUEUE, form | staff(outlet.moderator, port)))


def decisions(outlet, port, form) -> Iterator[Request]:
    headers = FORM | form | staff(outlet.moderator, port)
    for comment in Comment.objects.waiting().order_by("priority_at", "pk").iterator():
        typed = {"chosen": f"{comment.pk}-{comment.version}", "kind": "approve", "next": FOCUS}
        yield Request(f"{QUEUE}decide/", headers, urlencode(typed).encode())


def next_card(outlet, port, form) -> Iterator[Request]:
    headers = form | staff(outlet.moderator, port)
    begun: Answer = ask(
        port,
        Request(f"{QUEUE}start/", FORM | headers, urlencode({"next": FOCUS}).encode()),
    )
    address = begun.headers["location"].partition("#")[0]
    return repeat(Request(address, headers))


def change_form(outlet, port, form) -> Iterator[Request]:
    editor, _made = User.objects.get_or_create(
        username="chief",
        defaults={"is_staff": True, "is_superuser": True, "email": "chief@staff.example.org"},
    )
    cited = Article.objects.annotate(times=Count("references")).order_by("-times", "pk")[0]
    address = f"/admin/articles/article/{cited.pk}/change/"
    return repeat(Request(address, form | staff(editor, port)))


ARTICLES = (
    ("1 comment", thread_of(1)),
    ("50 comments", thread_of(50)),
    ("the longest thread", longest_thread),
)
LISTS = (
    ("home", "/"),
    ("a section", "/section/section-1/"),
    ("an author", "/author/author-1/"),
    ("a work", "/works/1/"),
)
ACTS = (
    *(
        Act(f"article, {name}, kept", "a kept page", page(address), is_kept=True)
        for name, address in ARTICLES
    ),
    Act("the same, answered 304", "a kept page, answered 304", known(longest_thread), True, 304),
    *(Act(f"{name}, kept", "a kept page", page(address), is_kept=True) for name, address in LISTS),
    Act("feed, kept", "a kept page", page("/feed/"), is_kept=True),
    *(
        Act(f"article, {name}, drawn anew", "an article drawn anew", page(address))
        for name, address in ARTICLES
    ),
    *(Act(f"{name}, drawn anew", "a list drawn anew", page(address)) for name, address in LISTS),
    Act("feed, drawn anew", "a feed drawn anew", page("/feed/")),
    Act("posting a comment", "posting a comment", posts, status=303, most=20),
    Act("queue", "the queue", at_the_desk),
    Act("a decision", "a decision", decisions, status=302, connections=(1,), most=20),
    Act("the next card", "the next card", next_card, connections=(1,)),
    Act("change form of the article with most references", "the change form", change_form),
    Act("a static file", "a static file", static_file, is_kept=True),
)
