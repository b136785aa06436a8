"""What makes a reading less sure than the model thinks: lines that can be read in two ways."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from opinion.references.record import Name, Record

from .labels import Span
from .people import INSTITUTION, PARTICLES

# Each of them leaves a reading no surer than this.
_LEFT = 0.8
# “India. Exploration into.”: one title, or a title and its series?
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.] [^\W\d_]")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_QUOTES = "“”«»„‘’\"'"
_ONCE = ("title", "container", "publisher", "place", "collection", "authors", "volume", "pages")


def factor(line: str, spans: Sequence[Span], record: Record | None) -> float:
    times = Counter(label for label, _start, _end in spans)
    doubts = [
        any(_is_double_title(line, span) for span in spans if span[0] == "title"),
        any(times[label] > 1 for label in _ONCE),
        # A place alone is more often a house that the model doesn't know.
        bool(times["place"] and not times["publisher"] and not times["container"]),
        *(_of_record(line, record) if record else ()),
    ]
    return _LEFT ** sum(doubts)


def _is_double_title(line: str, span: Span) -> bool:
    _label, start, end = span
    quoted = line[:start].rstrip().endswith(tuple(_QUOTES))
    return not quoted and bool(_TWO_SENTENCES.search(line, start, end))


def _of_record(line: str, record: Record) -> Iterator[bool]:
    issued = record.issued
    is_day = bool(issued and issued.month)
    in_part = record.volume or record.issue or record.pages
    # What stands last is a house more often than a series.
    yield bool(record.collection and not record.publisher)
    yield bool(issued and record.volume == str(issued.year))
    yield not issued and bool(_YEAR.search(line))
    # A page of a site with nothing but its year: who says it, or where it stands?
    yield bool(record.container and record.url and issued and not is_day and not in_part)
    yield bool(record.publisher and is_day)
    people = [name for _role, name in record.contributors]
    yield any(_is_in_two_ways(line, name, first=name is people[0]) for name in people)


def _is_in_two_ways(line: str, name: Name, first: bool) -> bool:
    """“M. Nurul Habib”, “Alejandro de la Garza” at the head, “Poch Ambiental, Universidad de
    Chile”: where does the family name begin, and is it a person at all?
    """
    if name.is_literal:
        return " " not in name.literal
    words = name.given.split()
    if any(_is_no_name(word) for word in words + name.family.split()):
        return True
    turned = f"{name.family}, {name.given[:1]}" in line
    full = [word for word in words if len(word.strip(".")) > 2]
    if turned or not full:
        return False
    lengths = [len(word.strip(".")) for word in words]
    return first or len(full) > 2 or any(a == 1 and b > 2 for a, b in pairwise(lengths))


def _is_no_name(word: str) -> bool:
    small = word.islower() and len(word) > 1 and word not in PARTICLES
    return small or word.casefold() in INSTITUTION
