"""Keyset pagination: a page of a long list begins at the place of a row, never at a number of rows.

So a page costs the same wherever it lies, and stays where it is when rows come or go before it.
What a list is sorted by wants an index of the same columns.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet


@dataclass(frozen=True)
class Keyset:
    """By which column a list is sorted; `tie`, a number, settles ties and runs the same way.

    Without a column the number alone is the order. A place is a pair: a value of the column and a
    number.
    """

    column: str | None
    descending: bool = True
    tie: str = "pk"

    @property
    def asked(self) -> tuple[str | None, str]:
        """What column and tie are called in a query."""
        return self.column, self.tie

    def sorted(self, rows: QuerySet, backwards: bool = False) -> QuerySet:
        sign = "-" if self.descending != backwards else ""
        columns = [column for column in self.asked if column]
        return rows.order_by(*(f"{sign}{column}" for column in columns))

    def beyond(self, rows: QuerySet, place: tuple[Any, int], backwards: bool = False) -> QuerySet:
        """Those that come after a place, or before it when we read backwards."""
        value, number = place
        way = "lt" if self.descending != backwards else "gt"
        column, tie = self.asked
        past = Q(**{f"{tie}__{way}": number})
        if column is None:
            return rows.filter(past)
        # The first condition is the one that an index answers; the second breaks ties.
        reached = rows.filter(**{f"{column}__{way}e": value})
        return reached.filter(~Q(**{column: value}) | past)

    def place_of(self, row) -> tuple[Any, int]:
        return getattr(row, self.column) if self.column else None, getattr(row, self.tie)
