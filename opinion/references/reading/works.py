"""The work that the marked parts of a line tell of."""

import re
from collections.abc import Iterable
from dataclasses import replace

from stdnum import isbn

from opinion.references.record import Date, Name, Record

from . import month_names, people, work_types
from .labels import Span
from .work_types import Parts

_TEXTS = (
    "title container collection publisher place volume issue number edition pages genre event"
).split()
_ROLES = {"authors": "author", "editors": "editor", "translators": "translator"}
_EDGE = " \t.,;:/–—-“”\"'‘«»„|=<>"
_DOI_PREFIX = re.compile(
    r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi(?:\.org/|:)\s?)+", re.IGNORECASE
)
_SHORTENED = re.compile(r"\.(?: \d|,)")
# “253 (December): 28–29” beside a year: the month of the date, no issue.
_MONTH_ALONE = re.compile("|".join(month_names.BY_NAME), re.IGNORECASE)
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|e|ed|er|[ªº°a]|-[ея])?")
# American styles put the stop of the sentence into a quotation that the value ends with.
_QUOTED_STOP = re.compile(r"[.,]([”»\"’'])$")
# A full stop that belongs to its word: “Inc.”, “U.S.”, “PhD diss.”
_SHORT_END = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Inc|Co|Ltd|Corp|Bros|al|etc|diss|Diss|rep|Univ|Dept|Jr|Sr|Assn|Soc|Nakl|Lett))\.$"
)


def of(line: str, spans: Iterable[Span]) -> Record | None:
    """The work, or None where the line names no title."""
    parts = _parts(line, spans)
    texts = {name: _text(name, parts) for name in _TEXTS}
    if not texts["title"]:
        return None
    if texts["container"]:
        texts["container"] = _container(line, parts)
    found = Record(
        contributors=tuple(_contributors(parts)),
        issued=_date(parts.get("date", [])),
        accessed=_date(parts.get("accessed", [])),
        original=_date(parts.get("original", [])),
        doi=_doi(parts),
        url=_url(parts),
        isbn=_isbn(parts),
        further=_further(parts),
        **texts,
    )
    return replace(found, type=work_types.of(line, found, parts))


def _parts(line: str, spans: Iterable[Span]) -> Parts:
    parts: Parts = {}
    for label, start, end in spans:
        text = line[start:end]
        if label == "issue" and line[:start].endswith("(") and _MONTH_ALONE.fullmatch(text):
            label = "date"
        parts.setdefault(label, []).append((start, text))
    return parts


def _container(line: str, parts: Parts) -> str:
    """“J. Phys. 22”: before a number or comma the full stop shortens the name."""
    start, text = max(parts["container"], key=lambda part: len(part[1]))
    text = trimmed(text)
    end = line.index(text, start) + len(text)
    return text + "." if _SHORTENED.match(line, end) else text


def _text(name: str, parts: Parts) -> str:
    texts = [trimmed(text) for _start, text in parts.get(name, [])]
    text = max(texts, key=len, default="")
    if name == "edition" and (ordinal := _ORDINAL.fullmatch(text)):
        return ordinal[1]
    return text


def trimmed(text: str) -> str:
    """A value without the marks around it; a bracket or quotation that it opened stays closed."""
    text = _QUOTED_STOP.sub(r"\1", text.strip(" \t"))
    short = bool(_SHORT_END.search(text))
    left = text.lstrip(_EDGE + ")]")
    right = left.rstrip(_EDGE + "([")
    if left and right != left and left[len(right)] in "”»\"'" and _opens(right, left[len(right)]):
        right += left[len(right)]
    if right[:1] == "(" and ")" not in right:
        right = right[1:]
    if right[-1:] == ")" and "(" not in right:
        right = right[:-1]
    return right + "." if short and left.startswith(right + ".") else right


def _opens(text: str, closing: str) -> bool:
    opening = {"”": "“", "»": "«"}.get(closing, closing)
    return (
        text.count(opening) > text.count(closing)
        if opening != closing
        else text.count(closing) % 2 == 1
    )


def _contributors(parts: Parts) -> Iterable[tuple[str, Name]]:
    for label, role in _ROLES.items():
        for _start, text in parts.get(label, []):
            yield from ((role, name) for name in people.names(text))


def _date(found: list[tuple[int, str]]) -> Date | None:
    """The fullest of the dates; a day without a year belongs to the year that stands apart."""
    dates = [date for _start, text in found if (date := month_names.read(text))]
    if not dates:
        return None
    best = max(dates, key=lambda date: (date.day or 0) > 0 or 2 * bool(date.month))
    if best.month or best.season:
        return best
    for _start, text in found:
        if not month_names.read(text) and (day := month_names.read(f"{text} {best.year}")):
            return day
    return best


def _doi(parts: Parts) -> str:
    text = next((text for _start, text in parts.get("doi", []) if "10." in text), "")
    return _DOI_PREFIX.sub("", text).strip()


def _url(parts: Parts) -> str:
    texts = [text for _start, text in parts.get("url", [])]
    text = next((text for text in texts if "://" in text), next(iter(texts), ""))
    return text if not text or "://" in text else f"https://{text}"


def _isbn(parts: Parts) -> str:
    text = next((text for _start, text in parts.get("isbn", [])), "")
    digits = re.sub(r"^ISBN(?:-1[03])?:?", "", text)
    return isbn.compact(digits) if isbn.is_valid(digits) else ""


def _further(parts: Parts) -> dict[str, str]:
    """What CSL knows and our record has no place for, in the words that csl.py takes out again."""
    text = next((trimmed(text) for _start, text in parts.get("collection-number", [])), "")
    return {"csl.collection-number": f'"{text}"'} if text and '"' not in text else {}
