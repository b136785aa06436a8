"""A database beside ours, into which a backup is restored to be looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import databases, tables
from .manifest import Manifest


@contextmanager
def database() -> Iterator[str]:
    """The name of a new, empty one, dropped at the end."""
    name = databases.scratch_name("check")
    with databases.created(name):
        yield name
    databases.drop(name)


def restore(dump: Path, database: str, manifest: Manifest) -> None:
    """Fill an empty database, and refuse where any table is not what it was."""
    with databases.running(
        "pg_restore",
        *("--exit-on-error", "--no-owner", "--no-privileges"),
        dump,
        database=database,
    ):
        pass
    with databases.connect(database) as opened:
        tables.refuse_difference(manifest.tables, tables.digests(opened))
