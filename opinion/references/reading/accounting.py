"""Whether a work says all that its line says: no word of the line is left over.

It asks what printing in any style would ask, whatever the order, the punctuation and the words
between the parts are, and without waiting for a program that prints.
"""

import re
import unicodedata
from collections import Counter

from opinion.references.record import Date, Record

from . import month_names
from .marks import BY_KIND

_WORD = re.compile(r"\d+|[^\W\d_]+(?:[’'][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.|doi\.org/|doi:\s?)\S+|\b10\.\d{4,9}/\S+", re.IGNORECASE)
_KINDS = (
    "in", "editor", "translator", "by", "volume", "issue", "pages", "edition", "online",
    "published", "and", "others", "suffix",
)  # fmt: skip
# Words that styles put between the parts, and that say no part of their own.
_BETWEEN = {word for kind in _KINDS for word in BY_KIND[kind]} | {
    *(
        "https",
        "http",
        "www",
        "doi",
        "isbn",
        "issn",
        "also",
        "hlm",
        "hal",
        "diakses",
        "pada",
        "dari",
    ),
    *(
        "tanggal",
        "host",
        "hosts",
        "director",
        "presented",
        "delivered",
        "formerly",
        "a",
        "st",
        "nd",
    ),
    *("第", "期", "页", "卷", "版", "頁", "号", "巻", "年", "д", "г", "ص"),
    *("last", "modified", "edited", "updated"),
    *("rd", "th", "signature", "opened", "adopted", "done", "signed", "as", "page", "the", "cong"),
}
_LETTERED_YEAR = re.compile(r"\b((?:1[4-9]|20)\d\d)[a-h]\b")


def left_over(line: str, record: Record) -> list[str]:
    """The words of `line` that are neither in a field of `record` nor mere words between fields."""
    text = _without_dates(_without_addresses(line, record), record)
    said = Counter(_words(" ".join(_texts(record))))
    left = []
    for word in _words(text):
        if said[word]:
            said[word] -= 1
        elif word not in _BETWEEN:
            left.append(word)
    return left


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    return [word.removesuffix("'s") for word in _WORD.findall(plain)]


def _texts(record: Record) -> list[str]:
    people = [
        part
        for _role, name in record.contributors
        for part in (name.given, name.particle, name.family, name.suffix, name.literal)
    ]
    fields = (
        *(record.title, record.container, record.collection, record.publisher, record.place),
        *(record.volume, record.issue, record.number, record.edition, record.pages, record.genre),
        *(record.event, record.isbn, record.issn, *record.further.values()),
    )
    return [*people, *fields, *_years(record)]


def _years(record: Record) -> list[str]:
    dates = (record.issued, record.accessed, record.original)
    # Styles that put the year in front say it again with the day.
    return [str(date.year) for date in dates if date and date.year for _twice in range(2)]


def _without_addresses(line: str, record: Record) -> str:
    known = [address for address in (record.url, record.doi) if address]
    for address in sorted(known, key=len, reverse=True):
        line = line.replace(address, " ")
    return _ADDRESS.sub(
        lambda match: " " if record.doi and record.doi in match[0] else match[0], line
    )


def _without_dates(line: str, record: Record) -> str:
    """A date that the record says is no word any more; another one stays."""
    known = [date for date in (record.issued, record.accessed, record.original) if date]
    line = _LETTERED_YEAR.sub(r"\1", line)

    def said(match: re.Match) -> str:
        return " " if any(_is_said(match[0], date) for date in known) else match[0]

    return month_names.WRITTEN.sub(said, line)


def _is_said(text: str, date: Date) -> bool:
    found = month_names.read(text) or month_names.read(f"{text} {date.year}")
    return found is not None and (found.year, found.month, found.day, found.season) == (
        date.year,
        date.month,
        date.day,
        date.season,
    )
