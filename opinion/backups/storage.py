"""Where backups lie: a folder, or a bucket that speaks S3's protocol, named by BACKUP_TO."""

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from .errors import BackupError

NAME = re.compile(r"opinion-(\d{8}T\d{6}Z)\.tar\.age")
# Beside a backup that was read back, restored and compared.
CHECKED = ".checked"
# Beside a backup: which of the stored pictures it needs, one a line. Stored before it.
NEEDS = ".pictures"
PICTURE = re.compile(r"[0-9a-f]{32}-[0-9a-f]{64}\.age")
PICTURES = "opinion-pictures"
MOMENT = "%Y%m%dT%H%M%SZ"


def is_set_up() -> bool:
    return "://" in settings.BACKUP_TO


def name_of(moment: datetime) -> str:
    return f"opinion-{moment.astimezone(UTC):{MOMENT}}.tar.age"


def moment_of(name: str) -> datetime:
    found = NAME.fullmatch(name)
    assert found
    return datetime.strptime(found[1], MOMENT).replace(tzinfo=UTC)


class Storage:
    """Raises BackupError, in a sentence, where it cannot be reached or refuses."""

    def __init__(self) -> None:
        if not is_set_up():
            raise BackupError(
                "No backups are set up: BACKUP_TO names no folder and no bucket. "
                "docs/backups.md says how."
            )
        with _told():
            self.store = _folder() if settings.BACKUP_TO.startswith("file:") else _bucket()

    def names(self) -> dict[str, bool]:
        """Our backups, the latest first, and whether each was found good once it lay here.

        What else lies here is not ours to touch.
        """
        import obstore

        with _told():
            # Of this folder alone: below it lie the pictures.
            found = obstore.list_with_delimiter(self.store)["objects"]
        paths = {entry["path"] for entry in found}
        ours = sorted(filter(NAME.fullmatch, paths), reverse=True)
        return {name: name + CHECKED in paths for name in ours}

    def put(self, name: str, path: Path, needs: Iterable[str]) -> None:
        """Store a backup that needs the pictures of these keys."""
        self._put(name + NEEDS, "\n".join(sorted({*needs})).encode())
        self._put(name, path)

    def mark_good(self, name: str) -> None:
        self._put(name + CHECKED, b"")

    def _put(self, name: str, content: bytes | Path) -> None:
        import obstore

        with _told():
            obstore.put(self.store, name, content)

    @contextmanager
    def open(self, name: str) -> Iterator["Pieces"]:
        import obstore

        with _told():
            pieces = Pieces(obstore.open_reader(self.store, name))
        try:
            yield pieces
        finally:
            if pieces.failure:
                with _told():
                    raise pieces.failure

    def delete(self, names: list[str]) -> None:
        for name in names:
            for one in (name, name + CHECKED, name + NEEDS):
                self._delete(one)

    def _delete(self, name: str) -> None:
        import obstore

        with _told(), suppress(FileNotFoundError):
            obstore.delete(self.store, name)

    # --- Pictures, each once

    def pictures(self) -> dict[str, datetime]:
        """The names of those that are stored, and since when."""
        import obstore

        with _told():
            entries = [entry for batch in obstore.list(self.store, PICTURES) for entry in batch]
        found = {entry["path"].partition("/")[2]: entry["last_modified"] for entry in entries}
        return {name: since for name, since in found.items() if PICTURE.fullmatch(name)}

    def put_picture(self, name: str, path: Path) -> None:
        self._put(f"{PICTURES}/{name}", path)

    def open_picture(self, name: str) -> AbstractContextManager["Pieces"]:
        return self.open(f"{PICTURES}/{name}")

    def delete_picture(self, name: str) -> None:
        self._delete(f"{PICTURES}/{name}")

    def needed_pictures(self) -> set[str] | None:
        """The keys of those that any backup needs; None where one does not say."""
        import obstore

        found: set[str] = set()
        for name in self.names():
            with _told():
                try:
                    written = bytes(obstore.get(self.store, name + NEEDS).bytes())
                except FileNotFoundError:
                    return None
            found |= {*written.decode().split()}
        return found


class Pieces:
    """A reader whose pieces are Python's own bytes, and that remembers why it could not read."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.failure: Exception | None = None

    def read(self, size: int = -1, /) -> bytes:
        try:
            return bytes(self.reader.read(size))
        except Exception as error:
            self.failure = error
            raise


def _folder() -> Any:
    from obstore.store import LocalStore

    folder = Path(urlsplit(settings.BACKUP_TO).path)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(str(folder))


def _bucket() -> Any:
    from obstore.store import S3Store

    parts = urlsplit(settings.BACKUP_TO)
    config: Any = {key: value for key, value in settings.BACKUP_BUCKET.items() if value}
    # Many at once is a request of its own that not every storage knows; we delete few.
    config["disable_bulk_delete"] = True
    is_plain = settings.BACKUP_BUCKET["endpoint"].startswith("http://")
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config=config,
        client_options={"allow_http": is_plain, "timeout": "1h", "connect_timeout": "20s"},
        retry_config={"max_retries": 3},
    )


@contextmanager
def _told() -> Iterator[None]:
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        # Its first line says it; the rest is for those who build the library.
        reason = str(error).partition("\n")[0]
        raise BackupError(f"{settings.BACKUP_TO} cannot be used: {reason}") from error
