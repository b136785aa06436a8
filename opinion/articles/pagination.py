"""Pages of a long list, found by the place of one row (`?before=ID`, `?after=ID`)."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from opinion.keyset import Keyset
from opinion.page_cache.drawing import LISTS, shows
from opinion.parse_id import parse_id

# What a paged view reads of the query.
ASKS = ("before", "after")


@dataclass(frozen=True)
class Order(Keyset):
    """How a list is sorted, and how many rows stand on a page of it."""

    size: int = 10


class Filed(Order):
    """Sorted by where articles are filed: for what `filed_under` gives."""

    asked = ("filed__published_at", "filed__article")


NEWEST = Order("published_at", descending=True, size=10)
FILED = Filed("published_at", descending=True, size=10)
ALPHABET = Order("sort_key", descending=False, size=100)


@dataclass(frozen=True)
class Page:
    rows: list
    """What this page shows, in the order of the list."""
    is_first: bool
    before: int | None
    """The id to ask the next page with, `?before=`; None on the last page."""
    after: int | None
    """The id to ask the page before this one with, `?after=`; None on the first."""

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def page(request, rows: QuerySet, order: Order = NEWEST) -> Page:
    """The page of `rows` that the request's query asks for. Raises Http404 for nonsense."""
    shows(LISTS)
    before, after = request.GET.get("before"), request.GET.get("after")
    if before is not None and after is not None:
        raise Http404("Two places at once.")
    if before is not None:
        return _older(rows, order, _landmark(rows, order, before))
    if after is not None:
        return _newer(rows, order, _landmark(rows, order, after))
    found, more = _take(order.sorted(rows), order.size)
    return Page(found, True, found[-1].pk if more else None, None)


def _older(rows, order, row) -> Page:
    found, more = _take(order.sorted(order.beyond(rows, order.place_of(row))), order.size)
    if not found:
        raise Http404("Nothing lies beyond.")
    newer = _any(order, rows, found[0], backwards=True)
    return Page(found, not newer, found[-1].pk if more else None, found[0].pk if newer else None)


def _newer(rows, order, row) -> Page:
    beyond = order.sorted(order.beyond(rows, order.place_of(row), backwards=True), backwards=True)
    found, more = _take(beyond, order.size)
    if not found:
        raise Http404("Nothing lies beyond.")
    found.reverse()
    older = _any(order, rows, found[-1])
    return Page(found, not more, found[-1].pk if older else None, found[0].pk if more else None)


def _take(rows, size) -> tuple[list, bool]:
    found = list(rows[: size + 1])
    return found[:size], len(found) > size


def _any(order, rows, row, backwards=False) -> bool:
    # Not exists(), which forgets the order and with it the index that ends at once.
    beyond = order.sorted(order.beyond(rows, order.place_of(row), backwards), backwards)
    return bool(beyond.values_list("pk")[:1])


def _landmark(rows, order, text):
    """The row whose place is meant.

    It need not be in the list any more: links to a page outlive the withdrawal of the article that
    they were made from.
    """
    number = parse_id(text)
    if number is None:
        raise Http404("This is no id.")
    placed = rows.model.objects.exclude(**{order.column: None})
    row = placed.filter(pk=number).only(order.column).first()
    if row is None:
        raise Http404("There is no such place.")
    return row
