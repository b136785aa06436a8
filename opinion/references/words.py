"""The words that a work is searched by, and what somebody asks for in the same words."""

import re
from collections.abc import Iterator

from opinion import search_words

from .record import Record

# PostgreSQL refuses to index a text that is longer than a megabyte.
LONGEST = 4_000
_NUMBER = re.compile(r"[\d\s‐-―-]{7,}[\dXx]")
_BEFORE_ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:dx\.)?doi\.org/|www\.)|https?://|\bdoi:\s*", re.I
)


def of(record: Record) -> str:
    """Its title, where it appeared, its people and its identifiers, without case and accents."""
    return " ".join(search_words.words_of(" ".join(_told(record))))[:LONGEST]


def _told(record: Record) -> Iterator[str]:
    for _role, name in record.contributors:
        yield f"{name.given} {name.particle} {name.family} {name.literal}"
    yield from (_together(record.isbn), _together(record.issn), record.doi)
    yield _BEFORE_ADDRESS.sub("", record.url)[:500]
    yield record.title
    yield record.container


def asked(text: str) -> str:
    """What `text` asks for, as a query of PostgreSQL: each of its words, or a beginning of it.

    Empty where there is no word in it. The rest of very many words is not looked for.
    """
    text = _BEFORE_ADDRESS.sub("", text.strip())
    if _NUMBER.fullmatch(text):
        text = _together(text)
    return search_words.beginning(text)


def _together(number: str) -> str:
    """An ISBN or ISSN without the hyphens that some write and some do not."""
    return re.sub(r"(?<=\d)[\s‐-―-]+(?=[\dXx])", "", number)
