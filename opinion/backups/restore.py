"""A backup put back: into a database beside ours first, which then takes the place of ours."""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from opinion.version import VERSION

from . import archive, databases, pictures, scratch
from .back_up import Tell, alone, check, working_folder
from .errors import BackupError
from .manifest import Manifest
from .storage import Storage

MEDIA = "media"
OTHERS = """
SELECT count(*) FROM pg_stat_activity
 WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass
class Restored:
    manifest: Manifest
    database: str
    media: Path
    # Under which name what stood there before is kept; None where nothing stood there.
    before: str | None = None
    # The picture files that could not be read, where the rest was wanted all the same.
    left_out: list[str] = field(default_factory=list)


def identities(file: Path) -> list[Any]:
    """The private halves that stand in a file, a line each, as `age-keygen` writes it."""
    import pyrage

    try:
        lines = [line.strip() for line in file.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise BackupError(
            f"There is no private half of an age key in {file}: a line that begins with "
            "AGE-SECRET-KEY-1."
        )
    return found


def chosen(storage: Storage, name: str | None) -> str:
    """That one, or the latest that was found good, or the latest there is."""
    names = storage.names()
    if not names or (name and name not in names):
        raise BackupError(
            f"There is no backup {name} in {settings.BACKUP_TO}."
            if name
            else f"There are no backups in {settings.BACKUP_TO}."
        )
    return name or next((one for one, is_good in names.items() if is_good), [*names][0])


def look_at(name: str | None, keys: list, tell: Tell) -> tuple[str, Manifest]:
    """Restore one into a database that is dropped again: whether it is good."""
    storage = Storage()
    name = chosen(storage, name)
    with alone(), working_folder("restoring") as folder:
        tell(f"Reading {name}, restoring it beside the database and comparing")
        found = check(storage, name, keys, folder)
        tell(f"Reading its {len(found.media)} picture files")
        refuse_damaged([*pictures.read_all(storage, found, keys, None)])
        return name, found


def restore(
    name: str | None,
    keys: list,
    *,
    into: str | None,
    replace: bool,
    tell: Tell,
    leave_out: bool = False,
) -> Restored:
    """Put a backup back, and say where it is. Nothing is touched before it is found whole.

    `leave_out` restores the rest, where picture files are damaged.
    """
    storage = Storage()
    name = chosen(storage, name)
    if into:
        databases.refuse_taken(into)
    else:
        refuse_filled(replace)
        refuse_others()
    target = databases.scratch_name("restored")
    media = settings.VAR_DIR / f"media-of-{into}" if into else settings.MEDIA_ROOT
    with alone(), databases.created(target), working_folder("restoring") as folder:
        tell(f"Reading {name}")
        with storage.open(name) as pieces:
            found = archive.read(name, pieces, keys, folder)
        if not into:
            refuse_newer(found)
        tell(f"Reading its {len(found.media)} picture files")
        left_out = [*pictures.read_all(storage, found, keys, folder / MEDIA)]
        if not leave_out:
            refuse_damaged(left_out)
        tell("Restoring the database and comparing each table")
        scratch.restore(folder / archive.DUMP, target, found)
        _analyze(target)
        tell(f"Putting them into {media}")
        _put_media(folder / MEDIA, media)
    if into:
        with databases.connect() as ours:
            databases.rename(ours, target, into)
        return Restored(found, into, media, None, left_out)
    return Restored(found, databases.name(), media, _take_the_place(target), left_out)


# --- What stands in the way -----------------------------------------------------------------------


def refuse_filled(replace: bool) -> None:
    if is_filled() and not replace:
        raise BackupError(
            f"The database {databases.name()} holds a publication, and nothing was done. Say "
            "--replace to put the backup in its place (it is kept under another name), or "
            "--into NAME to restore into a new database beside it."
        )


def refuse_damaged(names: list[str]) -> None:
    if names:
        raise BackupError(
            f"{len(names)} picture files are missing or are not what was written: "
            f"{', '.join(names[:5])}. Use another backup, or say --leave-out-damaged to put back "
            "all else."
        )


def is_filled() -> bool:
    with databases.connect() as ours:
        row = ours.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        return bool(row and row[0])


def refuse_others() -> None:
    """Whoever is connected would go on writing into what is put aside."""
    from django.db import connection

    connection.close()
    with databases.connect("postgres") as ours:
        row = ours.execute(OTHERS, [databases.name()]).fetchone()
    if row and row[0]:
        raise BackupError(
            f"{row[0]} programs are connected to the database {databases.name()}, and nothing was "
            "done. Stop web server and worker first: systemctl stop opinion-web opinion-worker."
        )


def refuse_newer(found: Manifest) -> None:
    """A database that this code does not know could be restored, and not be used."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {app for app, _name in known}
    unknown = [pair for pair in found.migrations if pair[0] in ours and tuple(pair) not in known]
    if unknown:
        raise BackupError(
            f"This backup is of Opinion {found.version}, and this is Opinion {VERSION}, which does "
            f"not know its tables ({'.'.join(unknown[0])}). Nothing was done: install Opinion "
            f"{found.version}, then restore."
        )


# --- Putting in its place -------------------------------------------------------------------------


def _analyze(database: str) -> None:
    """A dump has no statistics, and without them the first questions take long."""
    with databases.connect(database) as opened:
        opened.execute("ANALYZE")


def _put_media(source: Path, target: Path) -> None:
    """Each file whole or not at all. One that is there already, of that name, is the same."""
    for path in archive.files(source):
        place = target / path.relative_to(source)
        if place.exists() and place.stat().st_size == path.stat().st_size:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f"{place.name}.unfinished")
        shutil.copyfile(path, unfinished)
        unfinished.replace(place)


def _take_the_place(restored: str) -> str | None:
    """Give `restored` our database's name; what had it before is kept where it held anything."""
    filled = is_filled()
    before = f"{databases.name()[:40]}_before_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    refuse_others()
    with databases.connect("postgres") as ours:
        try:
            with ours.transaction():
                databases.rename(ours, databases.name(), before)
                databases.rename(ours, restored, databases.name())
        except psycopg.errors.ObjectInUse:
            raise BackupError(
                f"Somebody connected to {databases.name()} meanwhile, and it stays as it is. Stop "
                f"web server and worker, and do this again."
            ) from None
        if not filled:
            ours.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(before)))
    return before if filled else None
