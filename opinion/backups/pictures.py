"""Picture files beside the backups, each stored once, however many backups need it.

They lie there under a keyed digest of what is in them, by which the next backup knows them again,
and a digest of their encrypted bytes, by which they are looked at without being opened: what the
server stored on another day it cannot open any more.
"""

import hashlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from comments.security.encryption import digest

from .archive import Hashing, below, drain, files
from .manifest import Manifest, Picture
from .storage import Storage

# Each stored file is read again once in so many days.
LOOKED_AT_WITHIN = 28
# What no backup names is deleted after so long: one that is being made names it at its end.
UNNAMED_FOR = timedelta(days=1)


def key_of(sha256: str) -> str:
    """What a file of this content is known by, to whoever has our key.

    For other recipients it is another one: who may open the next backup may open all of it.
    """
    return digest("backup picture", sha256, *sorted(settings.BACKUP_RECIPIENTS)).hex()[:32]


def is_due(name: str, at: datetime) -> bool:
    """Whether this is the day to read it again."""
    return (
        int(name.partition("-")[2][:8], 16) % LOOKED_AT_WITHIN == at.toordinal() % LOOKED_AT_WITHIN
    )


# --- Storing --------------------------------------------------------------------------------------


@dataclass
class Storing:
    """Stores what is not there yet, and looks at each thing that it has stored."""

    storage: Storage
    recipients: list
    once: Any
    """The key of this run, which is one of the recipients."""
    folder: Path
    at: datetime
    stored: dict[str, str] = field(default_factory=dict)
    """The name of what is there, by the key of its content."""
    count: int = 0
    new: int = 0
    new_bytes: int = 0
    mended: int = 0

    def __str__(self) -> str:
        mended = f", {self.mended} of them in the place of damaged ones" if self.mended else ""
        return (
            f"{self.new} of {self.count} picture files were new and are stored ({self.new_bytes:,} "
            f"bytes{mended})"
        )

    def store_all(self, media: Path) -> dict[str, Picture]:
        self.stored = {name.partition("-")[0]: name for name in self.storage.pictures()}
        return {path.relative_to(media).as_posix(): self._store(path) for path in files(media)}

    def _store(self, path: Path) -> Picture:
        self.count += 1
        with path.open("rb") as file:
            found = drain(file)
        name = self.stored.get(key_of(found[1]))
        if name is None:
            return self._put(path)
        if is_due(name, self.at) and not is_whole(self.storage, name):
            picture = self._put(path)
            self.storage.delete_picture(name)
            self.mended += 1
            return picture
        return Picture(*found, key_of(found[1]))

    def _put(self, path: Path) -> Picture:
        import pyrage

        sealed = self.folder / "picture"
        with path.open("rb") as file, sealed.open("wb") as written:
            plain = Hashing(file)
            pyrage.encrypt_io(plain, written, self.recipients)
        picture = Picture(*plain.found, key_of(plain.found[1]))
        with sealed.open("rb") as file:
            size, sha256 = drain(file)
        name = f"{picture.key}-{sha256}.age"
        self.storage.put_picture(name, sealed)
        read(self.storage, name, [self.once], picture)
        self.stored[picture.key] = name
        self.new, self.new_bytes = self.new + 1, self.new_bytes + size
        return picture


# --- Reading --------------------------------------------------------------------------------------


class Damaged(Exception):
    """What is stored is not what was written."""


class Keeping:
    """Writes what is decrypted into a file, or nowhere, and knows afterwards what it was."""

    def __init__(self, file: IO[bytes] | None) -> None:
        self.file, self.sha256, self.size = file, hashlib.sha256(), 0

    def write(self, piece: bytes) -> int:
        self.sha256.update(piece)
        self.size += len(piece)
        return self.file.write(piece) if self.file else len(piece)


def is_whole(storage: Storage, name: str) -> bool:
    with storage.open_picture(name) as pieces:
        return drain(pieces)[1] == name.partition("-")[2].removesuffix(".age")


def read(
    storage: Storage, name: str, identities: list, picture: Picture, file: IO[bytes] | None = None
) -> None:
    """Decrypt one, into a file where wanted. Raises Damaged where a byte is another one."""
    import pyrage

    keeping = Keeping(file)
    with storage.open_picture(name) as pieces:
        try:
            pyrage.decrypt_io(pieces, keeping, identities)
        except pyrage.DecryptError as error:
            if pieces.failure is None:
                raise Damaged(name) from error
    if (keeping.size, keeping.sha256.hexdigest()) != (picture.size, picture.sha256):
        raise Damaged(name)


def read_all(
    storage: Storage, manifest: Manifest, identities: list, into: Path | None
) -> Iterator[str]:
    """Decrypt the pictures of a backup, into a folder where wanted; tells which are damaged."""
    stored = {name.partition("-")[0]: name for name in storage.pictures()}
    for name, picture in manifest.media.items():
        target = below(into, name) if into else None
        try:
            if picture.key not in stored:
                raise Damaged(name)
            if target:
                target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") if target else nullcontext() as file:
                read(storage, stored[picture.key], identities, picture, file)
        except Damaged:
            if target:
                target.unlink(missing_ok=True)
            yield name


# --- Forgetting -----------------------------------------------------------------------------------


def forget_unnamed(storage: Storage, at: datetime) -> int:
    """Delete what no backup needs any more; how many that were."""
    needed = storage.needed_pictures()
    if needed is None:
        return 0
    unnamed = [
        name
        for name, since in storage.pictures().items()
        if name.partition("-")[0] not in needed and since < at - UNNAMED_FOR
    ]
    for name in unnamed:
        storage.delete_picture(name)
    return len(unnamed)
