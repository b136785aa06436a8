"""Whether a file may be read, and what of it is: text only, in bounded size, nothing that acts."""

import io
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

# By the ending of its name, how pandoc calls it.
KINDS = {".docx": "docx", ".odt": "odt", ".md": "markdown", ".markdown": "markdown"}
MOST_BYTES = 20 * 1024 * 1024
MOST_TEXT = 2 * 1024 * 1024
_MOST_UNPACKED = 16 * 1024 * 1024
_MOST_ENTRIES = 5_000
_ENTRY_AT_ONCE = 64 * 1024

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ACTS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml|activeX/.*)$|^(Basic|Scripts)/.+", re.I)
_DECLARES = re.compile("<!(?:DOCTYPE|ENTITY)", re.I)
_WANTED = {
    "docx": re.compile(
        r"\[Content_Types\]\.xml|_rels/\.rels|docProps/core\.xml"
        r"|word/[^/]+\.xml|word/_rels/[^/]+\.rels"
    ),
    "odt": re.compile(r"mimetype|content\.xml|styles\.xml|meta\.xml"),
}
# Known by name, so that it is told where they stood; never unpacked.
_PICTURES = re.compile(r"(?:word/media|Pictures)/[^/]+")
_NEEDED = {"docx": "[Content_Types].xml", "odt": "content.xml"}


class Refused(ValueError):
    """The file is not read; `str()` of it says why, and what helps."""


def kind_of(upload) -> str:
    """How pandoc calls a file of this kind. Raises Refused."""
    ending = PurePosixPath(upload.name or "").suffix.lower()
    if ending == ".docm":
        raise Refused(_has_macros())
    if ending not in KINDS:
        raise Refused(
            _("Files of this kind can't be read. Save it as .docx, .odt or .md and try again.")
        )
    if upload.size > MOST_BYTES:
        raise Refused(
            _("This file is larger than %(limit)d MB. Save it without its pictures and try again.")
            % {"limit": MOST_BYTES // 1024 // 1024}
        )
    return KINDS[ending]


def text_of(upload) -> str:
    """A plain text, whichever way its letters are written. Raises Refused."""
    data = upload.read(MOST_TEXT + 1)
    if len(data) > MOST_TEXT:
        raise Refused(_("This text is too long to be an article."))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Refused(_("This file doesn't hold text."))
    return text


def repacked(upload, kind: str) -> dict[str, bytes]:
    """The parts of an office file that say its text, unpacked within bounds. Raises Refused."""
    upload.seek(0)
    if upload.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
        raise Refused(
            _("This file is protected by a password or in an old format. Save it anew as .docx.")
        )
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            return _parts(archive, kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        raise Refused(_damaged()) from error
    except RuntimeError as error:  # zipfile's word for a password
        raise Refused(
            _("This file is protected by a password. Take it off and try again.")
        ) from error


def archive_of(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def _parts(archive: zipfile.ZipFile, kind: str) -> dict[str, bytes]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_ENTRIES:
        raise Refused(_too_much())
    if any(_ACTS.search(name) for name in names):
        raise Refused(_has_macros())
    if _NEEDED[kind] not in names:
        raise Refused(_damaged())
    wanted = {entry.filename: entry for entry in entries if _WANTED[kind].fullmatch(entry.filename)}
    room = _MOST_UNPACKED
    parts: dict[str, bytes] = {}
    for name, entry in wanted.items():
        parts[name] = _unpacked(archive, entry, room)
        room -= len(parts[name])
    _check(parts)
    parts |= dict.fromkeys(filter(_PICTURES.fullmatch, names), b"")
    if kind == "odt" and "META-INF/manifest.xml" in names:
        manifest = archive.getinfo("META-INF/manifest.xml")
        if b"encryption-data" in _unpacked(archive, manifest, room):
            raise Refused(_("This file is protected by a password. Take it off and try again."))
    return parts


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    """Never more than there is room for, whatever the archive says of its sizes."""
    pieces = []
    with archive.open(entry) as packed:
        while piece := packed.read(_ENTRY_AT_ONCE):
            room -= len(piece)
            if room < 0:
                raise Refused(_too_much())
            pieces.append(piece)
    return b"".join(pieces)


def _check(parts: dict[str, bytes]) -> None:
    for name, data in parts.items():
        # What no XML of an office program has: entities, which may name files or grow without end.
        for encoding in ("latin-1", "utf-16-le", "utf-16-be"):
            if name != "mimetype" and _DECLARES.search(data.decode(encoding, errors="replace")):
                raise Refused(_("This file refers to others outside it and isn't read."))
    if b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        raise Refused(_has_macros())


def _has_macros() -> str:
    return _("This file has macros. Save it without them, as .docx or .odt, and try again.")


def _too_much() -> str:
    return _("This file unpacks to more than an article can be. It isn't read.")


def _damaged() -> str:
    return _("This file is damaged, or isn't what its name says.")
