"""A periodical that the model took for a house, by what stands around its name."""

import re
from collections.abc import Sequence
from functools import cache

from . import month_names
from .labels import Span
from .words import sections

# GOST's mark, and the words before a book or journal.
_WITHIN = re.compile(r"(?://|\b(?:In|in|En|Dans|W):)\s*$")


def found(line: str, spans: Sequence[Span]) -> list[Span]:
    """The spans, with the house as the container where it must be one."""
    named = {label for label, _start, _end in spans}
    houses = [(start, end) for label, start, end in spans if label == "publisher"]
    if len(houses) != 1 or named & {"container", "place", "genre"}:
        return list(spans)
    start, end = houses[0]
    if not (_WITHIN.search(line[:start]) or _has_numbers(spans, end) or _is_paper(line, spans)):
        return list(spans)
    return [("container", *span[1:]) if span[0] == "publisher" else span for span in spans]


def _has_numbers(spans: Sequence[Span], end: int) -> bool:
    """“Island Studies. 2012;4(2):1–9.”: a house has no volume after it."""
    after = {label for label, start, _end in spans if start >= end}
    return "volume" in after and bool(after & {"issue", "pages"})


def _is_paper(line: str, spans: Sequence[Span]) -> bool:
    """“The New York Times. May 3, 2012.”"""
    texts = [line[start:end] for label, start, end in spans if label == "publisher"]
    dates = [month_names.read(line[start:end]) for label, start, end in spans if label == "date"]
    return texts[0].strip(" .,") in _papers() and any(date and date.day for date in dates)


@cache
def _papers() -> frozenset[str]:
    return frozenset(sections("houses")["newspaper"])
