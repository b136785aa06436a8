"""A whole publication written into one zip, and read back: the same rows give the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext as _

from authors.models import Author, User
from comments.models import Comment, Reason
from opinion.articles.models import Article, ArticleType, Publication, Section
from opinion.embeds.models import Host
from opinion.moving.errors import NotAnExport
from opinion.pictures.models import Picture
from opinion.references.formats import csl
from opinion.references.models import Work

from .schema import FILES, KINDS, NAME, SCHEMA, Kind, is_staff

MANIFEST, STAFF = "manifest.json", "staff.jsonl"
# The same in every archive, or two of the same rows would differ.
MADE_AT = (1980, 1, 1, 0, 0, 0)
CHUNK = 1 << 20
BATCH = 500
LINE_LIMIT = 64 << 20
# What a picture takes, in rows: for the progress that is told.
FILE_IN_ROWS = 20


def as_line(said: dict[str, Any]) -> bytes:
    return (
        json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
    )


class Writing:
    """`with_private` adds notes of the staff, waiting edits, and addresses as they are sealed.

    `tell` hears which part is done, of 1.
    """

    def __init__(
        self, with_private: bool, tell: Callable[[float], None] = lambda part: None
    ) -> None:
        self.kinds = [kind for kind in KINDS if with_private or not kind.is_private]
        self.with_private, self.tell = with_private, tell
        self.files: dict[str, dict[str, Any]] = {}

    def write(self, path: Path) -> None:
        """Into a file beside it first: one that bears the name is whole."""
        part = path.with_name(f"{path.name}.part")
        with transaction.atomic(), zipfile.ZipFile(part, "w") as archive:
            with connection.cursor() as cursor:
                if not connection.savepoint_ids:
                    # All of it as it was at one moment.
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            self._write_rows(archive)
            self._write_files(archive)
            manifest = {
                "archive": NAME,
                "schema": SCHEMA,
                "private": self.with_private,
                "files": self.files,
            }
            _add(archive, MANIFEST, iter([as_line(manifest)]))
        part.replace(path)

    def _write_rows(self, archive: zipfile.ZipFile) -> None:
        rows = sum(kind.rows().count() for kind in self.kinds)
        files = sum(places.count() for places in _stored_files())
        self.total, self.done = rows + files * FILE_IN_ROWS or 1, 0
        staff: set[int] = set()
        for kind in self.kinds:
            self._note(kind.name, _add(archive, f"{kind.name}.jsonl", self._lines(kind, staff)))
        stubs = (as_line({"id": pk}) for pk in sorted(staff))
        self._note("staff", _add(archive, STAFF, stubs))

    def _note(self, name: str, written: dict[str, Any]) -> None:
        self.files[f"{name}.jsonl"] = written

    def _lines(self, kind: Kind, staff: set[int]) -> Iterator[bytes]:
        people = [field.attname for field in kind.fields if is_staff(field)]
        for row in kind.rows().iterator(chunk_size=BATCH):
            staff |= {pk for name in people if (pk := getattr(row, name))}
            line = kind.line(row)
            if isinstance(row, Work):
                line["csl"] = csl.item_of(row.record, f"work-{row.pk}")
            yield as_line(line)
            self._go_on(1)

    def _write_files(self, archive: zipfile.ZipFile) -> None:
        for places in _stored_files():
            for place in places.iterator(chunk_size=BATCH):
                if default_storage.exists(place):
                    with default_storage.open(place) as file:
                        written = _add(archive, f"media/{place}", _chunks(file))
                    self.files[f"media/{place}"] = written
                self._go_on(FILE_IN_ROWS)

    def _go_on(self, rows: int) -> None:
        told, self.done = self.done // BATCH, self.done + rows
        if self.done // BATCH > told:
            self.tell(self.done / self.total)


def _stored_files() -> list[Any]:
    """The names of all files that rows speak of, each once."""
    return [
        model._base_manager.exclude(**{name: ""})
        .order_by(name)
        .values_list(name, flat=True)
        .distinct()
        for model, name in FILES
    ]


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes]) -> dict[str, Any]:
    """How many bytes and lines were written, and their digest."""
    info = zipfile.ZipInfo(name, MADE_AT)
    info.compress_type = zipfile.ZIP_STORED if name.startswith("media/") else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    digest, count, size = hashlib.sha256(), 0, 0
    with archive.open(info, "w", force_zip64=True) as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            count, size = count + 1, size + len(piece)
    told: dict[str, Any] = {"bytes": size, "sha256": digest.hexdigest()}
    return told if name.startswith("media/") else told | {"lines": count}


def _chunks(file: Any) -> Iterator[bytes]:
    while piece := file.read(CHUNK):
        yield piece


def is_archive(path: Path) -> bool:
    """Whether this is an archive of ours, of whatever schema."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(MANIFEST) as file:
            return json.loads(file.read(LINE_LIMIT)).get("archive") == NAME
    except (OSError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, RuntimeError):
        return False


class Reading:
    """An archive read into a publication that is empty yet. Raises NotAnExport."""

    def __init__(self, path: Path, tell: Callable[[float], None] = lambda part: None) -> None:
        self.path, self.tell = path, tell

    def read(self, is_dry: bool = False) -> dict[str, int]:
        """How many rows of each kind came; of a dry run nothing stays."""
        _refuse_full_database()
        with zipfile.ZipFile(self.path) as archive:
            self.archive = archive
            self.manifest = self._manifest()
            with transaction.atomic():
                counts = self._read_all(is_dry)
                if is_dry:
                    transaction.set_rollback(True)
        return counts

    def _manifest(self) -> dict[str, Any]:
        manifest = json.loads(self.archive.read(MANIFEST))
        if manifest.get("schema") != SCHEMA:
            raise NotAnExport(_("This archive is of a later version of Opinion."))
        return manifest

    def _read_all(self, is_dry: bool) -> dict[str, int]:
        try:
            self._clear_defaults()
            self.staff = self._hire_stubs()
            counts = {kind.name: self._read_kind(kind) for kind in KINDS if self._has(kind)}
            # Now: what is wrong is wrong in the archive.
            connection.check_constraints()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotAnExport(
                _("The archive is damaged: a line is not what it should be.")
            ) from error
        self._reset_sequences()
        if not is_dry:
            self._store_files()
        return counts

    def _has(self, kind: Kind) -> bool:
        return f"{kind.name}.jsonl" in self.manifest["files"]

    def _clear_defaults(self) -> None:
        for model in (ArticleType, Host, Reason, Publication):
            model.objects.all().delete()

    def _hire_stubs(self) -> dict[int, int]:
        """Nameless accounts that nobody can log in to, for whoever did something at the time."""
        ids = [line["id"] for line in self._lines(STAFF)]
        taken = {*User.objects.filter(pk__in=ids).values_list("pk", flat=True)}
        staff = {}
        for pk in ids:
            stub = User(username=f"former-staff-{pk}", is_active=False, is_staff=False)
            stub.pk = None if pk in taken else pk
            stub.set_unusable_password()
            stub.save(force_insert=True)
            staff[pk] = stub.pk
        return staff

    def _read_kind(self, kind: Kind) -> int:
        rows, count = [], 0
        for line in self._lines(f"{kind.name}.jsonl"):
            rows.append(kind.row(line, self.staff))
            count += 1
            if len(rows) >= BATCH:
                kind.model._base_manager.bulk_create(rows)
                rows = []
        kind.model._base_manager.bulk_create(rows)
        return count

    def _lines(self, name: str) -> Iterator[dict[str, Any]]:
        digest = hashlib.sha256()
        with self.archive.open(name) as file:
            for line in _bounded_lines(file):
                digest.update(line)
                yield json.loads(line)
        if digest.hexdigest() != self.manifest["files"][name]["sha256"]:
            raise NotAnExport(_("The archive is damaged: %(file)s has changed.") % {"file": name})

    def _reset_sequences(self) -> None:
        made = [kind.model for kind in KINDS] + [User]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), made):
                cursor.execute(statement)

    def _store_files(self) -> None:
        for model, name in FILES:
            for place in model._base_manager.exclude(**{name: ""}).values_list(name, flat=True):
                written = self.manifest["files"].get(f"media/{place}")
                if written and not default_storage.exists(place):
                    data = self.archive.read(f"media/{place}")
                    if hashlib.sha256(data).hexdigest() == written["sha256"]:
                        default_storage.save(place, io.BytesIO(data))


def _bounded_lines(file: BinaryIO | Any) -> Iterator[bytes]:
    while line := file.readline(LINE_LIMIT + 1):
        if len(line) > LINE_LIMIT:
            raise NotAnExport(_("The archive holds a line that is larger than any text."))
        yield line


def _refuse_full_database() -> None:
    if any(model.objects.exists() for model in (Article, Author, Comment, Section, Picture)):
        raise NotAnExport(
            _("An archive is read into an empty publication only. This one has content.")
        )
