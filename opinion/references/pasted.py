"""A list of references, one a line, as an import brings it in: the only form without a format."""

import re
from collections.abc import Iterator
from typing import TextIO

from django.utils.translation import gettext as _

from opinion import html

from . import duplicates, line_cleaning, reading
from .formats.entry import Entry, Piece
from .record import Record

FORMAT = "lines"
_LABEL = re.compile(
    r"^(?:doi|url|link|web|retrieved from|available (?:at|from)|isbn(?:-1[03])?(?=[\s:]))"
    r"\s?:?\s*(?=\S)",
    re.IGNORECASE,
)
_ISBN = re.compile(r"[\d\-– ]{9,20}[\dXx]")


def split(stream: TextIO) -> Iterator[Piece]:
    return (Piece(line.strip()) for line in line_cleaning.joined(stream) if line.strip())


def read(source: str) -> list[Entry]:
    """The work that a line tells of, or why there is none."""
    try:
        text = line_cleaning.clean(source).text
    except ValueError as error:
        return [Entry(source, problem=str(error))]
    if record := address_alone(text):
        return [Entry(source, record, _("It has no title yet."))]
    read = reading.read(text)
    if read.is_by_the_same:
        return [Entry(source, problem=_("Its author stands in the line before it."))]
    if read.record is None or not says_enough(read.record):
        return [Entry(source, problem=_("No work could be read from this line."))]
    return [Entry(source, read.record)]


def address_alone(text: str) -> Record | None:
    """A work without a title, where a line is nothing but a DOI, an ISBN or a link."""
    said = _LABEL.sub("", text).strip(" .<>")
    if doi := duplicates.normal_doi(said):
        return Record("document", doi=doi)
    if numbers := _ISBN.fullmatch(said) and duplicates.normal_isbns(said):
        return Record("book", isbn=numbers[0])
    said = f"https://{said}" if said.startswith("www.") else said
    links = [*html.links(said)]
    if len(links) == 1 and not re.search(r"\s", said) and said.startswith(("http://", "https://")):
        return Record("webpage", url=links[0].url)
    return None


def says_enough(record: Record) -> bool:
    """A title alone is any sentence: a work has somebody, somewhere or some day besides."""
    beside = (record.contributors, record.container, record.publisher, record.issued)
    return any(beside) or bool(record.doi or record.isbn or record.url)
