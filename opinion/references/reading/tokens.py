"""A reference line in pieces: words, numbers, marks, and whole identifiers and dates.

What rules read better than a model stays in one piece: a DOI, an ISBN, an address, a date with its
month. Whether a date is the work's own is for the model to say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import month_names

_ADDRESS = r"(?:https?://|www\.)[^\s<>\"“”«»\0]+"
_PREFIX = r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s?){0,3}"
_DOI = rf"(?<![\w./]){_PREFIX}10\.\d{{4,9}}(?:\.\d+)*/[^\s\"“”«»\0]+"
_ISBN = r"\bISBN(?:-1[03])?:?\s?(?:97[89][\-– ]?)?\d(?:[\-– ]?\d){8}[\-– ]?[\dXx]\b"
_INITIAL = r"(?:[^\W\d_a-zß-ÿ]|Ch|Th|Yu|St)\.(?:[\-–](?:[^\W\d_a-zß-ÿ])\.)*"
_RANGE = r"\b[A-Za-z]?\d{1,5}(?:\s?[\-–—]\s?[A-Za-z]?\d{1,5})\b(?![\-–]\d)"
_WORD = r"[^\W\d_](?:[^\W_]|[’'\-‐\u0300-\u036f](?=[^\W\d_]))*"
_NUMBER = r"\d+(?:[.,]\d{3})*(?!\d)|\d+"
_KINDS = (
    ("doi", re.compile(_DOI, re.IGNORECASE)),
    ("url", re.compile(_ADDRESS, re.IGNORECASE)),
    ("isbn", re.compile(_ISBN)),
    ("date", month_names.WRITTEN),
    ("range", re.compile(_RANGE)),
    ("initial", re.compile(_INITIAL)),
    ("word", re.compile(_WORD)),
    ("number", re.compile(_NUMBER)),
    ("mark", re.compile(r"\S")),
)
# A full stop or bracket after an address ends the sentence, not the address.
_AFTER_ADDRESS = ".,;:!?’'”»>]"


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


def split(line: str) -> list[Token]:
    """The pieces of a line in order, without the spaces between them."""
    return list(_pieces(line))


def _pieces(line: str) -> Iterator[Token]:
    place = 0
    while place < len(line):
        if line[place].isspace():
            place += 1
            continue
        kind, end = _at(line, place)
        yield Token(kind, line[place:end], place, end)
        place = end


def _at(line: str, place: int) -> tuple[str, int]:
    for kind, pattern in _KINDS:
        match = pattern.match(line, place)
        if match and match.end() > place:
            end = match.end()
            if kind in ("doi", "url"):
                end = place + len(_alone(match[0]))
            elif kind == "date":
                end = place + len(match[0].rstrip("."))
            if end > place:
                return kind, end
    return "mark", place + 1


def _alone(address: str) -> str:
    """An address without what closes the sentence or the bracket around it."""
    while address:
        last = address[-1]
        if last in _AFTER_ADDRESS or (last == ")" and address.count("(") < address.count(")")):
            address = address[:-1]
        else:
            break
    return address
