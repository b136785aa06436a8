"""The embedded PostgreSQL of one copy of the project: reached through a private folder only."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from opinion import database
from opinion.supervisor import stale_processes
from opinion.supervisor.errors import StartupError
from opinion.supervisor.paths import MAJOR, find_place
from opinion.supervisor.process import MARK, as_user, spawn

ROOM_NEEDED = 300 * 1024 * 1024
SECONDS_TO_ANSWER = 120
SECONDS_TO_STOP = 30
# The locale comes with the server, so that it sorts alike on every machine.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
TESTS_ONLY = [
    *("fsync=off", "full_page_writes=off", "synchronous_commit=off"),
    *("wal_level=minimal", "max_wal_senders=0"),
]


class Server:
    """One data folder and the server on it. Whoever uses it holds the lock of `var`."""

    def __init__(self, var: Path, name: str = "postgres", settings: Iterable[str] = ()) -> None:
        self.var, self.settings = var, list(settings)
        self.place = find_place(var, name)
        self.data = self.place.data
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def is_new(self) -> bool:
        return not self.data.exists()

    @property
    def url(self) -> str:
        host = quote(str(self.place.socket), safe="")
        return f"postgresql://{database.USER}@/{database.NAME}?host={host}"

    @property
    def _environment(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", MARK: str(self.data)}

    def create(self) -> None:
        """Make the data folder: under another name first, so that it is whole or not there."""
        self._refuse_small_disk()
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.place.user:
            os.chown(unfinished, self.place.user.pw_uid, self.place.user.pw_gid)
        result = subprocess.run(
            [
                self.place.binaries / "initdb",
                "--pgdata",
                unfinished,
                *LOCALE,
                *self._initdb_options,
            ],
            env=self._environment,
            capture_output=True,
            text=True,
            **as_user(self.place.user),
        )
        if result.returncode:
            raise StartupError(f"The database could not be created: {result.stderr.strip()}")
        unfinished.rename(self.data)

    @property
    def _initdb_options(self) -> list[str]:
        hurry = ["--no-sync"] if "fsync=off" in self.settings else []
        return ["--username", database.USER, "--auth=trust", "--no-instructions", *hurry]

    def _refuse_small_disk(self) -> None:
        free = shutil.disk_usage(self.data.parent).free
        if free < ROOM_NEEDED:
            raise StartupError(
                f"The disk is nearly full: {free // 1024**2} MB are free for {self.data.parent}, "
                f"{ROOM_NEEDED // 1024**2} MB are needed. Make room, then start again."
            )

    def check(self) -> None:
        """Refuse data that this PostgreSQL cannot read."""
        if self.is_new:
            return
        kept = self.data / "PG_VERSION"
        found = kept.read_text().strip() if kept.exists() else None
        if found is None:
            raise StartupError(
                f"{self.data} holds something else than PostgreSQL's data. "
                "Move it away, then start again."
            )
        if found != str(MAJOR):
            raise StartupError(
                f"The data in {self.data} are of PostgreSQL {found}; this version of Opinion "
                f"brings PostgreSQL {MAJOR}. Go back to the version that wrote them, or move the "
                f"folder away to begin with fresh data: mv {self.data} {self.data}-{found}"
            )

    def start(self, **options: object) -> subprocess.Popen[bytes]:
        """Start the server without waiting for it; `options` go to Popen."""
        stale_processes.end_servers(self.data)
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={_quoted(self.place.socket)}",
            "unix_socket_permissions=0700",
            *self.settings,
        ]
        self.process = spawn(
            [
                self.place.binaries / "postgres",
                *("-D", self.data),
                *(word for setting in settings for word in ("-c", setting)),
            ],
            environment=self._environment,
            user=self.place.user,
            farewell=signal.SIGINT,
            **options,
        )
        return self.process

    def answers(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def wait(self) -> bool:
        """Wait for the first answer; False when the server ended instead, or took too long."""
        patience = time.monotonic() + SECONDS_TO_ANSWER
        while self.process and self.process.poll() is None and time.monotonic() < patience:
            if self.answers():
                return True
            time.sleep(0.05)
        return False

    def ensure_database(self) -> None:
        with self._connect("postgres") as connection:
            exists = "SELECT FROM pg_database WHERE datname = %s"
            if connection.execute(exists, [database.NAME]).fetchone() is None:
                name = sql.Identifier(database.NAME)
                connection.execute(sql.SQL("CREATE DATABASE {}").format(name))

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # PostgreSQL's "fast": roll back, then close
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_TO_STOP)
                return
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.place.socket),
            dbname=name,
            user=database.USER,
            connect_timeout=5,
            autocommit=True,
        )


def _quoted(folder: Path) -> str:
    """As an element of PostgreSQL's list of folders, where a comma parts and quotes hold."""
    return '"' + str(folder).replace('"', '""') + '"'
