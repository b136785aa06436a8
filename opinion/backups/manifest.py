"""What a backup says of itself, as its last part, and which keys it needs beside it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from opinion.version import VERSION

from .errors import BackupError
from .tables import Digest

FORMAT = 2


class Picture(NamedTuple):
    """A picture file: how large, its SHA-256, and the key by which it is stored."""

    size: int
    sha256: str
    key: str


@dataclass
class Manifest:
    taken_at: datetime
    tables: dict[str, Digest]
    migrations: list[list[str]]
    version: str = VERSION
    # The picture files, by their names below MEDIA_ROOT.
    media: dict[str, Picture] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=lambda: fingerprints())
    format: int = FORMAT

    def written(self) -> bytes:
        return json.dumps(asdict(self) | {"taken_at": self.taken_at.isoformat()}).encode()

    def keys_of_pictures(self) -> set[str]:
        return {picture.key for picture in self.media.values()}

    def pictures_written(self) -> bytes:
        """For whoever puts them back by hand: the key of each and its name, one a line."""
        lines = (f"{picture.key}\t{name}\n" for name, picture in self.media.items())
        return "".join(lines).encode()


def read(written: bytes) -> Manifest:
    said = json.loads(written)
    if said["format"] != FORMAT:
        raise BackupError(
            f"This backup is of another form than this version of Opinion ({VERSION}) reads: "
            f"install Opinion {said['version']}, which wrote it."
        )
    said["tables"] = {name: tuple(pair) for name, pair in said["tables"].items()}
    said["media"] = {name: Picture(*values) for name, values in said["media"].items()}
    return Manifest(**said | {"taken_at": datetime.fromisoformat(said["taken_at"])})


# --- Keys: never in a backup, which only knows them again -----------------------------------------


def fingerprints() -> dict[str, str]:
    """A short mark of each key in force, by its name, that tells nothing of it."""
    found = {"SECRET_KEY": _mark(settings.SECRET_KEY.encode())}
    found |= {f"CONTACT_KEYS {name}": _mark(key) for name, key in settings.CONTACT_KEYS.items()}
    return found | {"CONTACT_DIGEST_KEY": _mark(settings.CONTACT_DIGEST_KEY)}


def _mark(key: bytes) -> str:
    return hashlib.sha256(b"a key beside a backup of Opinion\0" + key).hexdigest()[:16]


LOST = {
    "SECRET_KEY": "Everybody logs in again; links in mails that were sent before lead nowhere.",
    "CONTACT_KEYS": "Readers' email and IP addresses that it encrypted cannot be read, nor can "
    "codes of staff's authenticator apps be checked. All else is whole.",
    "CONTACT_DIGEST_KEY": "Holds and searches do not know their addresses again: with CONTACT_KEYS "
    "at hand, run rotate_contact_keys.",
}


def lost_keys(manifest: Manifest) -> list[str]:
    """A sentence for each key that was in force then and is not at hand here."""
    here = fingerprints()
    return [
        f"{name} is not the one of this backup. {LOST[name.split()[0]]}"
        for name, mark in manifest.keys.items()
        if here.get(name) != mark
    ]


def where_keys_are() -> str:
    if settings.EMBEDDED_DATABASE:
        return str(settings.VAR_DIR / "secrets.env")
    return "the environment of this program (/etc/opinion/environment, as docs/running.md has it)"
