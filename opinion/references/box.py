"""What an editor puts into the box for references, taken apart: lines, or a whole bibliography."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from opinion import html

from . import formats, lines, plain, printing, reading
from .formats.entry import Entry
from .lines import Line
from .record import Record
from .styles import STYLES

# A line that says the same again when printed is trusted from this probability of its reading on.
SURE = 0.9
_OBJECTS = re.compile(r"\ufeff?\s*(\[\s*)?\{")


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
    # Where the work, printed in the publication's style, differs from its line: (line, print).
    differences: tuple[tuple[str, str], ...] = ()

    @property
    def is_to_look_at(self) -> bool:
        return not self.is_sure or bool(self.problem)


def take(text: str, style: str, language: str) -> list[Found]:
    """All that `text` holds, in its order; nothing is left out or joined.

    `style` and `language` are the publication's: a line is beyond doubt when the work read from it
    is printed as that very line, in this style or another. Raises ValueError, with words for the
    editor, where the text or a line is too long.
    """
    html.check_length(text, lines.LIMIT)
    if _is_bibliography(text):
        return [_imported(entry) for entry in formats.read(text)]
    found = [_read(line) for line in lines.split(text)]
    return _compared(found, style, language)


def _is_bibliography(text: str) -> bool:
    name = formats.recognise(text)
    # “[1] Smith, …” begins like JSON, and is a line.
    return bool(name) and (name != "csl" or bool(_OBJECTS.match(text)))


def _imported(entry: Entry) -> Found:
    if entry.record is None:
        return Found(_as_line(entry.source, entry.source), problem=entry.problem)
    line = _as_line(entry.source, plain.line(entry.record))
    return Found(line, entry.record, is_imported=True, is_sure=True, problem=entry.problem)


def _as_line(source: str, text: str) -> Line:
    cleaned = lines.clean(" ".join(text.split())[: lines.LINE_LIMIT])
    return replace(cleaned, pasted=source)


def _read(line: Line) -> Found:
    read = reading.read(line.text)
    if read.record is None:
        return Found(line)
    return Found(line, read.record, probability=read.probability)


def _compared(found: list[Found], style: str, language: str) -> list[Found]:
    """With `is_sure` for each line that prints as itself. Without pandoc none is sure."""
    try:
        for one in _styles(style):
            found = [*_printed_alike(found, one, language)]
    except printing.PandocIsAway:
        return found
    return found


def _styles(first: str) -> list[str]:
    return sorted((name for name, _words in STYLES), key=lambda name: name != first)


def _printed_alike(found: list[Found], style: str, language: str) -> Iterator[Found]:
    open_ones = [one for one in found if _may_be_sure(one)]
    records = [one.record for one in open_ones if one.record]
    printed = iter(printing.print_all(records, style, language) if records else [])
    for one in found:
        if not _may_be_sure(one):
            yield one
            continue
        again = next(printed)
        yield replace(one, **_verdict(one, again)) if again else one


def _verdict(one: Found, printed: printing.Printed) -> dict:
    compared = reading.compare(one.line.text, printed.text)
    return {
        "is_sure": compared.is_equal and one.probability >= SURE,
        "differences": one.differences or compared.differences,
    }


def _may_be_sure(one: Found) -> bool:
    return one.record is not None and not one.is_sure
