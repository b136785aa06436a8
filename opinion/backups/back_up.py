"""One backup from its first statement to its last: dumped, packed, stored, read back, compared."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error

from . import archive, databases, pictures, retention, scratch, tables
from .errors import BackupError
from .manifest import Manifest
from .models import BackupState
from .storage import Storage, moment_of, name_of

# Of PostgreSQL's advisory locks.
LOCK = 0x6F70_6261
LEAST_FREE_BYTES = 100 * 1024 * 1024
Tell = Callable[[str], None]


def back_up(tell: Tell) -> str:
    """Make one, and forget those that are kept long enough. Returns its name.

    What became of it is noted in BackupState. Raises BackupError.
    """
    with alone():
        state = BackupState.objects.current()
        state.begin()
        try:
            moment, name, size = _make(tell)
        except Exception as error:
            # Where the database is away, there is no row to write it into.
            with suppress(Error):
                state.fail(_reason(error))
            raise
        state.succeed(name, moment, size)
        _forget_old(tell)
    return name


def _reason(error: Exception) -> str:
    """Without words of an error that is not ours, which may quote a row; a full disk says so."""
    if isinstance(error, BackupError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename or ''}".rstrip(": ")
    return f"{type(error).__name__}: the log says more."


@contextmanager
def alone() -> Iterator[None]:
    """Two at once would stand in each other's way."""
    with databases.connect() as ours:
        row = ours.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if not (row and row[0]):
            raise BackupError("Another backup is being made. Wait for its end.")
        yield


def _make(tell: Tell) -> tuple[datetime, str, int]:
    import pyrage

    storage = Storage()
    # What cannot be reached is better found before an hour's work.
    storage.names()
    recipients = [archive.recipient(word) for word in settings.BACKUP_RECIPIENTS]
    # Known to this run alone: so it can look at what it stored, and nobody here can afterwards.
    once = pyrage.x25519.Identity.generate()
    with working_folder("making") as folder:
        refuse_small_disk()
        tell("Dumping the database")
        manifest = _dump(folder / archive.DUMP)
        name, sealed = name_of(manifest.taken_at), folder / "sealed"
        recipients.append(once.to_public())
        storing = pictures.Storing(storage, recipients, once, folder, manifest.taken_at)
        manifest.media = storing.store_all(settings.MEDIA_ROOT)
        tell(str(storing))
        archive.write(sealed, recipients, folder / archive.DUMP, manifest)
        (folder / archive.DUMP).unlink()
        size = sealed.stat().st_size
        tell(f"Storing {size:,} bytes")
        storage.put(name, sealed, needs=manifest.keys_of_pictures())
        sealed.unlink()
        tell("Reading it back, restoring it and comparing")
        try:
            check(storage, name, [once], folder)
        except BackupError:
            storage.delete([name])
            raise
        storage.mark_good(name)
    return manifest.taken_at, name, size


def _dump(target: Path) -> Manifest:
    """Dump the database into a file, with the digest of each table in that same moment."""
    with databases.connect() as opened, tables.snapshot(opened) as snapshot:
        taken_at = datetime.now(UTC).replace(microsecond=0)
        with databases.running(
            "pg_dump",
            *("--format=custom", "--no-unlogged-table-data"),
            f"--snapshot={snapshot}",
            f"--file={target}",
        ):
            digests = tables.digests(opened)
        return Manifest(taken_at, digests, tables.migrations(opened))


def check(storage: Storage, name: str, identities: list, folder: Path) -> Manifest:
    """Read a stored backup whole, and restore its database beside ours to compare each table."""
    with storage.open(name) as pieces:
        manifest = archive.read(name, pieces, identities, folder)
    with scratch.database() as database:
        scratch.restore(folder / archive.DUMP, database, manifest)
    return manifest


@contextmanager
def working_folder(name: str) -> Iterator[Path]:
    """A private folder, empty: what one that was killed left in it is gone."""
    folder = settings.VAR_DIR / "backups" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def refuse_small_disk() -> None:
    sizes = (path.stat().st_size for path in archive.files(settings.MEDIA_ROOT))
    # Pictures are encrypted one by one.
    needed = databases.size() + max(sizes, default=0) + LEAST_FREE_BYTES
    free = shutil.disk_usage(settings.VAR_DIR).free
    if free < needed:
        raise BackupError(
            f"There is too little room for a backup: {free // 1024**2} MB are free below "
            f"{settings.VAR_DIR}, {needed // 1024**2} MB may be needed."
        )


def _forget_old(tell: Tell) -> None:
    """The new one counts already; so what cannot be deleted is told, and is no failure of it."""
    storage = Storage()
    good = {moment_of(name): is_good for name, is_good in storage.names().items()}
    old = retention.old(good, settings.BACKUP_KEEP)
    try:
        storage.delete([name_of(moment) for moment in old])
        unnamed = pictures.forget_unnamed(storage, datetime.now(UTC))
    except BackupError as error:
        tell(f"{len(old)} old backups could not be deleted. {error}")
    else:
        tell(
            f"{len(good) - len(old)} backups are kept; {len(old)} old ones were deleted, and "
            f"{unnamed} picture files that none of the others needs."
        )
