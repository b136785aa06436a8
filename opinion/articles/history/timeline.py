"""All that was done with an article in one list, newest first: revisions, editions, acts.

Three tables, each read from the same place on. So a page costs the same wherever it lies, and does
not count what lies before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from opinion.articles.models import Article, Edition, Revision
from opinion.keyset import Keyset
from opinion.parse_id import parse_id

PER_PAGE = 50
EDITIONS, REVISIONS, ACTS = range(3)


class Place(NamedTuple):
    """Of one moment, editions come first, then revisions, then acts."""

    at: datetime
    rank: int
    number: int

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """What `written` has written; nothing where that cannot be."""
        at, rank, number = [*text.split("/"), "", ""][:3]
        try:
            moment = parse_datetime(at)
        except ValueError:
            return None
        if not moment or moment.tzinfo is None or rank not in ("0", "1", "2"):
            return None
        return cls(moment, int(rank), parse_id(number) or 0)

    @property
    def written(self) -> str:
        return f"{self.at.isoformat()}/{self.rank}/{self.number}"


@dataclass(frozen=True)
class Entry:
    """One line. `key` is that of the version that can be read, none for a mere act."""

    place: Place
    by: Any
    what: str
    key: str = ""
    note: str = ""

    @property
    def at(self) -> datetime:
        return self.place.at

    def closed(self) -> "Entry":
        """For who may not read editions: an edition is a mere act."""
        return replace(self, key="") if self.place.rank == EDITIONS else self


def page(article: Article, after: Place | None) -> tuple[list[Entry], Place | None]:
    """The entries that follow `after`, and the place behind the last where there are more."""
    entries = [
        *_rows(article.editions.all(), EDITIONS, "published_at", after),
        *_rows(article.revisions.defer("document"), REVISIONS, "at", after),
        *_rows(_acts(article), ACTS, "action_time", after),
    ]
    entries.sort(key=lambda entry: (entry.place.at, -entry.place.rank, entry.place.number))
    entries.reverse()
    shown = entries[:PER_PAGE]
    further = shown[-1].place if len(entries) > PER_PAGE else None
    return shown, further


def _acts(article: Article) -> QuerySet:
    kind = get_content_type_for_model(article)
    return LogEntry.objects.filter(content_type=kind, object_id=str(article.pk))


def _rows(rows: QuerySet, rank: int, column: str, after: Place | None) -> Iterator[Entry]:
    keyset = Keyset(column)
    if after:
        rows = _beyond(rows, rank, keyset, after)
    person = {EDITIONS: "published_by", REVISIONS: "by", ACTS: "user"}[rank]
    for row in keyset.sorted(rows.select_related(person))[: PER_PAGE + 1]:
        place = Place(getattr(row, column), rank, row.pk)
        yield Entry(place, getattr(row, person), **_told(row))


def _beyond(rows: QuerySet, rank: int, keyset: Keyset, after: Place) -> QuerySet:
    if rank == after.rank:
        return keyset.beyond(rows, (after.at, after.number))
    way = "lte" if rank > after.rank else "lt"
    return rows.filter(**{f"{keyset.column}__{way}": after.at})


def _told(row: Edition | Revision | LogEntry) -> dict[str, str]:
    if isinstance(row, Edition):
        what = _("Edition %(number)d") % {"number": row.number}
        note = [row.get_change_display(), row.change_note]
        return {"what": what, "key": f"e{row.pk}", "note": ". ".join(filter(None, note))}
    if isinstance(row, Revision):
        return {"what": row.get_kind_display(), "key": f"r{row.pk}"}
    return {"what": row.get_change_message() or str(row)}
