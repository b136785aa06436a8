"""A publication at work: many read, post, decide, take down and publish at once, for minutes.

An independent reader asks after each acknowledged change, over a connection of its own, and finds
it. Nothing fails, no comment is lost, and no process grows.
"""

import random
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from django.db import connections

from comments.models import Comment
from comments.threads.pagination import NEWEST
from opinion.articles.models import Article, Publication
from opinion.supervisor.console import Console

from . import contention, freshness, memory, outlets
from .cases.moderation import QUEUE
from .load import Answer, Request
from .programs import Programs, collect_static, environment_of, free_port
from .served_acts import BROTLI, FORM, household, staff
from .survival import _wait
from .trouble import Asking

READERS, POSTERS, MODERATORS = 4, 2, 2
# Comments that were posted and wait for a decision: more come only once fewer do.
WAITING = 20
# Of so many that were approved, one is taken down again.
TAKEN_DOWN = 3
DECISIONS = {"approve": "approvals", "take_down": "take-downs"}
MOST_TRIES = 100
# Seconds from one publication to the next.
PAUSE = 0.3


@dataclass
class Figures:
    """What was done, when all of it held."""

    seconds: float = 0
    done: Counter = field(default_factory=Counter)
    pages: Counter = field(default_factory=Counter)
    """Pages that were read, by how they came about: hit or miss."""
    waited: list[float] = field(default_factory=list)
    troubles: Counter = field(default_factory=Counter)
    grown: str = ""

    def __str__(self) -> str:
        acts = ", ".join(f"{number:,} {what}" for what, number in self.done.items())
        slow = quantiles(self.waited, n=100)[-1]
        troubles = ", ".join(f"{number} × {what}" for what, number in self.troubles.items())
        return (
            f"{self.seconds:.0f} s: {acts}; {self.pages.total():,} pages read, "
            f"{self.pages['hit']:,} of them kept, {median(self.waited):.1f} ms, one in a hundred "
            f"more than {slow:.0f} ms; {self.grown}; met {troubles or 'no error'}"
        )


@dataclass(frozen=True)
class Posted:
    number: int
    article: Article

    @property
    def text(self) -> str:
        return f"I was on train {self.number}, and it was late."

    @property
    def thread(self) -> str:
        return f"{self.article.get_absolute_url()}?sort={NEWEST}"

    def stored(self) -> Comment:
        return Comment.objects.get(article=self.article, name=f"Reader {self.number}")


class Publishing:
    """Everybody at once, each in a thread, until told to stop."""

    def __init__(self, town: freshness.Town, programs: Programs, asking: Asking):
        self.town, self.asking, self.port = town, asking, programs.port
        self.figures = Figures()
        self.stopped = threading.Event()
        self.numbers = count(1)
        self.posted: deque[Posted] = deque()
        self.acknowledged: list[Posted] = []
        self.moderator = staff(town.by, self.port)

    def acts(self) -> list[Callable[[], None]]:
        many = (self.read, READERS), (self.post, POSTERS), (self.decide, MODERATORS)
        return [*(act for act, number in many for _one in range(number)), self.publish]

    # --- Readers

    def read(self):
        articles = [article.get_absolute_url() for article in self.town.articles]
        addresses = ["/", "/feed/", "/section/world/", *articles, *articles]
        while not self.stopped.is_set():
            begun = time.perf_counter()
            answer = self.asking.once(Request(random.choice(addresses), BROTLI))
            if answer is None:
                self.stopped.wait(0.05)
            else:
                assert answer.status == 200, f"a page answered {answer.status}"
                self.figures.waited.append((time.perf_counter() - begun) * 1_000)
                timing = answer.headers.get("server-timing", "")
                self.figures.pages[timing.removeprefix("cache;desc=")] += 1

    def post(self):
        while not self.stopped.is_set():
            if len(self.posted) >= WAITING:
                time.sleep(0.01)
                continue
            posted = Posted(next(self.numbers), random.choice(self.town.articles))
            self.asking.until(303, self._form(posted))
            self.acknowledged.append(posted)
            self.posted.append(posted)
            self.figures.done["comments posted"] += 1

    def _form(self, posted: Posted) -> Request:
        typed = {
            "name": f"Reader {posted.number}",
            "email": f"reader{posted.number}@readers.example.org",
            "text": posted.text,
            "to": "",
            "opened": "",
        }
        origin = {"Origin": f"http://127.0.0.1:{self.port}"}
        origin["X-Forwarded-For"] = household(posted.number)
        path = f"{posted.article.get_absolute_url()}reply/"
        return Request(path, FORM | origin, urlencode(typed).encode())

    # --- Staff

    def decide(self):
        for number in count(1):
            if not (posted := self._next()):
                return
            self._press(posted, "approve", "published")
            self._look(posted.thread, posted.text, is_there=True)
            if number % TAKEN_DOWN == 0:
                self._press(posted, "take_down", "taken_down", reason="attack")
                self._look(posted.thread, posted.text, is_there=False)

    def _next(self) -> Posted | None:
        while not self.stopped.is_set():
            try:
                return self.posted.popleft()
            except IndexError:
                time.sleep(0.01)
        return None

    def _press(self, posted: Posted, kind: str, status: str, **words):
        """Until it is decided: whoever was killed may have decided before it could say so."""
        tries = count()
        while (comment := self.asking.of_database(posted.stored)).status != status:
            assert next(tries) < MOST_TRIES, f"{kind} never decides"
            chosen = f"{comment.pk}-{comment.version}"
            typed = {"chosen": chosen, "kind": kind, "next": QUEUE, **words}
            body = urlencode(typed).encode()
            self.asking.until(302, Request(f"{QUEUE}decide/", FORM | self.moderator, body))
        self.figures.done[DECISIONS[kind]] += 1

    def publish(self):
        town, acts = self.town, ("correct", "publish_another", "rename")
        for number in count():
            if self.stopped.wait(PAUSE):
                return
            act = getattr(town, acts[number % len(acts)])
            article = town.articles[number % len(town.articles)]
            address, words, is_there = self.asking.of_database(lambda: act(article))  # noqa: B023
            self._look(address, words, is_there)
            self.figures.done["publications"] += 1

    def _look(self, address: str, words: str, is_there: bool):
        """The independent reader: whichever process answers, it is of after the change."""
        answer: Answer = self.asking.until(200, Request(address))
        assert (words in answer.body.decode()) == is_there, f"{address} is stale: {words!r}"
        self.figures.done["changes seen"] += 1


def run(
    seconds: float,
    console: Console | None = None,
    name: str = "bench_mixed",
    has_worker: bool = True,
) -> Figures:
    """Play it in a database of its own. Raises AssertionError where anything did not hold.

    Programs are started, so call it from the main thread.
    """
    with (
        outlets.scratch(console or Console(), name) as outlet,
        outlet.in_charge(),
        stage(outlet) as (town, programs),
    ):
        programs.start("web")
        if has_worker:
            programs.start("worker")
        _wait(programs.are_up, [])
        return play(Publishing(town, programs, Asking(programs.port)), programs, seconds)


@contextmanager
def stage(outlet):
    """A town in the outlet, and programs for it that are not started yet."""
    with tempfile.TemporaryDirectory(prefix="opinion-") as folder:
        Publication(name="The Signal Box", tagline="Opinion, signed").save()
        environment = environment_of(outlet, folder, free_port())
        environment |= {"PAGE_CACHE": "1", "TRUSTED_PROXIES": "1", "SMTP_HOST": ""}
        collect_static(environment)
        town = freshness.Town()
        with Programs(environment, Path(folder)) as programs:
            try:
                yield town, programs
            except AssertionError as error:
                error.add_note(programs.said("web"))
                raise


def play(publishing: Publishing, programs: Programs, seconds: float, disturb=None) -> Figures:
    """Let all of them work for so long; `disturb(acts)` happens meanwhile."""
    watch, begun = memory.Watch(programs), time.monotonic()
    ours = connections["default"]
    acts = publishing.acts()
    with ThreadPoolExecutor(len(acts)) as pool:
        working = [pool.submit(_with_connection, act, ours, publishing.stopped) for act in acts]
        try:
            if disturb:
                disturb(working)
            while time.monotonic() < begun + seconds and not any(act.done() for act in working):
                watch.look()
                publishing.stopped.wait(min(1, seconds / 20))
        finally:
            publishing.stopped.set()
    for act in working:
        act.result()
    figures = publishing.figures
    figures.seconds, figures.troubles = time.monotonic() - begun, publishing.asking.troubles
    figures.grown = watch.told()
    # Where the database was killed, ours is another one now.
    ours.close()
    _verify(publishing)
    return figures


def _with_connection(act, ours, stopped: threading.Event):
    connections["default"] = ours.copy()
    try:
        act()
    except BaseException:
        stopped.set()
        raise
    finally:
        connections["default"].close()


def _verify(publishing: Publishing):
    stored = Counter(
        Comment.objects.filter(name__startswith="Reader ").values_list("text", flat=True)
    )
    acknowledged = Counter(posted.text for posted in publishing.acknowledged)
    assert stored == acknowledged, "comments were lost or doubled"
    for article in publishing.town.articles:
        contention.assert_exact(article)
