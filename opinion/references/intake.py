"""What an editor puts into the box for references, taken apart: lines, or a whole bibliography."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from io import StringIO

from opinion import html

from . import formats, line_cleaning, pasted, plain_text, printing, reading
from .formats.entry import Entry
from .line_cleaning import Line
from .record import Record

# A line that says the same again when printed is trusted from this probability of its reading on.
SURE = 0.9
# Somebody waits while they are read. More are brought in by an import, in the background.
MOST_LINES = 200
# These are quickly read; of more, the article's form would send more fields than are taken.
MOST_ENTRIES = 500
_OBJECTS = re.compile(r"\ufeff?\s*(\[\s*)?\{")


class TooMany(ValueError):
    """More references than are read while somebody waits: `count` of them, and not `limit`."""

    def __init__(self, count: int, limit: int) -> None:
        super().__init__(count, limit)
        self.count = count
        self.limit = limit


@dataclass(frozen=True)
class Found:
    """One reference: its line, the work that was read from it, and whether that is beyond doubt.

    `problem` tells why nothing, or not all, could be read.
    """

    line: Line
    record: Record | None = None
    is_imported: bool = False
    is_sure: bool = False
    problem: str = ""
    probability: float = 0.0
    # What was read before somebody corrected it.
    first_read: Record | None = None
    # Where the work, printed in the publication's style, differs from its line: (line, print).
    differences: tuple[tuple[str, str], ...] = ()

    @property
    def is_to_look_at(self) -> bool:
        return not self.is_sure or bool(self.problem)


def read(text: str) -> list[Found]:
    """All that `text` holds, in its order; nothing is left out or joined.

    Raises TooMany before anything is read, and ValueError, with words for the editor, where the
    text or a line is too long.
    """
    html.check_length(text, line_cleaning.LIMIT)
    name = _format_of(text)
    _check_number(text, name)
    if name:
        return [_imported(entry) for entry in formats.read(text)]
    return [_read(line) for line in line_cleaning.split(text)]


def compare(found: list[Found], style: str, language: str) -> list[Found]:
    """`found`, with what is beyond doubt said so.

    A line is when the work read from it is printed as that very line, in the publication's `style`
    or another; `language` is the article's.
    """
    read = [one for one in found if not one.is_imported]
    compared = iter(_compared(read, style, language))
    return [one if one.is_imported else next(compared) for one in found]


def corrected(found: Found, record: Record) -> Found:
    """What somebody who looked says of it: what they leave is as sure as what they change."""
    return replace(
        found, record=record, first_read=found.first_read or found.record, probability=1.0
    )


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
    return Found(line, entry.record, is_imported=True, is_sure=True, problem=entry.problem)


def _as_line(source: str, text: str) -> Line:
    cleaned = line_cleaning.clean(" ".join(text.split())[: line_cleaning.LINE_LIMIT])
    return replace(cleaned, pasted=source)


def _read(line: Line) -> Found:
    read = reading.read(line.text)
    if read.record is None or not pasted.says_enough(read.record):
        return Found(line)
    return Found(line, read.record, probability=read.probability)


def _compared(found: list[Found], style: str, language: str) -> list[Found]:
    """With `is_sure` for each line that prints as itself. Without pandoc none is sure."""
    others = [name for name in printing.STYLES if name != style]
    with suppress(printing.PandocUnavailable):
        # In the first style every reading is printed, to show where it differs.
        found = _printed_alike(found, [one for one in found if one.record], style, language)
        for other in others:
            found = _printed_alike(found, [*filter(_may_be_sure, found)], other, language)
    return found


def _printed_alike(
    found: list[Found], looked_at: list[Found], style: str, language: str
) -> list[Found]:
    """`found`, with what printing `looked_at` in `style` says of those."""
    records = [one.record for one in looked_at if one.record]
    printed = printing.print_all(records, style, language) if records else []
    judged = {
        id(one): replace(one, **_verdict(one, again))
        for one, again in zip(looked_at, printed, strict=True)
        if again
    }
    return [judged.get(id(one), one) for one in found]


def _verdict(one: Found, printed: printing.Printed) -> dict:
    compared = reading.compare(one.line.text, printed.text)
    return {
        "is_sure": compared.is_equal and one.probability >= SURE,
        "differences": one.differences or compared.differences,
    }


def _may_be_sure(one: Found) -> bool:
    return one.record is not None and not one.is_sure and one.probability >= SURE
