from dataclasses import asdict, fields
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion.fields import SortKeyField, sort_key
from opinion.references.formats import dates
from opinion.references.record import Name, Record

DATES = ("issued", "accessed", "original")
TEXTS = tuple(
    field.name for field in fields(Record) if field.name not in ("contributors", "further", *DATES)
)


class Source(models.TextChoices):
    """Where what a field of a work says comes from."""

    PASTED = "pasted", _("as it was pasted")
    READ = "read", _("read from a line")
    EDITOR = "editor", _("from an editor")
    IMPORTED = "imported", _("from a bibliography")


class WorkQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that are still works of their own: not merged into another."""
        return self.filter(merged_into=None)

    def keep(self, record: Record, source: str) -> "Work":
        """Store a work that came from `source` with all that is known of it."""
        work = self.model()
        work.take(record, source)
        work.save()
        return work

    def keep_once(self, record: Record, source: str) -> "Work":
        """The standing work that says exactly this, if there is one; else a new one."""
        alike = self.standing().filter(sort_title=sort_key(record.title)[:300], type=record.type)
        same = (work for work in alike.order_by("pk")[:50] if work.record == record)
        return next(same, None) or self.keep(record, source)


def _line(words: Any, limit: int = 500) -> models.CharField:
    return models.CharField(words, max_length=limit, blank=True)


class Work(models.Model):
    """What is cited, known once to the whole site. Its words are those of `Record`.

    Dates are written in EDTF, as exact as they are known: `2011`, `2011-05`, `2011-21` (spring).
    """

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
    url = _line(_("address"), 4_000)
    note = models.TextField(_("note"), blank=True)
    further = models.JSONField(default=dict, blank=True, editable=False)
    # Of every field that says something, where that comes from: a value of Source.
    provenance = models.JSONField(default=dict, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = WorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["sort_title", "pk"]
        indexes = [models.Index(fields=["sort_title", "id"], name="work_by_title")]
        constraints = [
            models.CheckConstraint(
                name="work_not_merged_into_itself", condition=~Q(merged_into=models.F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.container or self.url or self.get_people()

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


def _columns(record: Record) -> dict:
    return (
        {name: getattr(record, name) for name in TEXTS}
        | {name: dates.written(date) if (date := getattr(record, name)) else "" for name in DATES}
        | {"contributors": [{"role": role} | _said(name) for role, name in record.contributors]}
    )


def _said(name: Name) -> dict[str, str]:
    return {key: value for key, value in asdict(name).items() if value}
