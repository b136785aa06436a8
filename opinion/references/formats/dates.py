"""Dates as bibliographies write them, as exact as they are: EDTF level 0 and a little of level 1.

The Extended Date/Time Format is ISO 8601-2:2019; its numbers 21–24 for a month are the seasons.
"""

import re

from opinion.references.reading import month_names
from opinion.references.record import Date

_DATE = re.compile(r"(-?\d{1,4})(?:[-/](\d{1,2}))?(?:[-/](\d{1,2}))?(?:T[\d:.]+Z?)?([~?%]?)")
_WITH_LETTER = re.compile(r"(\d{4})([a-h])")
_WORDS = re.compile(r"[^\W\d_]")
SEASONS = 20
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def written(date: Date) -> str:
    """`2011`, `2011-05`, `2011-05-09`, `2011-21` (spring), `2011~` (about), or its own words."""
    if date.year is None:
        return date.literal
    if date.suffix:
        return f"{date.year:04d}{date.suffix}"
    month = SEASONS + date.season if date.season else date.month
    parts = [f"{date.year:04d}", *(f"{part:02d}" for part in (month, date.day) if part)]
    return "-".join(parts) + ("~" if date.is_about else "")


def read(text: str) -> Date | None:
    """The date that `text` writes; in its own words where it is none of ours."""
    text = " ".join(text.split())
    if not text:
        return None
    match = _DATE.fullmatch(text)
    found = match and of(match[1], match[2], match[3], is_about=bool(match[4]))
    if lettered := _WITH_LETTER.fullmatch(text):
        found = Date(int(lettered[1]), suffix=lettered[2])
    return found or in_words(text) or Date(literal=text)


def in_words(text: str) -> Date | None:
    """“March 4, 2020”, “4 mars 2020”, “Spring 2010”; None where anything else is said."""
    match = month_names.WRITTEN.fullmatch(text) if _WORDS.search(text) else None
    found = month_names.read(text) if match else None
    return found if found and (found.month or found.season) else None


def exactness(date: Date) -> int:
    """More for a day than for a month, for a month than for a year; words say least."""
    if date.year is None:
        return 0
    return 1 + 2 * bool(date.month or date.season) + bool(date.day) + bool(date.suffix)


def of(
    year: str, month: str | None = "", day: str | None = "", is_about: bool = False
) -> Date | None:
    """A date of its parts as they are written; None where they make none."""
    number, part, last = (number_of(word) for word in (year, month or "", day or ""))
    if number is None or (month and part is None) or (day and last is None):
        return None
    if part and SEASONS < part <= SEASONS + 4:
        return Date(number, season=part - SEASONS, is_about=is_about)
    if part is not None and not 1 <= part <= 12 or last is not None and not 1 <= last <= 31:
        return None
    if last is not None and part is None:
        return None
    return Date(number, part, last, is_about=is_about)


def month_number(word: str) -> str:
    """A month as a number, whatever it is called: `jan`, `January`, `1`; else as it was."""
    key = word.strip(' .{}"').lower()
    if key.isdecimal() or len(key) < 3:
        return key
    return str(MONTHS.index(key[:3]) + 1) if key[:3] in MONTHS else word


def number_of(word: str) -> int | None:
    """A number of at most four digits; None where it is none."""
    word = word.strip()
    return int(word) if re.fullmatch(r"-?\d{1,4}", word) else None
