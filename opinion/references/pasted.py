"""A list of references, one a line, as an import brings it in: the only form without a format."""

from collections.abc import Iterator
from typing import TextIO

from django.utils.translation import gettext as _

from . import line_cleaning, reading
from .formats.entry import Entry, Piece
from .record import Record

FORMAT = "lines"


def split(stream: TextIO) -> Iterator[Piece]:
    return (Piece(line.strip()) for line in stream if line.strip())


def read(source: str) -> list[Entry]:
    """The work that a line tells of, or why there is none."""
    try:
        record = reading.read(line_cleaning.clean(source).text).record
    except ValueError as error:
        return [Entry(source, problem=str(error))]
    if record is None or not says_enough(record):
        return [Entry(source, problem=_("No work could be read from this line."))]
    return [Entry(source, record)]


def says_enough(record: Record) -> bool:
    """A title alone is any sentence: a work has somebody, somewhere or some day besides."""
    beside = (record.contributors, record.container, record.publisher, record.issued)
    return any(beside) or bool(record.doi or record.isbn or record.url)
