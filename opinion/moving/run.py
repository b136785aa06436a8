"""A moving in from its first file to its last batch: tried out, begun, gone on with."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from authors.models import User
from comments.models import Comment

from .errors import NotAnExport
from .models import MoveIn
from .report import Report
from .storing.articles import Articles
from .storing.comments import Comments
from .storing.origins import Origins
from .storing.pictures import Pictures, Uploads
from .storing.redirects import Redirects
from .storing.subjects import Subjects, publication_of
from .tables import Tables
from .things import Post, Source, Survey

# A batch ends with whichever comes first.
MOST_POSTS, MOST_COMMENTS, MOST_LETTERS = 50, 2_000, 2_000_000
# Numbers of comments beyond it are no row numbers of WordPress.
HIGHEST_KEPT = 10**12
LOCK = 0x4D4F5645
# What a row that says nonsense raises; a database that is away is another matter.
UNFIT = (DataError, IntegrityError, ValidationError, ValueError)


class Stopped(Exception):
    """Somebody stopped it: what was stored until then is whole, and it may go on."""


@dataclass
class Import:
    """One moving in, as it was asked for. `tell` hears which part is done, of 1."""

    source: Source
    survey: Survey
    tables: Tables
    report: Report
    files: list[dict[str, str]]
    by: User | None = None
    uploads: Path | None = None
    # One that a page began, with its files and tables.
    begun: MoveIn | None = None
    is_dry: bool = False
    tell: Callable[[float], None] = lambda part: None

    def run(self) -> MoveIn:
        """Store all that is new, batch by batch. Raises NotAnExport where another one runs."""
        self.part = self.part_before = 0.0
        # A dry run writes no file.
        with (
            _alone(),
            closing(Uploads(None if self.is_dry else self.uploads)) as self.files_at_hand,
        ):
            move_in = self._begin()
            self.part_before = 0.0 if self.is_dry else move_in.progress
            if not self.is_dry and 0 < self.survey.highest_comment < HIGHEST_KEPT:
                _make_room(self.survey.highest_comment)
            posts = self.source.posts(self.survey, self.tables, self.report, self._read)
            for batch in _batches(posts):
                self._refuse_if_stopped(move_in)
                self._store(move_in, batch)
            self._finish(move_in)
        return move_in

    def _refuse_if_stopped(self, move_in: MoveIn) -> None:
        if MoveIn.objects.filter(pk=move_in.pk, is_to_stop=True).exists():
            raise Stopped

    def _read(self, part: float) -> None:
        # What an earlier run has stored is read again, and is done all the same.
        self.part = max(part, self.part_before)

    def _begin(self) -> MoveIn:
        if self.begun:
            return self.begun
        said = {
            "platform": self.source.platform,
            "files": self.files,
            "source_base": self.survey.base[:300],
        }
        found = MoveIn.objects.filter(**said, undone_at=None).order_by("-pk").first()
        if self.is_dry:
            return found or MoveIn(**said, begun_by=self.by)
        if not found:
            tables = self.tables.as_json()
            found = MoveIn.objects.create(**said, begun_by=self.by, tables=tables)
        return found

    def _store(self, move_in: MoveIn, posts: list[Post]) -> None:
        """One batch; where that fails, its posts one by one, and what fails then is held back."""
        mark = self.report.mark()
        try:
            self._store_whole(move_in, posts)
        except UNFIT as error:
            self.report.back_to(mark)
            if len(posts) > 1:
                for post in posts:
                    self._store(move_in, [post])
            else:
                # Not its words: they may quote what a reader wrote.
                why = type(error).__name__
                self.report.name("held back: cannot be stored", f"{posts[0].label}: {why}")
        self.tell(self.part)

    def _store_whole(self, move_in: MoveIn, posts: list[Post]) -> None:
        """Whole or not at all; of a dry run nothing stays."""
        is_new = self.is_dry and not move_in.pk
        try:
            with transaction.atomic():
                if is_new:
                    move_in.save(force_insert=True)
                self._write(move_in, posts)
                # Now, where it can still be told which post is at fault.
                connection.check_constraints()
                if self.is_dry:
                    transaction.set_rollback(True)
                else:
                    MoveIn.objects.filter(pk=move_in.pk).update(progress=self.part)
        finally:
            if is_new:
                move_in.pk = None

    def _write(self, move_in: MoveIn, posts: list[Post]) -> None:
        origins, redirects = Origins(move_in, self.survey.base[:300]), Redirects()
        publication = publication_of(self.survey.title)
        redirects.front(self.survey.front, publication)
        subjects = Subjects(origins, self.tables, redirects)
        pictures = Pictures(origins, self.files_at_hand, redirects, self.report)
        articles = Articles(origins, subjects, redirects, pictures, self.report).write(posts)
        keeps = 0 < self.survey.highest_comment < HIGHEST_KEPT
        comments = Comments(origins, self.report, _names(self.files), keeps)
        comments.write(posts, articles, self.tables.closes_threads)
        origins.flush()
        self.report.count("redirects", redirects.flush())

    def _finish(self, move_in: MoveIn) -> None:
        if self.is_dry or move_in.finished_at:
            return
        move_in.finished_at, move_in.progress = timezone.now(), 1.0
        move_in.report = self.report.as_json()
        move_in.stage = MoveIn.Stage.MOVED
        move_in.save(update_fields=["finished_at", "progress", "report", "stage"])


def _batches(posts: Iterator[Post]) -> Iterator[list[Post]]:
    batch: list[Post] = []
    comments = letters = 0
    for post in posts:
        batch.append(post)
        comments += len(post.comments)
        letters += len(post.body)
        if len(batch) >= MOST_POSTS or comments >= MOST_COMMENTS or letters >= MOST_LETTERS:
            yield batch
            batch, comments, letters = [], 0, 0
    if batch:
        yield batch


@contextmanager
def _alone():
    """Two at once would make each author twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise NotAnExport(_("Another moving in is going on. Try again once it is over."))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _make_room(highest: int) -> None:
    """No new comment gets a number that one of those that move in has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s) "
            "WHERE %s > (SELECT coalesce(last_value, 0) FROM pg_sequences "
            "WHERE sequencename = %s)",
            [Comment._meta.db_table, highest, highest, f"{Comment._meta.db_table}_id_seq"],
        )


def _names(files: list[dict[str, str]]) -> str:
    return ", ".join(one["name"] for one in files)[:300]


def identified(paths: list[Path]) -> list[dict[str, str]]:
    """The files by their names and what is in them."""
    found = []
    for path in sorted(paths):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found.append({"name": path.name, "sha256": digest})
    return found
