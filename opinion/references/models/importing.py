from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TextIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, models, transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opinion.references import duplicates, formats, pasted
from opinion.references.formats.entry import Entry, Piece
from opinion.references.record import Record

from .work import Source, Work

# Read in one transaction: what a killed worker reads again, and how long others wait for one.
BATCH = 50
HELD_AT_ONCE = 500
# Of an entry that could not be read so many letters are kept, to be found again in the file.
SOURCE_KEPT = 2_000
# So many works with one identifier are looked at.
SAME_IDENTIFIER = 20
FORMATS = [
    ("bibtex", "BibTeX"),
    ("ris", "RIS"),
    ("csl", "CSL-JSON"),
    (pasted.FORMAT, _("one reference a line")),
]


class ImportQuerySet(models.QuerySet):
    @transaction.atomic
    def begin(self, stream: TextIO, form: str, name: str, by) -> "Import":
        """Hold every entry of a bibliography in the format called `form`, to be read by and by."""
        begun = self.create(name=name, format=form, started_by=by)
        are_lines = form == pasted.FORMAT
        pieces = pasted.split(stream) if are_lines else formats.split(form, stream)
        begun.total = ImportEntry.objects.hold(begun, pieces)
        begun.save(update_fields=["total"])
        return begun

    def at_work(self):
        return self.filter(ended_at=None)


class Import(models.Model):
    """A bibliography that somebody brought, whose entries become works in the background."""

    name = models.CharField(_("name"), max_length=200)
    format = models.CharField(_("format"), max_length=10, choices=FORMATS)
    total = models.PositiveIntegerField(_("entries"), default=0)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("started by"),
    )
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("bibliography import")
        verbose_name_plural = _("bibliography imports")
        default_permissions = ("add", "view")
        ordering = ["-pk"]

    def __str__(self):
        return self.name

    @transaction.atomic
    def carry_on(self) -> bool:
        """Read the next entries; whether some are left.

        All of a batch is stored or nothing, and two that carry on at once do not wait: the second
        leaves it to the first.
        """
        mine = Import.objects.at_work().select_for_update(skip_locked=True).filter(pk=self.pk)
        if not mine:
            return False
        waiting = [*self.entries.waiting().order_by("pk")[:BATCH]]
        further = [more for entry in waiting for more in entry.read(self.format)]
        ImportEntry.objects.bulk_update(waiting, ["finding", "problem", "source", "beside", "work"])
        ImportEntry.objects.bulk_create(further)
        if len(waiting) < BATCH:
            self.end()
        return not self.ended_at

    @transaction.atomic
    def stop(self):
        """Read no more of it. What was read stays, and what was not is told."""
        Import.objects.select_for_update().get(pk=self.pk)
        told = gettext("The import was stopped before this entry.")
        self.entries.waiting().update(finding=Finding.UNREAD, problem=told, beside="")
        self.end()

    def end(self):
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at"])

    def counts(self) -> dict[str, int]:
        """How many entries there are of each finding. One query."""
        found = dict(self.entries.order_by().values_list("finding").annotate(Count("pk")))
        return {finding.value: found.get(finding.value, 0) for finding in Finding}

    def works(self):
        """The works that it brought, as a query; not those that were known before."""
        return Work.objects.filter(pk__in=self.entries.filter(finding=Finding.NEW).values("work"))


class Finding(models.TextChoices):
    """What became of an entry."""

    WAITING = "waiting", _("waiting")
    NEW = "new", _("new work")
    KNOWN = "known", _("already known")
    UNREAD = "unread", _("not imported")


class ImportEntryQuerySet(models.QuerySet):
    def hold(self, bibliography: Import, pieces: Iterator[Piece]) -> int:
        """Store `pieces` as they come, never all at once; how many they were."""
        total = 0
        while several := [*islice(pieces, HELD_AT_ONCE)]:
            self.bulk_create(
                self.model(
                    bibliography=bibliography,
                    number=number,
                    source=storable(piece.source),
                    beside=storable(piece.beside),
                )
                for number, piece in enumerate(several, total + 1)
            )
            total += len(several)
        return total

    def waiting(self):
        return self.filter(finding=Finding.WAITING)

    def with_problems(self):
        return self.exclude(problem="")


class ImportEntry(models.Model):
    """One entry of a bibliography. Its text is kept until it is read, or where it could not be."""

    bibliography = models.ForeignKey(
        Import, models.CASCADE, related_name="entries", db_index=False, verbose_name=_("import")
    )
    number = models.PositiveIntegerField(_("number"))
    source = models.TextField(_("text"), blank=True)
    beside = models.TextField(blank=True, editable=False)
    finding = models.CharField(_("finding"), max_length=7, choices=Finding, default=Finding.WAITING)
    problem = models.TextField(_("problem"), blank=True)
    work = models.ForeignKey(
        Work, models.CASCADE, null=True, related_name="imported", verbose_name=_("work")
    )

    objects = ImportEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["bibliography", "finding", "id"], name="import_entry_by_finding")
        ]

    def __str__(self):
        return f"{self.bibliography}, {self.number}"

    def read(self, form: str) -> "list[ImportEntry]":
        """Make a work of it, or say why not; what else stood in its text. Saves only works."""
        nothing = Entry(self.source, problem=gettext("No entry found."))
        first, *others = self._read(form) or [nothing]
        further = [
            ImportEntry(bibliography_id=self.bibliography_id, number=self.number) for _one in others
        ]
        source = Source.READ if form == pasted.FORMAT else Source.IMPORTED
        for row, entry in zip([self, *further], [first, *others], strict=True):
            row.take(entry, source)
        return further

    def _read(self, form: str) -> list[Entry]:
        if form == pasted.FORMAT:
            return pasted.read(self.source)
        return formats.read_piece(form, Piece(self.source, self.beside))

    def take(self, entry: Entry, source: str):
        self.problem, self.beside = entry.problem, ""
        self.finding = Finding.UNREAD
        if entry.record:
            try:
                self.work, self.finding = kept(entry.record, source)
            except ValidationError as error:
                self.problem = " ".join(error.messages)
        self.problem = storable(self.problem)
        self.source = storable(entry.source)[:SOURCE_KEPT] if self.problem else ""


def kept(record: Record, source: str = Source.IMPORTED) -> tuple[Work, Finding]:
    """The work that `record` is, and whether it was known. A known one is left as it is.

    Raises ValidationError, with words for the editor, where it cannot be a work; nothing is stored.
    """
    telling = (record.title, record.container, record.contributors, record.url, record.doi)
    if not any((*telling, record.isbn)):
        raise ValidationError(gettext("There is no title, web address or person."))
    try:
        with transaction.atomic():
            return _kept(record, source)
    except (DataError, ValueError):
        # Zeros among its letters, or halves of one.
        raise ValidationError(gettext("It contains characters that can't be stored.")) from None


def _kept(record: Record, source: str) -> tuple[Work, Finding]:
    if known := known_as(record):
        return known, Finding.KNOWN
    work = Work.of(record, source)
    _check_lengths(work)
    work.keep()
    return work, Finding.NEW


def storable(text: str) -> str:
    """`text` without what PostgreSQL refuses: zeros, and letters of which only half is there."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _check_lengths(work: Work):
    try:
        work.clean_fields()
    except ValidationError as error:
        labels = ((Work.column(name).verbose_name, said) for name, said in _said(error))
        raise ValidationError([f"{label}: {said}" for label, said in labels]) from None


def _said(error: ValidationError) -> Iterable[tuple[str, str]]:
    return ((name, " ".join(words)) for name, words in error.message_dict.items())


def known_as(record: Record) -> Work | None:
    """The canonical work that `record` surely is.

    It says the same, or bears an identifier and the title of it, or of one that was merged into it.
    """
    if same := Work.objects.saying(record):
        return same
    keys = [(kind, key) for kind, key in duplicates.keys(record) if kind != duplicates.TITLE]
    found = Work.objects.keyed(keys).select_related("merged_into").order_by("pk")
    sure = (one for one in found[:SAME_IDENTIFIER] if duplicates.is_surely(record, one.record))
    return next((work.canonical for work in sure), None)
