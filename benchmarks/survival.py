"""Web server and worker are killed again and again while readers write.

Nothing that was acknowledged is lost or stored twice, no mail goes out twice, and every count stays
right.
"""

import http.client
import random
import re
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection, connections
from django.db.models import F
from procrastinate.exceptions import AlreadyEnqueued

from authors.models import Author, User
from comments.models import Comment, Notice, Reader, Subscription
from comments.tasks import deliver
from opinion.articles.models import Article, ArticleType, Byline, Publication, Section
from opinion.supervisor.console import Console
from opinion.tasks import retry_stalled

from . import contention, outlets
from .postbox import Postbox
from .programs import Programs, environment_of, free_port

WRITERS = 6
FOLLOWERS = 3
# Of so many comments one is approved while the others are written.
APPROVED = 3
PATIENCE = 120
VICTIMS = ("web",), ("worker",), ("web", "worker")


@dataclass(frozen=True)
class Figures:
    """What was done, when nothing was lost: `again` are posts that had to be sent once more."""

    comments: int
    kills: int
    again: int
    notices: int
    uncertain: int

    def __str__(self) -> str:
        return (
            f"{self.comments:,} comments, {self.kills} kills, {self.again} posts sent again, "
            f"{self.notices:,} notices, {self.uncertain} of them uncertain"
        )


def run(comments: int, kills: int, console: Console | None = None, name: str = "bench_survival"):
    """Play it in a database of its own. Raises AssertionError where anything was lost or doubled.

    Programs are started, so call it from the main thread.
    """
    console = console or Console()
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        _postbox() as postbox,
        tempfile.TemporaryDirectory(prefix="opinion-") as folder,
    ):
        town = Town(comments)
        with Programs(_environment(outlet, postbox, folder), Path(folder)) as programs:
            again = _write_among_kills(town, programs, kills)
            _let_work_in_peace(programs)
        return _verified(town, postbox, kills, again)


@contextmanager
def _postbox():
    with Postbox() as postbox:
        threading.Thread(target=postbox.serve_forever, daemon=True).start()
        yield postbox
        postbox.shutdown()


def _environment(outlet, postbox, folder) -> dict[str, str]:
    return environment_of(outlet, folder, free_port()) | {
        # Every reader of ours comes from elsewhere, so that no limit is met.
        "TRUSTED_PROXIES": "1",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(postbox.port),
        "SMTP_STARTTLS": "0",
        "SMTP_USER": "",
    }


class Town:
    """An article that everybody writes about, its moderator and its followers."""

    def __init__(self, comments: int):
        self.comments = comments
        Publication(name="The Signal Box", tagline="Opinion, signed").save()
        self.moderator = User.objects.create_user(
            "moderator", "moderator@staff.example.org", is_staff=True
        )
        self.article = _article(self.moderator)
        self.followers = [
            Reader.objects.confirm(f"follower{number}@readers.example.org")
            for number in range(FOLLOWERS)
        ]
        for reader in self.followers:
            Subscription.objects.start(reader, "thread", self.article)


def _article(by) -> Article:
    article = Article.objects.create(
        headline="The last train",
        body="<p>The last train leaves at nine.</p>",
        type=ArticleType.objects.create(label="OpEd", suffix="OpEd", explanation="A view."),
        section=Section.objects.create(slug="world", name="World"),
    )
    author = Author.objects.create(name="Ngaire Whitcombe", slug="ngaire-whitcombe")
    Byline.objects.create(article=article, author=author, position=1)
    article.publish(by=by)
    return article


# --- Readers, who send a post again until it is answered


class Readers:
    """Many at once. No more than `allowed` comments are begun, so that kills fall among them."""

    def __init__(self, town: Town, port: int):
        self.path, self.port = f"{town.article.get_absolute_url()}reply/", port
        self.comments, self.allowed = town.comments, 0
        self.acknowledged: list[int] = []
        self.again: list[int] = []
        # The numbers of published comments, which replies answer.
        self.shown: list[int] = []
        self.stopped = False
        self._numbers = count()

    def write(self):
        """What one of them does, until all is written."""
        while (number := next(self._numbers)) < self.comments and not self.stopped:
            while number >= self.allowed and not self.stopped:
                time.sleep(0.01)
            self._post(number)

    def _post(self, number: int):
        fields = {"name": f"Reader {number}", "email": f"reader{number}@readers.example.org"}
        fields |= {"text": _text(number), "to": self._answered(number), "opened": ""}
        patience = time.monotonic() + PATIENCE
        while not self.stopped:
            status = None
            # Killed before, while or after it stored the comment: the reader cannot know.
            with suppress(OSError, http.client.HTTPException):
                status = self._send(fields, f"2001:db8:{number:x}::1")
            if status == 303:
                self.acknowledged.append(number)
                return
            assert status is None, f"a post was answered with {status}"
            assert time.monotonic() < patience, "the web server never came back"
            self.again.append(number)
            time.sleep(0.1)

    def _answered(self, number: int) -> str:
        return str(random.choice(self.shown)) if self.shown and number % 2 else ""

    def _send(self, fields, address) -> int:
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
                "X-Forwarded-For": address,
            }
            browser.request("POST", self.path, urlencode(fields), headers)
            return browser.getresponse().status
        finally:
            browser.close()


def _text(number: int) -> str:
    return f"I was on train {number}, and it was late."


def _write_among_kills(town: Town, programs: Programs, kills: int) -> int:
    """Returns how many posts were sent more than once."""
    programs.start_all()
    readers = Readers(town, programs.port)
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        acts = [pool.submit(readers.write) for _writer in range(WRITERS)]
        acts.append(pool.submit(_moderate, town, readers, connections["default"]))
        try:
            _kill(readers, programs, kills, acts)
            readers.allowed = town.comments
            _wait(lambda: all(act.done() for act in acts[:-1]), acts)
        finally:
            readers.stopped = True
    for act in acts:
        act.result()
    assert sorted(readers.acknowledged) == [*range(town.comments)]
    return len({*readers.again})


def _kill(readers: Readers, programs: Programs, kills: int, acts: list[Future]):
    """In turn the web server, the worker and both, each time while posts are on their way."""
    portion = readers.comments // (kills + 1)
    for number in range(kills):
        _wait(programs.are_up, acts)
        readers.allowed += portion
        half = readers.allowed - portion // 2
        _wait(lambda half=half: len(readers.acknowledged) >= half, acts)
        time.sleep(random.random() / 5)
        programs.kill(VICTIMS[number % len(VICTIMS)])


def _moderate(town: Town, readers: Readers, ours):
    """Approve some of what waits, as long as anybody writes, on a connection like `ours`."""
    connections["default"] = ours.copy()
    try:
        _approve_some(town, readers)
    finally:
        connections["default"].close()


def _approve_some(town: Town, readers: Readers):
    while not readers.stopped:
        for comment in Comment.objects.waiting().annotate(rest=F("pk") % APPROVED).filter(rest=0):
            comment.approve(by=town.moderator)
            readers.shown.append(comment.pk)
        time.sleep(0.05)


def _wait(done, acts: list[Future]):
    patience = time.monotonic() + PATIENCE
    while not done():
        for act in acts:
            if act.done() and act.exception():
                raise act.exception()
        assert time.monotonic() < patience, "nothing happens any more"
        time.sleep(0.02)


# --- What is left of it


def _let_work_in_peace(programs: Programs):
    """As after the minutes in which those who were killed are missed."""
    programs.end()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 day'")
    for _turn in range(10):
        _ask_for(deliver)
        _ask_for(retry_stalled, timestamp=0)
        programs.work_once()
        if not _jobs_left():
            return
    raise AssertionError(f"the worker never did {_jobs_left()}")


def _ask_for(task, **values):
    with suppress(AlreadyEnqueued):
        task.defer(**values)


def _jobs_left() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
            "AND COALESCE(scheduled_at, now()) <= now()"
        )
        return [name for (name,) in cursor.fetchall()]


def _verified(town: Town, postbox: Postbox, kills: int, again: int) -> Figures:
    stored = Counter(Comment.objects.values_list("text", flat=True))
    assert stored == Counter(map(_text, range(town.comments))), "comments were lost or doubled"
    contention.assert_exact(town.article)
    notices = _verified_notices(town)
    uncertain = [notice for notice in notices if not notice.sent_at]
    _verify_mails(town, postbox, notices, uncertain)
    return Figures(town.comments, kills, again, len(notices), len(uncertain))


def _verified_notices(town: Town) -> list[Notice]:
    notices = [*Notice.objects.select_related("reader")]
    shown = Comment.objects.published().values_list("pk", flat=True)
    expected = {(reader.pk, comment) for reader in town.followers for comment in shown}
    assert {(notice.reader_id, notice.comment_id) for notice in notices} == expected, (
        "somebody is not told, or told what they did not ask for"
    )
    for notice in notices:
        assert notice.claimed_at and not notice.dropped_at, f"{notice} vanished"
    return notices


def _verify_mails(town: Town, postbox: Postbox, notices, uncertain):
    numbers = [message["Message-ID"] for message in postbox.messages]
    assert len({*numbers}) == len(numbers), "a mail went out twice"
    for reader in town.followers:
        mails = [message for message in postbox.messages if message["To"] == reader.address]
        told = Counter(number for mail in mails for number in _told(mail))
        assert not told or max(told.values()) == 1, "a reader was told twice of a comment"
        told_of = sum(told.values()) + sum(map(_uncounted, mails))
        sent = sum(notice.reader_id == reader.pk for notice in notices if notice.sent_at)
        maybe = sum(notice.reader_id == reader.pk for notice in uncertain)
        assert sent <= told_of <= sent + maybe, "a notice counts as sent and never arrived"


def _told(mail) -> list[str]:
    """The numbers of the comments that a mail tells in full."""
    return re.findall(r"^http://\S+/comment/(\d+)/\r?$", mail.get_content(), re.MULTILINE)


def _uncounted(mail) -> int:
    found = re.search(r"^And (\d+) more comment", mail.get_content(), re.MULTILINE)
    return int(found[1]) if found else 0
