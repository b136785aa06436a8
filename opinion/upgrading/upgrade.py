"""The steps of an upgrade. Each may be killed at any moment, and is done again by the next run."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.core.management import CommandError, call_command
from django.db import Error, connection

from opinion.backups import databases, storage
from opinion.backups.back_up import back_up
from opinion.backups.errors import BackupError
from opinion.version import VERSION

from . import checks, progress
from .checks import UpgradeError
from .progress import Progress

LOCK = 0x6F70_7570
Tell = Callable[[str], None]
# What is made from what people typed or uploaded, and may be made otherwise by a new version.
RENDERING = ("render_html", "fingerprint_comments", "make_renditions")


def upgrade(tell: Tell, without_backup: bool) -> None:
    """Bring database and files to this version. Raises UpgradeError, which says what to do."""
    for refuse in checks.ALL:
        refuse()
    _refuse_without_backup(without_backup)
    with _alone():
        steps = progress.begun()
        if steps.backup:
            tell(
                f"Going on with the upgrade to {VERSION} that was begun {steps.begun_at} and not "
                f"ended. Its backup is {steps.backup}."
            )
        steps.keep()
        _back_up(steps, tell, without_backup)
        for words, step in _steps():
            tell(words)
            _do(words, step, steps)
        steps.is_done = True
        steps.keep()


def _refuse_without_backup(without_backup: bool) -> None:
    if not (storage.is_set_up() or without_backup) and checks.waiting():
        raise UpgradeError(
            "No backups are set up (docs/backups.md), so there would be no way back. Set them up, "
            "or make one by other means and say --without-backup."
        )


@contextmanager
def _alone() -> Iterator[None]:
    with databases.connect() as ours:
        row = ours.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if not (row and row[0]):
            raise UpgradeError("Another upgrade is going on. Wait for its end.")
        yield


def _back_up(steps: Progress, tell: Tell, without_backup: bool) -> None:
    if steps.backup:
        return
    if without_backup:
        steps.backup = "elsewhere"
    elif checks.waiting():
        try:
            steps.backup = back_up(tell)
        except BackupError as error:
            raise UpgradeError(f"There is no backup, and nothing was changed. {error}") from error
    else:
        tell("No migrations wait, so nothing needs a way back: no backup is made.")
    steps.keep()


def _steps() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "Migrating the database", _migrate
    yield (
        "Collecting static files",
        partial(call_command, "collectstatic", "--no-input", verbosity=0),
    )
    for command in RENDERING:
        yield f"Rendering: {command}", partial(call_command, command)


def _migrate() -> None:
    drop_unfinished_indexes()
    call_command("migrate", "--no-input")


def drop_unfinished_indexes() -> None:
    for name in checks.unfinished_indexes():
        with connection.cursor() as cursor:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {quoted}")


def _do(words: str, step: Callable[[], object], steps: Progress) -> None:
    try:
        step()
    except (CommandError, Error, OSError) as error:
        raise UpgradeError(
            f"The upgrade stopped at “{words}”: {error}\n"
            f"What was done is whole. Put right what stands in the way and run it again, or go "
            f"back to the version before with the backup {steps.backup or 'of before'}: "
            f"docs/upgrading.md."
        ) from error
