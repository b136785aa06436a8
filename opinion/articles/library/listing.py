"""The library a page at a time, the newest first, at the same cost wherever one looks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from opinion.keyset import Keyset
from opinion.parse_id import parse_id
from opinion.pictures.models import Picture, PictureQuerySet

from . import uses

PAGE = 48
ORDER = Keyset(None)
# Beyond them a word is so common that its first page is found by going through the list.
MOST_SORTED = 500
SHOWN = {
    "": _("All"),
    "unused": _("Not used"),
    "duplicates": _("Same file twice"),
}


@dataclass(frozen=True)
class Page:
    """Some pictures, and the query of the pages beside them; empty where there is none."""

    pictures: list[Picture]
    newer: str
    older: str


def matching(asked: QueryDict) -> QuerySet[Picture]:
    """The pictures that are asked for by words and by what is shown."""
    words = asked.get("q", "").strip()
    pictures = _found(words) if words else Picture.objects.all()
    if asked.get("show") == "unused":
        return uses.unused(pictures)
    return pictures.duplicates() if asked.get("show") == "duplicates" else pictures


def _found(words: str) -> PictureQuerySet:
    """Those that have the words, in the way that is quick for as many as there are.

    PostgreSQL would look for a rare word in the order of the list, picture by picture.
    """
    pictures = Picture.objects.matching(words)
    numbers = [*pictures.order_by().values_list("pk", flat=True)[: MOST_SORTED + 1]]
    is_rare = len(numbers) <= MOST_SORTED
    return Picture.objects.filter(pk__in=numbers) if is_rare else pictures


def page(asked: QueryDict) -> Page:
    """The page that begins behind the picture `after`, or ends before the picture `before`."""
    before, after = parse_id(asked.get("before")), parse_id(asked.get("after"))
    is_back = before is not None
    rows = ORDER.sorted(matching(asked), backwards=is_back)
    if place := before or after:
        rows = ORDER.beyond(rows, (None, place), backwards=is_back)
    found = [*rows[: PAGE + 1]]
    has_more, found = len(found) > PAGE, found[:PAGE]
    if is_back:
        found.reverse()
    has_newer, has_older = (has_more, True) if is_back else (bool(after), has_more)
    return Page(
        found,
        query_of(asked, before=found[0].pk) if found and has_newer else "",
        query_of(asked, after=found[-1].pk) if found and has_older else "",
    )


def query_of(asked: QueryDict, **changed: Any) -> str:
    kept = {name: asked[name] for name in ("q", "show") if asked.get(name)}
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in (kept | changed).items() if value})
    return query.urlencode()
