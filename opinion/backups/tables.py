"""What stands in each table as one short number: the same before a dump and after its restore."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql

from .errors import BackupError

# As many rows, and the sum of what each comes to: in whatever order they lie.
Digest = tuple[int, str]

# Not those that are UNLOGGED: what is in them is drawn anew.
TABLES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'r' AND c.relpersistence = 'p'
   AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
 ORDER BY 1, 2
"""
DIGEST = """
SELECT count(*), coalesce(sum(
    ('x' || encode(substr(sha256(convert_to(whole_row::text, 'UTF8')), 1, 8), 'hex'))
    ::bit(64)::bigint::numeric
), 0)::text FROM ONLY {} AS whole_row
"""


@contextmanager
def snapshot(opened: psycopg.Connection) -> Iterator[str]:
    """Within, `opened` sees one moment; what is handed out names it for pg_dump."""
    opened.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        yield _value(opened, "SELECT pg_export_snapshot()")
    finally:
        opened.execute("ROLLBACK")


def digests(opened: psycopg.Connection) -> dict[str, Digest]:
    """Of each table that is backed up, in the moment that `opened` sees."""
    found = {}
    for schema, table in opened.execute(TABLES).fetchall():
        row = opened.execute(sql.SQL(DIGEST).format(sql.Identifier(schema, table))).fetchone()
        assert row
        found[f"{schema}.{table}"] = (row[0], row[1])
    return found


def refuse_difference(expected: dict[str, Digest], found: dict[str, Digest]) -> None:
    differing = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    if differing:
        raise BackupError(
            f"What was restored is not what was backed up: {', '.join(differing[:5])} "
            f"{'differs' if len(differing) == 1 else 'differ'}."
        )


def migrations(opened: psycopg.Connection) -> list[list[str]]:
    """Those that have run on it, by app and name."""
    if not _value(opened, "SELECT to_regclass('django_migrations') IS NOT NULL"):
        return []
    return [[*row] for row in opened.execute("SELECT app, name FROM django_migrations ORDER BY id")]


def _value(opened: psycopg.Connection, question: str) -> Any:
    row = opened.execute(question).fetchone()
    return row[0] if row else None
