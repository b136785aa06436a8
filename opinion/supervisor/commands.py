"""What `make run`, `make demo` and `make bench` do, step by step."""

import http.client
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from opinion import database, environment
from opinion.embedded_secrets import embedded_secrets
from opinion.supervisor import port, stale_processes
from opinion.supervisor.console import Console
from opinion.supervisor.errors import StartupError
from opinion.supervisor.lock import Lock
from opinion.supervisor.managed_process import ManagedProcess
from opinion.supervisor.postgres import SECONDS_TO_STOP, Server
from opinion.supervisor.process import MARK
from opinion.supervisor.supervisor import SECONDS_TO_OPEN, Supervisor

OLDEST_POSTGRES = 14
SECONDS_TO_ANSWER = 5
OPEN, OPENING = "make run", "make run, still starting"
# Errors and the end of a connection concern whoever asked, who tells of them.
ALARMING = (" WARNING: ", " PANIC: ")
SERVING = ["-m", "opinion.serving"]
RUNSERVER = ["manage.py", "runserver"]
WORKER = ["manage.py", "worker", "--shutdown-graceful-timeout", "10"]
WORKERS_GREETING = "Launching a worker on all queues"


class Commands:
    def __init__(self, supervisor: Supervisor, console: Console, var: Path) -> None:
        self.supervisor, self.console, self.var = supervisor, console, var
        self.lock = Lock(var / "run.lock")

    # --- The three words --------------------------------------------------------------------------

    def run(self) -> None:
        """Serve until somebody stops it."""
        number = port.read(os.environ.get("PORT", ""))
        self._take_lock(OPENING)
        stale_processes.end_parts(self.var)
        port.refuse_taken(number)
        self._open_database()
        staff = self._prepare()
        self._open_services(number)
        self.lock.note(OPEN)
        self.console.say(f"Opinion is at http://127.0.0.1:{number}  (Ctrl-C stops it)")
        for line in staff:
            self.console.say(line)
        self.supervisor.stay()

    def demo(self) -> int:
        if not database.is_embedded():
            raise StartupError(
                "make demo deletes everything, so it only works with the embedded database: "
                "unset DATABASE_URL. For demo content in an empty database of your own: "
                ".venv/bin/python manage.py demo --content-only"
            )
        self._share_database("make demo")
        return self.supervisor.run_aloud("manage.py", "demo", "--fresh")

    def bench(self) -> int:
        self._share_database("make bench")
        return self.supervisor.run_aloud("-m", "benchmarks")

    # --- The database -----------------------------------------------------------------------------

    def _take_lock(self, purpose: str) -> None:
        if self.lock.take(purpose):
            return
        pid, holder = self.lock.holder()
        raise StartupError(
            f"Opinion is already running in this folder ({holder}, process {pid}). "
            f"Use it as it is, or stop it first: Ctrl-C in its terminal, or kill {pid}"
        )

    def _share_database(self, purpose: str) -> None:
        """Use the database of a running `make run`, else open it for this purpose alone."""
        if self.lock.take(purpose):
            stale_processes.end_parts(self.var)
            self._open_database()
            self._migrate()
        else:
            patience = time.monotonic() + SECONDS_TO_OPEN
            while self.lock.holder()[1] == OPENING and time.monotonic() < patience:
                self.supervisor.attend()
            if self.lock.holder()[1] != OPEN:
                self._take_lock(purpose)

    def _open_database(self) -> None:
        if database.is_embedded():
            embedded_secrets()
            self._open_embedded()
        else:
            self._check_own_database()

    def _open_embedded(self) -> None:
        server = Server(self.var)
        server.check()
        if server.is_new:
            with self.console.step("Creating the database"):
                server.create()
        with self.console.step("Starting the database"):
            self.supervisor.open_database(_database_part(server))
            self.supervisor.wait_until(server.answers, "The database is not responding.")
            server.ensure_database()

    def _check_own_database(self) -> None:
        address = _own_address()
        place = f"{address.get('HOST', 'localhost')}:{address.get('PORT', 5432)}"
        with self.console.step(f"Connecting to the database at {place}"):
            found = _server_version(os.environ["DATABASE_URL"].strip(), place)
        refuse_old_server(found, place)

    def _migrate(self) -> None:
        self.supervisor.manage("Updating the tables", "migrate", "--no-input")

    # --- Contents and services --------------------------------------------------------------------

    def _prepare(self) -> list[str]:
        """Tables, static files and, the first time, demo content; returns who may log in."""
        self._migrate()
        if not environment.flag("DEBUG"):
            self.supervisor.manage("Collecting styles and scripts", "collectstatic", "--no-input")
        if database.is_embedded():
            return self.supervisor.manage("Checking the demo content", "demo", "--first-run")
        if environment.flag("DEMO"):  # never staff, whose password everybody knows
            words = ["demo", "--first-run", "--content-only"]
            self.supervisor.manage("Checking the demo content", *words)
        return []

    def _open_services(self, number: int) -> None:
        supervisor = self.supervisor
        supervisor.environment["PORT"] = str(number)
        web = [*RUNSERVER, f"127.0.0.1:{number}"] if environment.flag("DEBUG") else SERVING
        with self.console.step("Starting web server and worker"):
            supervisor.open_service(self._service("web server", *web))
            supervisor.open_service(self._service("worker", *WORKER))
            supervisor.wait_until(
                lambda: _is_healthy(number),
                f"http://127.0.0.1:{number}/health/ is not responding, so everything is stopped.",
            )

    def _service(self, name: str, *words: str) -> ManagedProcess:
        def database_answers() -> bool:
            return self.supervisor.database is None or self.supervisor.database.is_up()

        return ManagedProcess(
            name,
            lambda: self.supervisor.spawn_python(*words),
            may_start=database_answers,
            worth_telling=lambda line: line != WORKERS_GREETING,
        )


def _database_part(server: Server) -> ManagedProcess:
    def launch() -> subprocess.Popen[bytes]:
        return server.start(stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    return ManagedProcess(
        "database",
        launch,
        is_up=server.answers,
        worth_telling=_is_alarming,
        farewell=signal.SIGINT,  # PostgreSQL's "fast": roll back, then close
        last_resort=signal.SIGQUIT,
        patience=SECONDS_TO_STOP,
    )


def _is_alarming(line: str) -> bool:
    return any(word in line for word in ALARMING)


def _own_address() -> dict[str, Any]:
    try:
        return database.address()
    except ValueError as error:
        raise StartupError(str(error)) from None


def _server_version(url: str, place: str) -> int:
    try:
        with psycopg.connect(url, connect_timeout=SECONDS_TO_ANSWER) as connection:
            return connection.info.server_version
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise StartupError(
            f"The database at {place} in DATABASE_URL cannot be used: {reason}\n"
            "Start it, correct DATABASE_URL, or unset it to use the embedded database."
        ) from None


def refuse_old_server(found: int, place: str) -> None:
    """`found` as libpq counts: 130012 is 13.12."""
    if found // 10_000 < OLDEST_POSTGRES:
        raise StartupError(
            f"The database at {place} is PostgreSQL {found // 10_000}; Opinion needs "
            f"{OLDEST_POSTGRES} or newer. Set DATABASE_URL to a newer one."
        )


def _is_healthy(number: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", number, timeout=2)
    try:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def environment_for_parts(var: Path) -> dict[str, str]:
    return os.environ | {"OPINION_VAR": str(var), MARK: str(var), "PYTHONUNBUFFERED": "1"}
