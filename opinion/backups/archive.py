"""One file a backup: the dump and what is said of it, in a tar that only certain keys can open.

Written and read as a stream, by way of a pipe, so that nothing is ever whole in memory.
"""

import hashlib
import io
import os
import shutil
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from . import manifest as manifests
from .errors import BackupError
from .manifest import Manifest

DUMP, MANIFEST, PICTURES = "database.dump", "manifest.json", "pictures.txt"


class Reader(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Hashing:
    """Reads a file, and knows afterwards what it read."""

    def __init__(self, file: Reader) -> None:
        self.file, self.sha256, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self.file.read(size)
        self.sha256.update(piece)
        self.size += len(piece)
        return piece

    @property
    def found(self) -> tuple[int, str]:
        return self.size, self.sha256.hexdigest()


def drain(file: Reader) -> tuple[int, str]:
    """How large it is, and its SHA-256."""
    hashing = Hashing(file)
    while hashing.read(1 << 20):
        pass
    return hashing.found


# --- Writing --------------------------------------------------------------------------------------


def recipient(word: str) -> Any:
    import pyrage

    try:
        return pyrage.x25519.Recipient.from_str(word)
    except pyrage.RecipientError:
        raise BackupError(
            f"{word[:12]}… in BACKUP_RECIPIENTS is no public half of an age key: it begins with "
            "age1 and has 62 letters."
        ) from None


def write(target: Path, recipients: list, dump: Path, manifest: Manifest) -> None:
    """Pack `dump` and `manifest` into `target`."""
    import pyrage

    reading, writing = os.pipe()
    failures: list[Exception] = []

    def pack() -> None:
        try:
            with os.fdopen(writing, "wb") as stream, _tar(stream) as tar:
                _pack(tar, dump, manifest)
        except Exception as error:
            failures.append(error)

    packing = threading.Thread(target=pack)
    with os.fdopen(reading, "rb") as plain, target.open("wb") as sealed:
        packing.start()
        try:
            pyrage.encrypt_io(plain, sealed, recipients)
            os.fsync(sealed.fileno())
        finally:
            plain.close()
            packing.join()
    if failures:
        raise failures[0]


def _tar(stream: IO[bytes]) -> tarfile.TarFile:
    return tarfile.open(fileobj=stream, mode="w|")


def _pack(tar: tarfile.TarFile, dump: Path, manifest: Manifest) -> None:
    tar.add(dump, DUMP, recursive=False)
    words = {PICTURES: manifest.pictures_written(), MANIFEST: manifest.written()}
    for name, written in words.items():
        info = tarfile.TarInfo(name)
        info.size = len(written)
        tar.addfile(info, io.BytesIO(written))


def files(folder: Path) -> Iterator[Path]:
    """In their order; what somebody deletes meanwhile is left out."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if (path := Path(parent, name)).is_file():
                yield path


# --- Reading --------------------------------------------------------------------------------------


def read(name: str, sealed: Reader, identities: list, into: Path) -> Manifest:
    """Unpack the dump into a folder; every byte is looked at.

    Raises BackupError where anything is not as it was written.
    """
    stream, failures, opening = _open(sealed, identities)
    manifest, trouble = None, None
    with stream:
        try:
            manifest = _unpack(stream, into)
            # The seal of the last piece is behind the end of the tar.
            while stream.read(1 << 20):
                pass
        except (tarfile.TarError, EOFError, KeyError, ValueError) as error:
            trouble = error
    opening.join()
    if failures:
        raise BackupError(_sentence(name, failures[0])) from failures[0]
    if manifest is None:
        raise BackupError(f"{name} is no backup of Opinion.") from trouble
    return manifest


def _open(sealed: Reader, identities: list) -> tuple[IO[bytes], list[Exception], threading.Thread]:
    import pyrage

    reading, writing = os.pipe()
    failures: list[Exception] = []

    def decrypt() -> None:
        with os.fdopen(writing, "wb") as plain:
            try:
                pyrage.decrypt_io(sealed, plain, identities)
            except Exception as error:
                failures.append(error)

    opening = threading.Thread(target=decrypt)
    opening.start()
    return os.fdopen(reading, "rb"), failures, opening


def _sentence(name: str, error: Exception) -> str:
    if "No matching keys" in str(error):
        return (
            f"{name} does not open with this key: it was made for another one, or its first bytes "
            "are damaged."
        )
    return f"{name} is damaged: what is stored is not what was written. Use another backup."


def _unpack(stream: IO[bytes], into: Path) -> Manifest:
    manifest = b""
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for member in tar:
            file = tar.extractfile(member)
            if file is None:
                raise ValueError(f"{member.name} is no file")
            if member.name == MANIFEST:
                manifest = file.read()
            elif member.name == DUMP:
                with (into / DUMP).open("wb") as kept:
                    shutil.copyfileobj(file, kept, 1 << 20)
    return manifests.read(manifest)


def below(folder: Path, name: str) -> Path:
    """Where a file of that name goes; never outside."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or name.startswith("/"):
        raise BackupError(f"{name} lies outside the folder of pictures.")
    return folder.joinpath(*parts)
