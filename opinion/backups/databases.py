"""Connections to our database and to those beside it, and PostgreSQL's own programs on them."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from opinion.supervisor.paths import embedded_binaries
from opinion.supervisor.process import spawn

from .errors import BackupError

# What Django hands to psycopg's Python side.
NOT_LIBPQS = {"cursor_factory", "context", "prepare_threshold"}
DEBIANS = Path("/usr/lib/postgresql")
# So that a row is written as the same text wherever it is read.
SPELLING = "SET timezone = 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex'; "
SPELLING += "SET intervalstyle = 'postgres'; SET extra_float_digits = 1"
LINES_OF_REASON = 3


def name() -> str:
    return connection.settings_dict["NAME"]


def parameters(database: str | None = None) -> dict[str, Any]:
    """What libpq wants to know, for our database or another one on its server."""
    found = connection.get_connection_params()
    found = {key: value for key, value in found.items() if key not in NOT_LIBPQS}
    return found | {"dbname": database or name()}


def connect(database: str | None = None) -> psycopg.Connection:
    """A connection of its own, beside Django's, that commits each statement."""
    try:
        opened = psycopg.connect(**parameters(database), autocommit=True)
    except psycopg.OperationalError as error:
        raise BackupError(f"The database {database or name()} does not answer.") from error
    opened.execute(SPELLING)
    return opened


@contextmanager
def running(program: str, *words: str | Path, database: str | None = None) -> Iterator[None]:
    """PostgreSQL's `program` on a database, while the body runs; waited for at its end."""
    found = parameters(database)
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
    if password := found.pop("password", None):
        environment["PGPASSWORD"] = password
    command = [binary(program), *words, f"--dbname={make_conninfo(**found)}"]
    with tempfile.TemporaryFile() as said:
        process = spawn(command, environment=environment, stdout=subprocess.DEVNULL, stderr=said)
        try:
            yield
            code = process.wait()
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()
        if code:
            said.seek(0)
            raise BackupError(f"{program} failed. {_reason(said.read().decode(errors='replace'))}")


def _reason(said: str) -> str:
    """Its own lines alone: others may quote a row."""
    lines = [line for line in said.splitlines() if " error: " in line or " fatal: " in line]
    return " ".join(lines[:LINES_OF_REASON])[:500] or "It did not say why."


# --- Where the programs are -----------------------------------------------------------------------


def binary(program: str) -> Path:
    """`pg_dump` or `pg_restore` of the server's own version, or the next newer one there is."""
    with connect() as ours:
        server = ours.info.server_version // 10_000
    found = {path: _major(path) for path in _candidates(program)}
    fitting = [path for path in found if found[path] >= server]
    if not fitting:
        raise BackupError(
            f"There is no {program} for PostgreSQL {server} here: install postgresql-client-"
            f"{server}, or what your system calls PostgreSQL's programs of that version."
        )
    return min(fitting, key=lambda path: found[path])


def _candidates(program: str) -> list[Path]:
    embedded, anywhere = embedded_binaries(), shutil.which(program)
    paths = [
        *DEBIANS.glob(f"*/bin/{program}"),
        *([embedded / program] if embedded else []),
        *([Path(anywhere)] if anywhere else []),
    ]
    return [path for path in paths if path.exists()]


def _major(path: Path) -> int:
    """Of “pg_dump (PostgreSQL) 15.18 (Debian …)” the 15; 0 where it does not say."""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    word = done.stdout.partition(") ")[2].split(".")[0].split()
    return int(word[0]) if word and word[0].isdecimal() else 0


# --- Databases beside ours ------------------------------------------------------------------------

# What begins so is made here and dropped here, also where one that was killed left it behind.
RESERVED = "{}_scratch_"
# A server goes on creating one after whoever asked for it was killed.
TRIES, SECONDS_BETWEEN = 30, 1


def scratch_name(word: str) -> str:
    """A reserved name of a database beside ours; PostgreSQL takes 63 letters."""
    return RESERVED.format(name()[:40]) + word


@contextmanager
def created(database: str) -> Iterator[None]:
    """A new, empty one of a reserved name, which stays where the body ends well."""
    _create(database)
    try:
        yield
    except BaseException:
        drop(database)
        raise


def _create(database: str) -> None:
    statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'"
    for tried in range(TRIES):
        drop(database)
        try:
            with connect() as ours:
                ours.execute(sql.SQL(statement).format(sql.Identifier(database)))
            return
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.ObjectInUse):
            if tried == TRIES - 1:
                raise
            time.sleep(SECONDS_BETWEEN)
        except psycopg.errors.InsufficientPrivilege:
            role = parameters()["user"]
            raise BackupError(
                f"The role {role} may not create databases, and a backup is checked in one. "
                f'Let it: ALTER ROLE "{role}" CREATEDB.'
            ) from None


def size() -> int:
    """How many bytes ours takes."""
    with connect() as ours:
        row = ours.execute("SELECT pg_database_size(current_database())").fetchone()
        return row[0] if row else 0


def refuse_taken(database: str) -> None:
    with connect() as ours:
        asked = ours.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        is_taken = asked.fetchone() is not None
    if is_taken or database.startswith(RESERVED.format(name()[:40])):
        raise BackupError(f"There is a database {database} already. Name another one.")


def rename(opened: psycopg.Connection, database: str, other: str) -> None:
    opened.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(database), sql.Identifier(other)
        )
    )


def drop(database: str) -> None:
    with connect() as ours:
        ours.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database))
        )
