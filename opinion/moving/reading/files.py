"""The files of one import, opened: plain, gzipped, or in zips. Nothing is unpacked to the disk."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from opinion.moving.errors import NotAnExport

# No text shrinks so far; what does is made to fill a memory or a disk.
MOST_RATIO = 200
UNSUSPECTED = 20_000_000
MOST_MEMBERS = 200_000
SNIFFED = 4_096


@dataclass(frozen=True)
class Member:
    """One file of an export: on the disk, or in a zip by `name`."""

    path: Path
    name: str = ""

    @property
    def label(self) -> str:
        return PurePosixPath(self.name).name or self.path.name

    @property
    def packed_size(self) -> int:
        if not self.name:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.name).compress_size

    @contextmanager
    def open(self) -> Iterator[Any]:
        """Its bytes, unpacked as they are read. Raises NotAnExport while they are."""
        with self._raw() as raw:
            head = raw.read(2)
            raw.seek(0)
            if head == b"\x1f\x8b":
                yield _Guarded(gzip.GzipFile(fileobj=raw), self.packed_size, self.label)
            elif self.name:
                yield _Guarded(raw, self.packed_size, self.label)
            else:
                yield raw

    @contextmanager
    def _raw(self):
        if not self.name:
            with self.path.open("rb") as file:
                yield file
        else:
            with zipfile.ZipFile(self.path) as archive, archive.open(self.name) as file:
                yield file


class _Guarded(io.RawIOBase):
    """A packed file that is not trusted to be what it says."""

    def __init__(self, inner, packed: int, label: str) -> None:
        self.inner, self.packed, self.label, self.total = inner, max(packed, 1), label, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            data = self.inner.read(min(size, 1 << 20) if size >= 0 else 1 << 20)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
            raise NotAnExport(
                _("%(file)s is damaged: it cannot be unpacked.") % {"file": self.label}
            ) from error
        self.total += len(data)
        if self.total > UNSUSPECTED and self.total > MOST_RATIO * self.packed:
            raise NotAnExport(
                _("%(file)s unpacks to far more than any export does. It was not read.")
                % {"file": self.label}
            )
        return data


def members(path: Path) -> list[Member]:
    """The files of an export, those of a zip in their order. Raises NotAnExport."""
    if not path.is_file():
        raise NotAnExport(_("There is no file %(file)s.") % {"file": path.name})
    if not zipfile.is_zipfile(path):
        return [Member(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise NotAnExport(_("%(file)s is a damaged zip.") % {"file": path.name}) from error
    if len(found) > MOST_MEMBERS or any(one.flag_bits & 0x1 for one in found):
        raise NotAnExport(
            _("%(file)s is locked with a password, or holds too many files.") % {"file": path.name}
        )
    return [Member(path, one.filename) for one in found if _is_read(one)]


def _is_read(info: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(info.filename)
    return not (info.is_dir() or "__MACOSX" in name.parts or name.name.startswith("."))


def head(member: Member) -> bytes:
    """The first bytes of a file, to see what it is."""
    with member.open() as file:
        return file.read(SNIFFED)


def whole(member: Member, limit: int) -> bytes:
    """All of a file that is read at once. Raises NotAnExport where it is larger than `limit`."""
    pieces, left = [], limit + 1
    with member.open() as file:
        while left > 0 and (piece := file.read(min(left, 1 << 20))):
            pieces.append(piece)
            left -= len(piece)
    if left <= 0:
        raise NotAnExport(_("%(file)s is too large to be read.") % {"file": member.label})
    return b"".join(pieces)
