"""Files of the whole publication, which the worker writes and whoever asked for one downloads.

They hold drafts: each lies in a folder that nobody else may read, and is erased after a day.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opinion.jobs import queue

from .leaving import archive, wxr
from .models import MoveOut

# So long a file waits for whoever asked for it.
KEPT = timedelta(days=1)
Kind = MoveOut.Kind
NAMES = {Kind.ARCHIVE: "opinion-archive.zip", Kind.WORDPRESS: "wordpress.xml"}
WRITERS: dict[str, Callable[[Path, Callable[[float], None]], None]] = {
    Kind.ARCHIVE: lambda path, tell: archive.Writing(False, tell).write(path),
    Kind.WORDPRESS: lambda path, tell: wxr.write(path, False, tell),
}


def ask(kind: str, by) -> MoveOut:
    """Have one written; the one that is being written already, where there is one."""
    with transaction.atomic():
        found = MoveOut.objects.select_for_update().filter(kind=kind, finished_at=None).first()
        if found:
            return found
        move_out = MoveOut.objects.create(kind=kind, begun_by=by)
        queue("opinion.moving.tasks.write_out", move_out=move_out.pk)
        return move_out


def write(move_out: MoveOut) -> None:
    """As the publication is at this moment. What a killed worker began is begun anew."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{move_out.pk}-{NAMES[Kind(move_out.kind)]}"
    WRITERS[move_out.kind](folder / name, lambda part: _tell(move_out, part))
    finish(move_out, file=name)
    _note(move_out).unlink(missing_ok=True)


def finish(move_out: MoveOut, **said) -> None:
    move_out.finished_at = timezone.now()
    for field, value in said.items():
        setattr(move_out, field, value)
    move_out.save(update_fields=["finished_at", *said])


def path_of(move_out: MoveOut) -> Path | None:
    """Where its file lies; None where there is none, or none any more."""
    path = _folder() / move_out.file if move_out.file else None
    return path if path and path.exists() else None


def progress_of(move_out: MoveOut) -> float:
    """Which part is written, of 1."""
    try:
        return float(_note(move_out).read_text())
    except (OSError, ValueError):
        return 0.0


def name_of(move_out: MoveOut) -> str:
    """What the file is called where it is saved."""
    return NAMES[Kind(move_out.kind)]


def forget_old() -> None:
    """Erase what was written a day ago, and what somebody who was killed left beside it."""
    before = timezone.now() - KEPT
    MoveOut.objects.filter(finished_at__lt=before).delete()
    kept = {*MoveOut.objects.values_list("pk", flat=True)}
    for path in _folder().glob("[0-9]*-*"):
        if int(path.name.partition("-")[0]) not in kept:
            path.unlink(missing_ok=True)


def _tell(move_out: MoveOut, part: float) -> None:
    # In a file: the transaction that reads all of it as it was at one moment can write no row.
    _note(move_out).write_text(f"{part:.3f}")


def _note(move_out: MoveOut) -> Path:
    return _folder() / f"{move_out.pk}-progress"


def _folder() -> Path:
    return Path(settings.VAR_DIR, "moving-out")
