"""A search narrowed to an author, a section, a topic …; and what there is of each."""

import zoneinfo
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from opinion.articles.models import ArticleType, Filing, Section, Series, Topic
from opinion.parse_id import parse_id
from opinion.prepared import any_of

# By what names an address narrows, and how readers call them.
LABELS = {
    "author": _("Author"),
    "section": _("Section"),
    "topic": _("Topic"),
    "series": _("Series and dossiers"),
    "type": _("Type"),
    "year": _("Year"),
}
FILED: dict[str, Any] = {
    "author": Author,
    "section": Section,
    "topic": Topic,
    "series": Series,
}
MOST_OF_A_KIND = 8


@dataclass(frozen=True)
class Choice:
    """Something to narrow by: `value` stands in the address, `name` on the page."""

    kind: str
    value: str
    name: str
    count: int = 0

    @property
    def label(self) -> str | Promise:
        return LABELS[self.kind]


@dataclass
class Narrowing:
    """What is chosen, by its kind: a row, or a year. What nobody knows is not chosen."""

    chosen: dict[str, Any] = field(default_factory=dict)
    zone: zoneinfo.ZoneInfo = zoneinfo.ZoneInfo("UTC")

    @classmethod
    def of_request(cls, request) -> "Narrowing":
        found = {kind: _chosen(kind, request.GET.get(kind, "")[:120]) for kind in LABELS}
        return cls({kind: one for kind, one in found.items() if one}, request.publication.zone)

    def of(self, entries: QuerySet) -> QuerySet:
        for kind, one in self.chosen.items():
            if kind in FILED:
                filed = Filing.objects.filter(kind=kind, subject=one.pk)
                entries = entries.filter(article__in=filed.values("article"))
            elif kind == "type":
                entries = entries.filter(type=one)
            else:
                entries = entries.filter(published_at__range=_year(one, self.zone))
        return entries

    @property
    def choices(self) -> list[Choice]:
        return [Choice(kind, _value(one), str(one)) for kind, one in self.chosen.items()]


def _chosen(kind: str, value: str):
    if not value or "\0" in value:
        return None
    if kind == "year":
        year = parse_id(value)
        return year if year and 1_000 <= year < 9_999 else None
    if kind == "type":
        return ArticleType.objects.filter(pk=parse_id(value) or 0).first()
    return FILED[kind].objects.canonical().filter(slug=value).first()


def _value(one) -> str:
    return getattr(one, "slug", "") or str(getattr(one, "pk", one))


def _year(year: int, zone: zoneinfo.ZoneInfo) -> tuple[datetime, datetime]:
    """Its first and its last moment."""
    last = datetime(year, 12, 31, 23, 59, 59, 999_999, tzinfo=zone)
    return datetime(year, 1, 1, tzinfo=zone), last


def kinds(matches: Iterable, narrowing: Narrowing) -> Iterator[tuple[str | Promise, list[Choice]]]:
    """(label, choices) of each kind in which there is something to choose. At most six queries."""
    matches = [*matches]
    counts = _counts(matches)
    for kind, label in LABELS.items():
        choices = [*_choices(kind, counts[kind])] if kind not in narrowing.chosen else []
        if len(choices) > 1:
            yield label, choices


def _counts(matches: list) -> dict[str, Counter]:
    found: dict[str, Counter] = {kind: Counter() for kind in LABELS}
    found["type"].update(match.type for match in matches)
    found["year"].update(timezone.localtime(match.published_at).year for match in matches)
    filed = Filing.objects.filter(any_of("article_id", [match.article for match in matches]))
    for kind, subject, count in filed.values_list("kind", "subject").annotate(Count("pk")):
        found[kind][subject] = count
    return found


def _choices(kind: str, counts: Counter) -> Iterator[Choice]:
    if kind == "year":
        for year in sorted(counts, reverse=True)[:MOST_OF_A_KIND]:
            yield Choice(kind, str(year), str(year), counts[year])
        return
    most = counts.most_common(MOST_OF_A_KIND)
    rows = (FILED.get(kind) or ArticleType).objects.in_bulk([number for number, _count in most])
    for number, count in most:
        if number in rows:
            yield Choice(kind, _value(rows[number]), str(rows[number]), count)
