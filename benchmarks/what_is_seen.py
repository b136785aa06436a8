"""One table: what readers, writers and staff see while something is broken, and what mail becomes.

Each cell is what was met while it was really broken, and is held against the table below. What was
not taken meanwhile is sent once more afterwards; then all of it is there once, and all mail is out.
"""

import http.client
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import psutil
from django.db import DatabaseError, connection
from django.utils import timezone
from procrastinate.exceptions import ConnectorException

from authors.models import User
from comments.models import Comment, Notice, Thread
from comments.tasks import deliver
from opinion import condition
from opinion.articles.models import Topic
from opinion.database import CLONE
from opinion.supervisor.commands import SERVING, WORKER
from opinion.supervisor.console import Console
from opinion.supervisor.postgres import Server

from . import outlets
from .disasters import SILENT, _in_charge, _server
from .load import Request, ask
from .postbox import Postbox
from .programs import Programs, collect_static, free_port
from .served_acts import FORM, staff
from .survival import FOLLOWERS, Town, _ask_for, _environment, _postbox, _wait

COLUMNS = ("", "readers", "who comments", "staff who save", "mail to readers", "newsroom warns of")
PAGE, TAKEN, SAVED, SENT, NOTHING = "the page", "it is taken", "it is saved", "is sent", "nothing"
AWAY = "“We will be back in a minute”"
KEPT_WORDS = "the form with their words: “try again”"
NOBODY = "no answer (nginx: 502)"
LOGIN = "the login"
WAITS, AGAIN = "waits for the next minutes", "is tried again for three days"

EXPECTED = {
    "all is well": (PAGE, TAKEN, SAVED, SENT, NOTHING),
    "mail server slow": (PAGE, TAKEN, SAVED, SENT, NOTHING),
    "mail server: later (451)": (PAGE, TAKEN, SAVED, AGAIN, NOTHING),
    "mail server: never (550)": (PAGE, TAKEN, SAVED, AGAIN, NOTHING),
    "mail server away": (PAGE, TAKEN, SAVED, WAITS, NOTHING),
    "disk full": (PAGE, KEPT_WORDS, AWAY, WAITS, NOTHING),
    "clock a day ahead": (PAGE, TAKEN, LOGIN, SENT, NOTHING),
    "clock a day behind": (PAGE, TAKEN, SAVED, SENT, NOTHING),
    "worker killed": (PAGE, TAKEN, SAVED, WAITS, "worker"),
    "a web process killed": (PAGE, TAKEN, SAVED, SENT, NOTHING),
    "web server killed": (NOBODY, NOBODY, NOBODY, SENT, NOTHING),
    "database killed": (AWAY, KEPT_WORDS, AWAY, WAITS, "(is away itself)"),
}
FULL = """
CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full';
END $$;
DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TRIGGER disk_is_full BEFORE INSERT OR UPDATE ON %I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION disk_is_full()', one);
    END LOOP;
END $$;
"""


class Stage:
    """The publication, all its programs, and somebody for each column."""

    def __init__(self, server: Server, programs: Programs, postbox: Postbox):
        self.server, self.programs, self.postbox = server, programs, postbox
        self.town = Town(1)
        self.chief = User.objects.create_superuser("chief", "chief@staff.example.org")
        self.worker = [*WORDS_OF_ONE_RUN]
        self.numbers = iter(range(1_000))

    def troubles(self) -> dict[str, Callable[[], object]]:
        """Each a context manager, or nothing to do."""
        return {
            "all is well": self.well,
            "mail server slow": partial(self.mail, pause=0.5),
            "mail server: later (451)": partial(self.mail, refusals={b"RCPT": "451 later"}),
            "mail server: never (550)": partial(self.mail, refusals={b"RCPT": "550 nobody"}),
            "mail server away": self.mail_away,
            "disk full": self.disk_full,
            "clock a day ahead": partial(self.clock, "24"),
            "clock a day behind": partial(self.clock, "-24"),
            "worker killed": self.worker_killed,
            "a web process killed": self.process_killed,
            "web server killed": self.web_killed,
            "database killed": self.database_killed,
        }

    # --- What is broken, for a while

    @contextmanager
    def well(self) -> Iterator[None]:
        yield

    @contextmanager
    def mail(self, pause=0.0, refusals=None) -> Iterator[None]:
        self.postbox.pause, self.postbox.refusals = pause, refusals or {}
        yield
        self.postbox.pause, self.postbox.refusals = 0.0, {}

    @contextmanager
    def mail_away(self) -> Iterator[None]:
        self.programs.environment["SMTP_PORT"] = str(free_port())
        yield
        self.programs.environment["SMTP_PORT"] = str(self.postbox.port)

    @contextmanager
    def disk_full(self) -> Iterator[None]:
        _execute(FULL)
        yield
        _execute("DROP FUNCTION disk_is_full() CASCADE")

    @contextmanager
    def clock(self, hours: str) -> Iterator[None]:
        shifted = ["-m", "benchmarks.shifted_clock", hours]
        self.worker = [*shifted, *WORDS_OF_ONE_RUN]
        self._serve([*shifted, *SERVING])
        yield
        self.worker = [*WORDS_OF_ONE_RUN]
        self._serve(SERVING)

    @contextmanager
    def worker_killed(self) -> Iterator[None]:
        self.programs.start("worker")
        _wait(self.programs.are_up, [])
        self.programs.end_one("worker")
        _execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '2 minutes'")
        self.worker = []
        yield
        self.worker = [*WORDS_OF_ONE_RUN]

    @contextmanager
    def process_killed(self) -> Iterator[None]:
        self.programs.process("web").children()[0].kill()
        yield

    @contextmanager
    def web_killed(self) -> Iterator[None]:
        self.programs.end_one("web")
        yield
        self.programs.start("web")
        _wait(self.programs.are_up, [])

    @contextmanager
    def database_killed(self) -> Iterator[None]:
        process = psutil.Process(self.server.process.pid)
        for one in (process, *process.children(recursive=True)):
            one.send_signal(signal.SIGKILL)
        self.server.process.wait()
        yield
        self.server.start(**SILENT)
        assert self.server.wait(), "the database does not start again"
        connection.close()
        _wait(self.programs.are_up, [])

    def _serve(self, words: list[str]) -> None:
        self.programs.end_one("web")
        self.programs.words = {**self.programs.words, "web": words}
        self.programs.start("web")
        _wait(self.programs.are_up, [])

    # --- What is seen

    def seen(self, name: str) -> tuple[str, ...]:
        """What is met in each column while it is so."""
        number = next(self.numbers)
        Notice.objects.all().delete()
        self._announce(number)
        # Whoever works in runs of one is heard of in between.
        _execute("DELETE FROM procrastinate_workers")
        _execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        reading, writing, saving = self._requests(number)
        with self.troubles()[name]():
            met = [self._met(reading, PAGE), self._met(writing, TAKEN), self._met(saving, SAVED)]
            self._work()
            warned = _warnings()
        connection.close()
        mail = _state_of_mail()
        self._finish(number, writing, saving, met)
        return (*met, mail, warned)

    def _announce(self, number: int) -> None:
        """A comment of which the followers are to be told."""
        comment = Thread.objects.for_article(self.town.article).receive(
            name="Ana Reader",
            text=f"Announced {number}",
            email="ana@readers.example.org",
            address=f"198.51.100.{number + 1}",
        )
        comment.approve(by=self.town.moderator)

    def _requests(self, number: int) -> tuple[Request, Request, Request]:
        page = self.town.article.get_absolute_url()
        origin = {"Origin": f"http://127.0.0.1:{self.programs.port}"}
        typed = {"name": f"Reader {number}", "email": f"reader{number}@readers.example.org"}
        typed |= {"text": f"Typed in trouble {number}", "to": "", "opened": ""}
        address = {"X-Forwarded-For": f"2001:db8:{number:x}::1"}
        topic = urlencode({"name": f"Topic {number}", "slug": f"topic-{number}"}).encode()
        return (
            Request(page),
            Request(f"{page}reply/", FORM | origin | address, urlencode(typed).encode()),
            Request(
                "/admin/articles/topic/add/", FORM | staff(self.chief, self.programs.port), topic
            ),
        )

    def _met(self, request: Request, well: str) -> str:
        try:
            answer = ask(self.programs.port, request)
        except (OSError, http.client.HTTPException):
            return NOBODY
        if answer.status == 503:
            is_form = b"Typed in trouble" in answer.body and b"<textarea" in answer.body
            return KEPT_WORDS if is_form else AWAY
        if answer.status == (302 if well == SAVED else 303 if well == TAKEN else 200):
            return LOGIN if "/login/" in answer.headers.get("location", "") else well
        if b"login-form" in answer.body:
            return LOGIN
        return f"{answer.status}"

    def _work(self) -> None:
        """Let a worker do what is to do, where one can."""
        if not self.worker:
            return
        try:
            _ask_for(deliver)
        except (DatabaseError, ConnectorException):
            connection.close()
            return
        subprocess.run(
            [sys.executable, *self.worker],
            cwd=CLONE,
            env=self.programs.environment,
            capture_output=True,
            timeout=120,
        )

    def _finish(self, number: int, writing: Request, saving: Request, met: list[str]) -> None:
        """All is well again: what was not taken is sent once more, and the mail goes out."""
        if met[1] != TAKEN:
            assert self._met(writing, TAKEN) == TAKEN
        if met[2] != SAVED:
            fresh = Request(saving.path, FORM | staff(self.chief, self.programs.port), saving.body)
            assert self._met(fresh, SAVED) == SAVED
        assert Comment.objects.filter(text=f"Typed in trouble {number}").count() == 1
        assert Topic.objects.filter(slug=f"topic-{number}").count() == 1
        Notice.objects.filter(sent_at=None).update(due_at=timezone.now())
        self._work()
        assert Notice.objects.filter(sent_at__isnull=False).count() == FOLLOWERS, "mail is missing"


WORDS_OF_ONE_RUN = ("manage.py", "procrastinate", "worker", "--one-shot")


def _execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _warnings() -> str:
    try:
        return ", ".join(one.name for one in condition.findings()) or NOTHING
    except DatabaseError:
        return "(is away itself)"


def _state_of_mail() -> str:
    if Notice.objects.filter(tries__gt=0).exists():
        return AGAIN
    sent = Notice.objects.filter(sent_at__isnull=False).count()
    return SENT if sent == FOLLOWERS else WAITS


def run(
    console: Console | None = None, name: str = "bench_seen", only: tuple[str, ...] = ()
) -> dict[str, tuple[str, ...]]:
    """Break each thing, or those named, and say what was seen.

    Raises AssertionError where that is not what is expected, or words or mail were lost. Programs
    are started, so call it from the main thread.
    """
    console = console or Console()
    with (
        _server(console) as server,
        _in_charge(server) as ours,
        outlets.scratch(console, name) as outlet,
        closing(ours),
        outlet.in_charge(),
        _postbox() as postbox,
        tempfile.TemporaryDirectory(prefix="opinion-") as folder,
    ):
        environment = _environment(outlet, postbox, folder)
        collect_static(environment)
        with Programs(environment, Path(folder), {"web": SERVING, "worker": WORKER}) as programs:
            stage = Stage(server, programs, postbox)
            programs.start("web")
            _wait(programs.are_up, [])
            troubles = stage.troubles()
            seen = {}
            for one in only or troubles:
                with console.step(f"What is seen: {one}"):
                    seen[one] = stage.seen(one)
    expected = {one: EXPECTED[one] for one in seen}
    assert seen == expected, f"seen otherwise than expected:\n{table(seen)}"
    return seen


def table(seen: dict[str, tuple[str, ...]]) -> str:
    """As a table of Markdown."""
    rows = [COLUMNS, *((one, *cells) for one, cells in seen.items())]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    lines = [
        "| " + " | ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    return "\n".join(
        [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]
    )
