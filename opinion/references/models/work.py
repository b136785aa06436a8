from collections.abc import Iterable
from dataclasses import asdict, fields
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion.fields import SortKeyField, sort_key
from opinion.page_cache.drawing import Shown
from opinion.references import words as search_words
from opinion.references.formats import dates
from opinion.references.record import Name, Record

from .words_field import WordsField

if TYPE_CHECKING:
    from .merge import Merge

DATES = ("issued", "accessed", "original")
# As the index has it, letter for letter: or PostgreSQL would not use it.
WORDS = SearchVector("words", config="simple")
TEXTS = tuple(
    field.name for field in fields(Record) if field.name not in ("contributors", "further", *DATES)
)
COLUMNS = ("type", "contributors", *(name for name in TEXTS if name != "type"), *DATES)


class Source(models.TextChoices):
    """Where what a field of a work says comes from."""

    PASTED = "pasted", _("pasted")
    READ = "read", _("recognised in a pasted line")
    EDITOR = "editor", _("entered by an editor")
    IMPORTED = "imported", _("imported")


class WorkQuerySet(models.QuerySet):
    def canonical(self) -> Self:
        """Those that are still works of their own: not merged into another."""
        return self.filter(merged_into=None)

    def keyed(self, keys: Iterable[tuple[str, str]]) -> Self:
        """Those with any of these keys, as `likeness.keys` gives them; none without a key."""
        wanted = [Q(keys__kind=kind, keys__key=key) for kind, key in keys]
        return self.filter(reduce(or_, wanted)).distinct() if wanted else self.none()

    def matching(self, text: str) -> Self:
        """Those with all words of `text`, or words that begin with them; none where it has none."""
        asked = search_words.asked(text)
        query = SearchQuery(asked, config="simple", search_type="raw")
        return self.alias(said=WORDS).filter(said=query) if asked else self.none()

    def keep(self, record: Record, source: str, first: Record | None = None) -> "Work":
        """Store a work that came from `source` with all that is known of it.

        Where an editor changed what came, `first` is that.
        """
        work = self.model.of(first or record, source)
        work.take(record, Source.EDITOR)
        work.keep()
        return work

    def keep_once(self, record: Record, source: str, first: Record | None = None) -> "Work":
        """The canonical work that says exactly this, if there is one; else a new one."""
        return self.saying(record) or self.keep(record, source, first)

    def saying(self, record: Record) -> "Work | None":
        """The canonical work that says exactly this."""
        alike = self.canonical().filter(sort_title=sort_key(record.title)[:300], type=record.type)
        return next((work for work in alike.order_by("pk")[:50] if work.record == record), None)


def _line(words: Any, limit: int = 500) -> models.CharField:
    return models.CharField(words, max_length=limit, blank=True)


class Work(Shown):
    """What is cited, known once to the whole site. Its words are those of `Record`.

    Dates are written in EDTF, as exact as they are known: `2011`, `2011-05`, `2011-21` (spring).
    """

    kind = "work"

    type = models.CharField(_("type"), max_length=40, default="document")
    contributors = models.JSONField(_("people"), default=list, blank=True)
    title = models.TextField(_("title"), blank=True)
    sort_title = SortKeyField(source="title")
    container = models.TextField(_("published in"), blank=True)
    collection = models.TextField(_("series"), blank=True)
    publisher = models.TextField(_("publisher"), blank=True)
    place = models.TextField(_("place"), blank=True)
    issued = _line(_("date"), 200)
    accessed = _line(_("accessed"), 200)
    original = _line(_("first published"), 200)
    volume = _line(_("volume"))
    issue = _line(_("issue"))
    number = _line(_("number"))
    edition = _line(_("edition"))
    pages = _line(_("pages"))
    genre = _line(_("kind"))
    event = models.TextField(_("event"), blank=True)
    language = _line(_("language"), 100)
    doi = _line(_("DOI"), 2_000)
    isbn = _line(_("ISBN"))
    issn = _line(_("ISSN"))
    url = _line(_("web address"), 4_000)
    note = models.TextField(_("note"), blank=True)
    further = models.JSONField(default=dict, blank=True, editable=False)
    # Of every field that says something, where that comes from: a value of Source.
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged"
    )
    words = WordsField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["sort_title", "pk"]
        indexes = [
            models.Index(fields=["sort_title", "id"], name="work_by_title"),
            GinIndex(WORDS, name="work_by_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="work_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))
            ),
        ]

    def __str__(self) -> str:
        said = self.title or self.container or self.url or self.get_people()
        return said or self.doi or self.isbn

    def get_people(self) -> str:
        names = (name for _role, name in self.record.contributors)
        return ", ".join(name.literal or name.family for name in names)

    @property
    def record(self) -> Record:
        """The work as the formats and the printing take it."""
        known: dict[str, Any] = {name: getattr(self, name) for name in TEXTS}
        known |= {name: dates.read(getattr(self, name)) for name in DATES}
        people = tuple(
            (one["role"], Name(**{key: one[key] for key in one if key != "role"}))
            for one in self.contributors
        )
        return Record(contributors=people, further=self.further, **known)

    @classmethod
    def of(cls, record: Record, source: str) -> "Work":
        """A work that says what `record` says, not stored."""
        work = cls()
        work.take(record, source)
        return work

    def take(self, record: Record, source: str) -> None:
        """Say what `record` says. What changes by it comes from `source` from now on; no save."""
        new = _columns(record)
        for name, value in new.items():
            if value != getattr(self, name):
                setattr(self, name, value)
                self.provenance[name] = source
            if not value:
                self.provenance.pop(name, None)
        self.further = dict(record.further)
        self.provenance.setdefault("type", source)
        self.edited_at = timezone.now()

    @property
    def canonical(self) -> "Work":
        """The work that stands for this one: itself, unless it was merged."""
        work = self
        while work.merged_into is not None:
            work = work.merged_into
        return work

    @transaction.atomic
    def keep(self) -> int:
        """Save with the keys it is found by, and ask about works that are like it.

        Every save of what a work says goes this way. Gives how many works it was compared with.
        """
        from .duplicates import Likeness, WorkKey

        self.save()
        WorkKey.objects.keep(self)
        return 0 if self.merged_into_id else Likeness.objects.find(self)

    def say(self, names: Iterable[str], source: str) -> None:
        """Note that what these fields say comes from `source`; no save."""
        for name in names:
            if getattr(self, name):
                self.provenance[name] = source
            else:
                self.provenance.pop(name, None)
        self.edited_at = timezone.now()

    def fill_from(self, other: "Work") -> dict:
        """Say what only `other` says; gives that, by its columns. No save."""
        moved = {
            name: value
            for name in COLUMNS
            if (value := getattr(other, name)) and not getattr(self, name)
        }
        for name, value in moved.items():
            setattr(self, name, value)
            if name in other.provenance:
                self.provenance[name] = other.provenance[name]
        return moved

    @classmethod
    def column(cls, name: str) -> models.Field:
        """One of COLUMNS, as a field of the model."""
        field = cls._meta.get_field(name)
        assert isinstance(field, models.Field)  # no relation that others have to it
        return field

    def forget(self, name: str) -> None:
        """Say nothing of this field any more; no save."""
        setattr(self, name, self.column(name).get_default())
        self.provenance.pop(name, None)

    def merge_into(self, other: "Work", by: Any) -> "Merge":
        """Let `other` stand for this work; `undo` of what it gives takes that back.

        References and editions keep pointing here, and ask `canonical`.
        """
        return self.merges.make(self, other, by)

    @transaction.atomic
    def split(self, by: Any) -> "Work":
        """A second work that says the same, to be edited apart. Merging it takes that back."""
        from .duplicates import Likeness

        copy = type(self)(
            further=dict(self.further),
            provenance=dict(self.provenance),
            **{name: getattr(self, name) for name in COLUMNS},
        )
        copy.keep()
        Likeness.objects.between(self, copy).update(
            answer=Likeness.Answer.TWO_WORKS, answered_by=by, answered_at=timezone.now()
        )
        return copy


def _columns(record: Record) -> dict:
    return (
        {name: getattr(record, name) for name in TEXTS}
        | {name: dates.written(date) if (date := getattr(record, name)) else "" for name in DATES}
        | {"contributors": [{"role": role} | said(name) for role, name in record.contributors]}
    )


def said(name: Name) -> dict[str, str]:
    return {key: value for key, value in asdict(name).items() if value}
