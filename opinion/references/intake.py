"""What an editor puts into the box for references, taken apart: lines, or a whole bibliography."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from io import StringIO

from django.utils.translation import gettext

from opinion import html

from . import formats, line_cleaning, pasted, plain_text, plausibility, reading
from .formats.entry import Entry
from .line_cleaning import Line
from .record import Record

# A work that has a place for every word of its line is trusted from this probability on; from the
# other on there is at least no reason to doubt it.
SURE = 0.95
CLEAR = 0.7
# Somebody waits while they are read. More are brought in by an import, in the background.
MOST_LINES = 200
# These are quickly read; of more, the article's form would send more fields than are taken.
MOST_ENTRIES = 500
_OBJECTS = re.compile(r"\ufeff?\s*(\[\s*)?\{")


class Mark(Enum):
    """How far a reading is to be trusted. How often each is right stands in reading/figures.py."""

    SURE = "sure"
    # No reason to doubt it: somebody may accept all that are so in one step.
    CLEAR = "clear"
    LOOK = "look"


class TooMany(ValueError):
    """More references than are read while somebody waits: `count` of them, and not `limit`."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(count, limit)
        self.count = count
        self.limit = limit


@dataclass(frozen=True)
class Found:
    """One reference: its line, the work that was read from it, and how far that is to be trusted.

    `problem` tells why nothing, or not all, could be read, or what is odd in it.
    """

    line: Line
    record: Record | None = None
    is_imported: bool = False
    mark: Mark = Mark.LOOK
    problem: str = ""
    probability: float = 0.0
    # What was read before somebody corrected it.
    first_read: Record | None = None
    # The words of the line that have no place in the work.
    left_over: tuple[str, ...] = ()
    # “See also”, before the work.
    signal: str = ""
    is_by_the_same: bool = False

    @property
    def is_sure(self) -> bool:
        return self.mark is Mark.SURE

    @property
    def is_to_look_at(self) -> bool:
        return self.mark is Mark.LOOK

    @property
    def is_clear(self) -> bool:
        return self.mark is Mark.CLEAR

    @property
    def is_address(self) -> bool:
        """Whether the line is a DOI, an ISBN or a link alone, whose title is not known yet."""
        work = self.record
        return bool(work and not work.title and (work.doi or work.url or work.isbn))


def read(text: str) -> list[Found]:
    """All that `text` holds, in its order; nothing is left out.

    Raises TooMany before anything is read, and ValueError, with words for the editor, where the
    text or a line is too long.
    """
    html.check_length(text, line_cleaning.LIMIT)
    name = _format_of(text)
    _check_number(text, name)
    if name:
        return [_imported(entry) for entry in formats.read(text)]
    found: list[Found] = []
    for line in line_cleaning.split(text):
        one = _read(line)
        found.append(_by_author_of(found[-1], one) if found and one.is_by_the_same else one)
    return found


def read_line(text: str) -> Found:
    """One line as it was typed into a row."""
    try:
        return _read(line_cleaning.clean(text))
    except ValueError:
        return Found(Line(text, text, ""))


def corrected(found: Found, record: Record) -> Found:
    """What somebody who looked says of it: what they leave is as sure as what they change."""
    told = replace(found, record=record, first_read=found.first_read or found.record, probability=1)
    return _marked(replace(told, is_by_the_same=False, problem=""))


def accepted(found: Found) -> Found:
    """What somebody confirms together with all others that leave no doubt."""
    return replace(found, mark=Mark.SURE) if found.is_clear else found


def mark_of(text: str, record: Record) -> Mark:
    """How far `record` is to be trusted as what the line `text` says."""
    read = reading.read(text)
    is_as_read = read.record is None or read.record == record
    found = Found(
        Line(text, text, ""),
        record,
        probability=read.probability if is_as_read else 1,
        signal=read.signal,
    )
    return _marked(found).mark


def _format_of(text: str) -> str:
    """The name of its format, where it is a bibliography; empty where it is lines."""
    name = formats.recognise(text)
    # “[1] Smith, …” begins like JSON, and is a line.
    return "" if name == "csl" and not _OBJECTS.match(text) else name


def _check_number(text: str, name: str) -> None:
    pieces = formats.split(name, StringIO(text)) if name else pasted.split(StringIO(text))
    count, limit = sum(1 for _piece in pieces), MOST_ENTRIES if name else MOST_LINES
    if count > limit:
        raise TooMany(count, limit)


def _imported(entry: Entry) -> Found:
    if entry.record is None:
        return Found(_as_line(entry.source, entry.source), problem=entry.problem)
    line = _as_line(entry.source, plain_text.line(entry.record))
    problem = " ".join(filter(None, [entry.problem, *plausibility.problems(entry.record)]))
    mark = Mark.LOOK if problem else Mark.SURE
    return Found(line, entry.record, is_imported=True, mark=mark, problem=problem)


def _as_line(source: str, text: str) -> Line:
    cleaned = line_cleaning.clean(" ".join(text.split())[: line_cleaning.LINE_LIMIT])
    return replace(cleaned, pasted=source)


def _read(line: Line) -> Found:
    if record := pasted.address_alone(line.text):
        return Found(line, record)
    read = reading.read(line.text)
    if read.record is None or not pasted.says_enough(read.record):
        return Found(line)
    return marked(line, read)


def marked(line: Line, read: reading.Reading) -> Found:
    """What was read from a line, and how far that is to be trusted."""
    found = Found(
        line,
        read.record,
        probability=read.probability,
        signal=read.signal,
        is_by_the_same=read.is_by_the_same,
    )
    return _marked(found)


def _by_author_of(before: Found, found: Found) -> Found:
    """“———. The Second Book.”: whoever wrote the work of the line above wrote this one."""
    if found.record is None or before.record is None:
        return found
    authors = tuple(one for one in before.record.contributors if one[0] == "author")
    return replace(
        found, record=replace(found.record, contributors=authors + found.record.contributors)
    )


def _marked(found: Found) -> Found:
    if found.record is None:
        return found
    text = found.line.text.replace(found.signal, "", 1)
    left = tuple(reading.left_over(text, found.record))
    problem = " ".join(plausibility.problems(found.record))
    if not (problem or found.is_address or found.first_read or reading.is_told(found.record)):
        problem = gettext("The line doesn't tell what kind of work it is.")
    mark = Mark.LOOK
    if not (left or problem or found.signal or found.is_by_the_same or found.is_address):
        limits = ((SURE, Mark.SURE), (CLEAR, Mark.CLEAR))
        mark = next((mark for limit, mark in limits if found.probability >= limit), Mark.LOOK)
    return replace(found, mark=mark, left_over=left, problem=problem)
