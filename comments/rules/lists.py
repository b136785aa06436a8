"""The lists that editors write: one entry a line."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    NOTHING_TO_FIND = "nothing_to_find"
    STAR_INSIDE = "star_inside"
    STAR_AFTER_PHRASE = "star_after_phrase"
    NO_DOMAIN = "no_domain"
    NO_COUNTRY = "no_country"


class Problem(NamedTuple):
    """An entry that cannot be used: the number of its line, from 1 on, as typed, and why."""

    line: int
    typed: str
    fault: Fault


def entries(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The entries with the numbers of their lines. Empty lines and `# remarks` are none."""
    for number, line in enumerate(lines, start=1):
        entry = line.strip()
        if entry and not entry.startswith("#"):
            yield number, entry
