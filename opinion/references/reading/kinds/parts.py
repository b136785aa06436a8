"""Parts that all kinds of lines have: an address, a date, a quotation, names."""

import re
from dataclasses import dataclass

from opinion.references.reading import month_names, people
from opinion.references.record import Date, Name

MONTH_DATE = month_names.WRITTEN
ADDRESS = re.compile(
    r"[,.;:]?\s*(?:(?:URL|url|Available at|available at|Retrieved from|Online at|at|from|via|dari|di)\s?:?\s*)?<?((?:https?://|www\.)[^\s<>\"“”«»]+)>?"
)
QUOTED = re.compile(
    r"“([^“”]+)”|«\s?([^«»]+?)\s?»|„([^„“”]+)[“”]|\"([^\"]+)\"|‘([^‘’]{8,})’(?=[,.\s])"
)
_EDGE = " \t.,;:"
_DOTTED = re.compile(r"(?<!\d)(\d\d?)[./](\d\d?)[./]((?:1[4-9]|20)\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:1[4-9]|20)\d\d)-(\d\d)-(\d\d)(?!\d)")


@dataclass
class Rest:
    """A line from which parts are taken, one after the other."""

    text: str

    def take(self, pattern: re.Pattern, keep: str = "") -> re.Match | None:
        if match := pattern.search(self.text):
            self.text = self.text[: match.start()] + keep + self.text[match.end() :]
        return match

    def address(self) -> str:
        match = self.take(ADDRESS)
        text = match[1].rstrip(".,;:)") if match else ""
        return f"https://{text}" if text.startswith("www.") else text


def date(text: str) -> Date | None:
    """The first date in `text` that is more than a year."""
    if match := _ISO.search(text):
        return _of(match[1], match[2], match[3])
    if match := _DOTTED.search(text):
        return _of(match[3], match[2], match[1])
    for match in MONTH_DATE.finditer(text):
        if re.search(r"\d{4}", match[0]) and (found := month_names.read(match[0])):
            return found
    return None


def _of(year: str, month: str, day: str) -> Date | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return Date(int(year))
    return Date(int(year), int(month), int(day))


def year(text: str) -> Date | None:
    match = re.search(r"(?<!\d)((?:1[4-9]|20)\d\d)(?!\d)", text)
    return Date(int(match[1])) if match else None


def day_beside(text: str, year: Date | None) -> Date | None:
    """The day or month in `text`, of a year that stands elsewhere."""
    match = year and next(iter(MONTH_DATE.finditer(text)), None)
    return month_names.read(f"{match[0]} {year.year}") if match and year else None


def quoted(match: re.Match) -> str:
    """What a match of QUOTED holds, without the comma that American styles put into it."""
    return trimmed(next(filter(None, match.groups())))


def trimmed(text: str) -> str:
    text = text.strip(" \t,;:")
    if text.endswith(".") and not re.search(r"(?:\b[^\W\d_]|Inc|Co|Ltd|Corp|Jr|Sr|etc)\.$", text):
        text = text.rstrip(".")
    return text.strip(_EDGE if not text.endswith(".") else " \t,;:")


def literal(text: str) -> tuple[tuple[str, Name], ...]:
    return (("author", Name(literal=trimmed(text))),) if trimmed(text) else ()


def authors(names: list[Name], role: str = "author") -> tuple[tuple[str, Name], ...]:
    return tuple((role, name) for name in names)


def people_in(pieces: list[str]) -> list[Name]:
    """The people between commas; where each has a given name before the other, one a piece."""
    whole = [re.sub(r"^(?:and|&|und|et|y) ", "", piece) for piece in pieces]
    if all(" " in piece for piece in whole):
        return [name for piece in whole for name in people.names(piece)]
    return people.names(", ".join(pieces))


def comma_pieces(text: str) -> list[str]:
    """What stands between commas outside of brackets and quotations."""
    pieces, depth, begun = [], 0, 0
    for place, letter in enumerate(text):
        if letter in "([“«„":
            depth += 1
        elif letter in ")]”»":
            depth = max(0, depth - 1)
        elif letter == "," and not depth:
            pieces.append(text[begun:place].strip())
            begun = place + 1
    return [piece for piece in [*pieces, text[begun:].strip()] if piece]
