"""An empty database with all tables, made once in a run: those of tests are copies of it.

Migrating takes seconds, and each worker of a run, and each benchmark it plays, wants a database.
"""

import os
from contextlib import contextmanager

import psycopg
from django.core.management import call_command
from django.db import connection, connections

from opinion.database import url_address

# Of PostgreSQL's advisory locks.
LOCK = 0x6F70_7465
MADE_BY = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"


def run() -> str:
    """What this run is told apart by; workers of pytest-xdist share it."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or f"process {os.getpid()}"


def name() -> str:
    return f"test_{url_address(os.environ['DATABASE_URL'])['NAME']}_template"


def make() -> str:
    """Make it, unless another worker of this run has; gives its name."""
    template = name()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(MADE_BY, [template])
        if cursor.fetchone() != (run(),):
            cursor.execute(f'DROP DATABASE IF EXISTS "{template}"')
            cursor.execute(f"CREATE DATABASE \"{template}\" TEMPLATE template0 ENCODING 'UTF8'")
            with in_charge(template):
                call_command("migrate", verbosity=0)
            # Last of all: what was killed before is made anew.
            cursor.execute(f"COMMENT ON DATABASE \"{template}\" IS '{run()}'")
    return template


def drop() -> None:
    """To be called when no worker is left."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name()}"')


@contextmanager
def in_charge(database: str):
    """Within, this database is Django's default one."""
    before, copy = connections["default"], connection.copy()
    copy.settings_dict["NAME"] = database
    connections["default"] = copy
    try:
        yield
    finally:
        copy.close()
        connections["default"] = before
