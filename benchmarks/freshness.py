"""Readers read kept pages while they are changed: nobody sees what is not true any more.

An independent reader asks over HTTP after each change that was acknowledged. What they see must be
of after it, whichever process answers.
"""

import http.client
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connections

from authors.models import User
from comments.models import Comment, Thread
from opinion.articles.models import Article, Publication
from opinion.supervisor.console import Console

from . import outlets
from .contention import _article
from .programs import Programs, collect_static, environment_of, free_port
from .survival import _wait

READERS = 6


@dataclass
class Figures:
    """What was done, when nobody saw anything stale."""

    changes: int = 0
    seen: Counter = field(default_factory=Counter)
    """Answers to readers, by how they came about: hit or miss."""
    seconds: float = 0

    def __str__(self) -> str:
        return (
            f"{self.changes:,} changes, {self.seen.total():,} pages read meanwhile, "
            f"{self.seen['hit']:,} of them kept, {self.seconds:.0f} s"
        )


def run(
    changes: int,
    console: Console | None = None,
    name: str = "bench_freshness",
    readers: int = READERS,
) -> Figures:
    """Play it in a database of its own. Raises AssertionError where a page was stale.

    Programs are started, so call it from the main thread.
    """
    console = console or Console()
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        tempfile.TemporaryDirectory(prefix="opinion-") as folder,
    ):
        Publication(name="The Signal Box", tagline="Opinion, signed").save()
        environment = environment_of(outlet, folder, free_port())
        environment |= {"PAGE_CACHE": "1", "SMTP_HOST": ""}
        town = Town()
        collect_static(environment)
        with Programs(environment, Path(folder)) as programs:
            programs.start("web")
            _wait(programs.are_up, [])
            return _read_and_change(town, programs.port, changes, readers)


class Town:
    """What is changed in turn, and where each change must be seen."""

    def __init__(self) -> None:
        self.by = User.objects.create_superuser("root", "root@staff.example.org", "x")
        self.articles = [_article() for _number in range(3)]
        self.numbers = iter(range(1_000_000_000))

    @property
    def acts(self):
        return (self.approve, self.take_down, self.correct, self.rename, self.publish_another)

    def act(self, number: int) -> tuple[str, str, bool]:
        """Change something; the page to look at, and the words that are there, or not any more."""
        return self.acts[number % len(self.acts)](self.articles[number % len(self.articles)])

    def approve(self, article: Article) -> tuple[str, str, bool]:
        number = next(self.numbers)
        words = f"Words number {number}."
        comment = Thread.objects.for_article(article).receive(
            name="Ana Reader",
            text=words,
            email=f"reader{number}@readers.example.org",
            # Each from elsewhere, so that no limit is met.
            address=f"2001:db8:{number:x}::1",
        )
        comment.approve(by=self.by)
        return article.get_absolute_url(), words, True

    def take_down(self, article: Article) -> tuple[str, str, bool]:
        address, words, _there = self.approve(article)
        self.take_down_said(words)
        return address, words, False

    def take_down_said(self, words: str):
        Comment.objects.get(text=words).take_down(by=self.by, reason="attack")

    def correct(self, article: Article) -> tuple[str, str, bool]:
        words = f"Standfirst number {next(self.numbers)}"
        article.refresh_from_db()
        article.standfirst = words
        article.edited(self.by)
        article.save()
        article.publish(by=self.by)
        return article.get_absolute_url(), words, True

    def rename(self, article: Article) -> tuple[str, str, bool]:
        words = f"Section number {next(self.numbers)}"
        edition = Article.objects.get(pk=article.pk).live_edition
        edition.section.name = words
        edition.section.save()
        return "/", words, True

    def publish_another(self, article: Article) -> tuple[str, str, bool]:
        another = _article()
        return "/", another.headline, True


def _read_and_change(town: Town, port: int, changes: int, readers: int) -> Figures:
    figures, stopped = Figures(), threading.Event()
    addresses = ["/", "/feed/", *(article.get_absolute_url() for article in town.articles)]
    ours, begun = connections["default"], time.monotonic()
    with ThreadPoolExecutor(readers) as pool:
        reading: list[Future] = [
            pool.submit(_read, port, addresses, figures.seen, stopped) for _reader in range(readers)
        ]
        try:
            for number in range(changes):
                address, words, is_there = town.act(number)
                page, _outcome = _get(port, address)
                assert (words in page) == is_there, f"{address} is stale: {words!r}"
                figures.changes += 1
        finally:
            stopped.set()
    for reader in reading:
        reader.result()
    assert connections["default"] is ours
    figures.seconds = time.monotonic() - begun
    return figures


def _read(port: int, addresses: list[str], seen: Counter, stopped: threading.Event):
    while not stopped.is_set():
        for address in addresses:
            _page, outcome = _get(port, address)
            seen[outcome] += 1


def _get(port: int, address: str) -> tuple[str, str]:
    """The page, and whether it was kept."""
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        browser.request("GET", address)
        answer = browser.getresponse()
        body = answer.read().decode()
        assert answer.status == 200, f"{address} answered {answer.status}"
        return body, (answer.headers["Server-Timing"] or "").removeprefix("cache;desc=")
    finally:
        browser.close()
