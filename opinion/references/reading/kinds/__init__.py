"""Kinds of lines that are read by rules of their own, where a rule is sure, or not read at all."""

from opinion.references.reading.asides import Aside
from opinion.references.record import Record

from . import (
    asian,
    books,
    documents,
    law,
    letters,
    notes,
    online,
    slavic,
    speeches,
    statutes,
    withheld,
)

_RULES = (law, statutes, documents, asian, slavic, letters, online, speeches, notes, books)


def read(aside: Aside) -> Record | None:
    """The work, where one of the rules knows such lines; the first that does decides."""
    return next((found for rule in _RULES if (found := rule.read(aside))), None)


def points_elsewhere(text: str) -> bool:
    """Whether it names no work but another line: “Ibid.”, “supra note 12”."""
    return withheld.points_elsewhere(text)


def is_withheld(text: str) -> bool:
    """Whether it is of a kind that no rule of ours knows, and that is no book or article."""
    return withheld.is_law(text)
