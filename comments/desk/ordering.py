"""In which order a list of the desk stands, and from which place on it is read."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from opinion.keyset import Keyset

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Of what has no place yet: after everything that has one.
LAST = datetime(5000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Order:
    """By a moment, and by a number where several share one.

    `moment` and `number` are columns of its comments. Without a moment the number is the order, the
    newest first.
    """

    label: Promise
    moment: str | None
    number: str = "pk"
    is_oldest_first: bool = False

    @property
    def keyset(self) -> Keyset:
        return Keyset(self.moment, descending=not self.is_oldest_first, tie=self.number)

    def sort(self, comments):
        return self.keyset.sorted(comments)

    def after(self, comments, place):
        """What follows a place: a moment and a number."""
        return self.keyset.beyond(comments, place)

    def place_of(self, comment) -> tuple[datetime, int]:
        moment = (getattr(comment, self.moment) or LAST) if self.moment else EPOCH
        return moment, getattr(comment, self.number)


BY_NUMBER = Order(_("Newest first"), None)


def written(place) -> str:
    """A place as it stands in an address."""
    moment, number = place
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{number}"


def parse_place(word: str) -> tuple[datetime, int] | None:
    """What `after` in an address says; None where it is no place."""
    match = re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", word)
    if match is None:
        return None
    return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
