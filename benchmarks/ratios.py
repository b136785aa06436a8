"""What a page costs beside a bare view that sends the same bytes, in the same run and in turns.

Counted is the time of the processor, of the application and of its database apart: what else the
machine does meanwhile makes both slower alike, and their ratio stays.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from statistics import median

import psutil
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, override_settings

from opinion.articles.models import Article

from . import bare
from .budgets import BUDGETS, Budget
from .outlets import make_editor
from .sizes import SMALL

# Requests in a batch: a database's time is told in hundredths of a second.
BATCH = 60
# What is kept is compressed already; what is drawn is compared before it is, as the bare view's is.
BROWSER, PLAIN = {"HTTP_ACCEPT_ENCODING": "gzip, br"}, {"HTTP_ACCEPT_ENCODING": "identity"}


@dataclass(frozen=True)
class Page:
    """A page to measure, and how many bare views it may cost."""

    name: str
    address: Callable[[], str]
    budget: Budget
    is_kept: bool = False
    is_known: bool = False
    """Whether the browser has it already, and asks only whether it still holds."""
    is_staff: bool = False
    """Whether an editor asks, who is logged in."""


@dataclass(frozen=True)
class Ratio:
    """Medians, in milliseconds a request."""

    ratio: float
    application: float
    database: float
    least: float
    most: float

    def __str__(self) -> str:
        return (
            f"{self.ratio:.2f} × bare ({self.least:.2f}–{self.most:.2f}; "
            f"{self.application:.2f} ms here, {self.database:.2f} ms in the database)"
        )


def _discussed() -> str:
    """The article of 50 comments."""
    return Article.objects.get(pk=SMALL.busiest[0][0]).get_absolute_url()


def _quiet() -> str:
    quiet = Article.objects.published().filter(thread=None).newest()
    return quiet[0].get_absolute_url()


KEPT = BUDGETS["a kept page, in this process"]
NOT_MODIFIED = BUDGETS["a kept page, answered 304 in this process"]
ARTICLE, LIST, FEED = (
    BUDGETS[f"{what} drawn anew, in this process"] for what in ("an article", "a list", "a feed")
)
PAGES = (
    Page("an article, kept", _discussed, KEPT, is_kept=True),
    Page("the same, answered 304", _discussed, NOT_MODIFIED, is_kept=True, is_known=True),
    Page("home, kept", lambda: "/", KEPT, is_kept=True),
    Page("the feed, kept", lambda: "/feed/", KEPT, is_kept=True),
    Page("an article of 50 comments, drawn anew", _discussed, ARTICLE),
    Page("an article without comments, drawn anew", _quiet, ARTICLE),
    Page("home, drawn anew", lambda: "/", LIST),
    Page("a section, drawn anew", lambda: "/section/section-1/", LIST),
    Page("an author, drawn anew", lambda: "/author/author-1/", LIST),
    Page("the feed, drawn anew", lambda: "/feed/", FEED),
)
ARTICLES = "/admin/articles/article/"


def _form() -> str:
    """Of an article, with its checks: whether an earlier one says the same, among them."""
    return f"{ARTICLES}{SMALL.busiest[0][0]}/change/"


# Of the newsroom, whose lists grow with the archive: in an outlet of many articles.
LISTS = (
    *(
        Page(name, lambda address=address: address, BUDGETS[budget], is_staff=True)
        for name, address, budget in (
            ("the newsroom's first page", "/admin/", "a list of the newsroom, in this process"),
            ("the newsroom's articles", ARTICLES, "a list of the newsroom, in this process"),
            (
                "the newsroom's articles on a rare word",
                f"{ARTICLES}?q=xylophone",
                "a list of the newsroom, in this process",
            ),
            (
                "the newsroom's articles on a word of most",
                f"{ARTICLES}?q=train",
                "a search for what most have, in this process",
            ),
            (
                "the newsroom's topics",
                "/admin/articles/topic/",
                "a list of the newsroom, in this process",
            ),
        )
    ),
    Page("an article's form and its checks", _form, BUDGETS["the change form"], is_staff=True),
)


def compare(page: Page, rounds: int) -> Ratio:
    """Measure both in turns, in the outlet in charge. Raises AssertionError past what is held."""
    with _handlers(page.is_kept) as (ours, yardstick):
        asked = _environ(page.address()) | ({} if page.is_kept else PLAIN)
        asked |= _cookie() if page.is_staff else {}
        answer = _ask(ours, asked)
        if page.is_known:
            asked["HTTP_IF_NONE_MATCH"] = answer.headers["etag"]
            answer = _ask(ours, asked)
        bare.body = answer.body
        pairs = [
            (_batch(ours, asked), _batch(yardstick, _environ("/") | PLAIN))
            for _round in range(rounds)
        ]
    ratios = sorted(sum(here) / sum(there) for here, there in pairs)
    found = Ratio(
        median(ratios),
        median(here[0] for here, _there in pairs),
        median(here[1] for here, _there in pairs),
        ratios[0],
        ratios[-1],
    )
    page.budget.judge(found.ratio)
    return found


def _cookie() -> dict[str, str]:
    """That of an editor's browser."""
    browser = Client()
    browser.force_login(make_editor())
    session = browser.cookies[settings.SESSION_COOKIE_NAME]
    return {"HTTP_COOKIE": session.OutputString([])}


@contextmanager
def _handlers(is_kept: bool) -> Iterator[tuple[WSGIHandler, WSGIHandler]]:
    with override_settings(MIDDLEWARE=bare.MIDDLEWARE):
        yardstick = bare.BareHandler()
    with override_settings(PAGE_CACHE=is_kept):
        yield WSGIHandler(), yardstick


def _environ(address: str) -> dict:
    path, _mark, query = address.partition("?")
    return BROWSER | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }


@dataclass
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes


def _ask(handler: WSGIHandler, environ: dict) -> Answer:
    told: list = []
    response = handler(dict(environ), lambda *begin: told.extend(begin))
    body = b"".join(response)
    response.close()
    status, headers = told[0], {name.lower(): value for name, value in told[1]}
    assert status[:3] in ("200", "304"), f"{environ['PATH_INFO']} answered {status}"
    return Answer(status, headers, body)


def _batch(handler: WSGIHandler, environ: dict) -> tuple[float, float]:
    """Milliseconds a request: of the processor for the application, and for the database."""
    # One backend for all of them, whose time can be told.
    connection.settings_dict["CONN_MAX_AGE"] = None
    connection.close_at = None
    connection.ensure_connection()
    backend = psutil.Process(connection.connection.info.backend_pid)
    begun, begun_there = time.process_time(), _used(backend)
    for _request in range(BATCH):
        _ask(handler, environ)
    ended, ended_there = time.process_time(), _used(backend)
    return (ended - begun) * 1_000 / BATCH, (ended_there - begun_there) * 1_000 / BATCH


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
