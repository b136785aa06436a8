"""The mixed load, while the web server, the worker and the database are killed with kill -9.

And while the table of kept pages is emptied, and takes no more. Meanwhile readers may be told that
nobody answers, or that the database does not; nobody ever sees what is not true any more, meets an
error of ours, or loses a comment.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from opinion import database
from opinion.supervisor.console import Console
from opinion.supervisor.errors import StartupError
from opinion.supervisor.postgres import Server

from . import mixed_load, outlets
from .programs import Programs
from .survival import _wait
from .trouble import Asking

# So many changes are seen after each disaster before the next.
CHANGES = 10
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
FULL = """
CREATE FUNCTION page_cache_is_full() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_up BEFORE INSERT OR UPDATE ON page_cache_page
    FOR EACH STATEMENT EXECUTE FUNCTION page_cache_is_full();
"""
ROOM_AGAIN = "DROP TRIGGER full_up ON page_cache_page; DROP FUNCTION page_cache_is_full();"


@dataclass
class Figures:
    load: mixed_load.Figures
    met: dict[str, Counter]
    """What readers and staff met at each disaster."""

    def __str__(self) -> str:
        told = [f"{name}: {_told(met)}" for name, met in self.met.items()]
        return f"{self.load}; met at {'; '.join(told)}"


def _told(met: Counter) -> str:
    return ", ".join(f"{number} × {what}" for what, number in met.items()) or "nothing"


class Disasters:
    def __init__(self, server: Server, programs: Programs, publishing: mixed_load.Publishing):
        self.server, self.programs, self.publishing = server, programs, publishing
        self.met: dict[str, Counter] = {}

    def all(self) -> dict[str, Callable[[], None]]:
        return {
            "web server killed": lambda: self.programs.kill(["web"]),
            "worker killed": lambda: self.programs.kill(["worker"]),
            "a session of the database killed": self.kill_session,
            "database killed": self.kill_database,
            "kept pages emptied": lambda: self._execute("TRUNCATE page_cache_page"),
            "kept pages full": lambda: self._execute(FULL),
            "room for kept pages": lambda: self._execute(ROOM_AGAIN),
        }

    def strike(self, rounds: int, acts: list[Future], names: Iterable[str] = ()):
        """Each in turn, or those named, so often; all goes on before the next."""
        self._let_work(acts)
        strikes = self.all()
        for _round in range(rounds):
            for name in names or strikes:
                before = Counter(self.publishing.asking.troubles)
                strikes[name]()
                self._let_work(acts)
                met = self.publishing.asking.troubles - before
                self.met[name] = self.met.get(name, Counter()) + met

    def kill_session(self):
        """Then PostgreSQL ends all others, and starts again by itself, with kept pages gone."""
        name = self.programs.environment["DATABASE_URL"].partition("?")[0].rpartition("/")[2]
        sessions = self._execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", name
        )
        os.kill(sessions[0][0], signal.SIGKILL)

    def kill_database(self):
        """The whole of it, and start it again."""
        process = psutil.Process(self.server.process.pid)
        for one in (process, *process.children(recursive=True)):
            one.kill()
        self.server.process.wait()
        self.server.start(**SILENT)
        assert self.server.wait(), "the database does not start again"

    def _let_work(self, acts: list[Future]):
        asking, done = self.publishing.asking, self.publishing.figures.done
        asking.of_database(lambda: _wait(self._are_up, acts))
        before = done["changes seen"]
        _wait(lambda: done["changes seen"] >= before + CHANGES, acts)

    def _are_up(self) -> bool:
        self.programs.start_what_ended()
        return self.programs.are_up()

    def _execute(self, sql: str, *values) -> list[tuple]:
        def execute():
            with connection.cursor() as cursor:
                cursor.execute(sql, values or None)
                return cursor.fetchall() if cursor.description else []

        return self.publishing.asking.of_database(execute)


def run(rounds: int, console: Console | None = None, name: str = "bench_disasters") -> Figures:
    """Play it, each disaster so often, on a PostgreSQL of its own.

    Raises AssertionError where anything did not hold. Programs are started, so call it from the
    main thread.
    """
    console = console or Console()
    with (
        _server(console) as server,
        _in_charge(server) as ours,
        outlets.scratch(console, name) as outlet,
        # What it was connected to is gone by then.
        closing(ours),
        outlet.in_charge(),
        mixed_load.stage(outlet) as (town, programs),
    ):
        programs.start_all()
        _wait(programs.are_up, [])
        asking = Asking(programs.port, is_disturbed=True)
        publishing = mixed_load.Publishing(town, programs, asking)
        disasters = Disasters(server, programs, publishing)
        played = mixed_load.play(
            publishing, programs, 0, lambda acts: disasters.strike(rounds, acts)
        )
        return Figures(played, disasters.met)


@contextmanager
def _server(console: Console) -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="opinion-"))
    # PostgreSQL, which never runs as root, has to come to its own folder below.
    folder.chmod(0o755)
    server = Server(folder)
    try:
        with console.step("Starting a database to be killed"):
            server.create()
            server.start(**SILENT)
            if not server.wait():
                raise StartupError("The database does not start.")
            server.ensure_database()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _in_charge(server: Server) -> Iterator[BaseDatabaseWrapper]:
    """Within, the default database is on this server."""
    before = connections["default"]
    ours = before.copy()
    ours.settings_dict = before.settings_dict | database.embedded_address(server.data)
    # It is gone with each disaster, and asked anew.
    ours.settings_dict |= {"CONN_MAX_AGE": 0, "OPTIONS": {}, "PASSWORD": "", "PORT": ""}
    connections["default"] = ours
    try:
        yield ours
    finally:
        ours.close()
        connections["default"] = before
