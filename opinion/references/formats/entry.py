from dataclasses import dataclass

from opinion.references.record import Record

BOM = "\ufeff"


@dataclass(frozen=True)
class Entry:
    """One entry of a bibliography, as it stood there: the work read from it, or why there is none.

    `problem` is for the person who brought the file. A work may come with one: it was read, and
    something of it was not.
    """

    source: str
    record: Record | None = None
    problem: str = ""

    @property
    def is_read(self) -> bool:
        return self.record is not None


@dataclass(frozen=True)
class Piece:
    """What one entry needs to be read alone: its text, and the text that it refers to."""

    source: str
    beside: str = ""


def lines_of(text: str) -> list[str]:
    """The lines of a file from any system, without its byte-order mark."""
    return text.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n").split("\n")
