"""How far an upgrade has come, in a file, so that one that was ended goes on where it was."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from opinion.version import VERSION


@dataclass
class Progress:
    version: str
    # Of all its migrations: two states of an unreleased version are two versions.
    mark: str
    begun_at: str
    # Its name, or “elsewhere”; empty until it is made.
    backup: str = ""
    is_done: bool = False

    def keep(self) -> None:
        """Whole or not at all."""
        unfinished = _file().with_suffix(".unfinished")
        with unfinished.open("w", encoding="utf-8") as file:
            json.dump(asdict(self), file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(_file())


def _file() -> Path:
    return settings.VAR_DIR / "upgrade.json"


def last() -> Progress | None:
    """Of the last upgrade that was begun here."""
    try:
        return Progress(**json.loads(_file().read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def begun() -> Progress:
    """That of the upgrade to this version, where one was begun and not ended; else a new one."""
    found = last()
    if found and not found.is_done and (found.version, found.mark) == (VERSION, _mark()):
        return found
    return Progress(VERSION, _mark(), f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")


def _mark() -> str:
    names = sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    return hashlib.sha256(repr(names).encode()).hexdigest()[:16]
