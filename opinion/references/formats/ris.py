"""RIS, a tag and a value a line, as reference managers exchange it.

https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html. Read by ourselves, because the
library for it leaves out entries in silence, after a byte-order mark or where an end is missing.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TextIO

from django.utils.translation import gettext as _

from opinion.references.record import ROLES, Date, Name, Record

from . import dates, names
from .entry import BOM, Entry, Piece, lines_of
from .entry_types import FROM_RIS, TYPES

_TAG = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|\s*)$")
_BEGINS = re.compile(r"TY {1,2}-(?: |$)")
# Ours by theirs, for writing. Several of theirs are read as one of ours.
_TEXTS = {
    "title": "TI",
    "container": "T2",
    "collection": "T3",
    "publisher": "PB",
    "place": "CY",
    "volume": "VL",
    "issue": "IS",
    "number": "M1",
    "edition": "ET",
    "genre": "M3",
    "event": "C3",
    "language": "LA",
    "doi": "DO",
    "url": "UR",
    "note": "N1",
}
# A whole name goes before a shortened one.
_READ = {theirs: ours for ours, theirs in _TEXTS.items()} | {
    "T1": "title",
    "BT": "container",
    "JF": "container",
    "JO": "container",
    "JA": "container",
    "PP": "place",
    "SV": "volume",
    "L2": "url",
}
_ROLES = {
    "AU": "author",
    "A1": "author",
    "A2": "editor",
    "ED": "editor",
    "A4": "translator",
    "TA": "translator",
}
_ROLE_TAGS = {role: tag for tag, role in reversed(_ROLES.items())}
_DATES = {"PY", "Y1", "DA", "Y2"}
# What RIS has no tag for stands in a custom field of its own, with its name: also people in a role
# that RIS does not know. Its own custom fields mean what their catalogue meant by them.
_CUSTOM = "C8"
_OURS = re.compile(r"(?:type|original|name [\w-]+ \d+): ")
# The second custom field of an article is its number in PubMed Central, which CSL knows too.
_PMCID, _CSL_PMCID = "C2", "csl.PMCID"
_ARTICLES = {"JOUR", "EJOUR", "JFULL", "MGZN", "INPR", "ABST"}
_ISSN = re.compile(r"\b\d{4}[-‐–]?\d{3}[\dXx]\b")
_PREFIX = "ris."
# Each line of these is one of several; a value of the others is one, however it was broken.
_SEVERAL = {"N1"}
_HANDLED = {*_READ, *_ROLES, *_DATES, _CUSTOM, "TY", "ER", "SP", "EP", "SN"}

Tags = dict[str, list[str]]


def is_written_in(text: str) -> bool:
    return any(_BEGINS.match(line) for line in lines_of(text))


def read(text: str, beside: str = "") -> list[Entry]:
    return [_entry(lines) for lines in _entries(lines_of(text))]


def split(stream: TextIO) -> Iterator[Piece]:
    yield from (Piece("\n".join(lines)) for lines in _entries(stream))


def _entries(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of each entry: from its TY to the next, whether it has an end or not."""
    found: list[str] = []
    for line in lines:
        if _BEGINS.match(line.removeprefix(BOM)):
            if found:
                yield found
            found = [line.removeprefix(BOM).rstrip()]
        elif found and line.strip():
            found.append(line.rstrip())
    if found:
        yield found


def _entry(lines: list[str]) -> Entry:
    source, tags = "\n".join(lines), _tags(lines)
    name = tags["TY"][0].strip().upper()
    if name not in FROM_RIS:
        return Entry(source, problem=_("“%(type)s” is not a RIS type.") % {"type": name})
    ended = "ER" in tags
    problem = "" if ended else _("The end tag (ER) is missing. We read up to the next entry.")
    return Entry(source, _record(name, tags), problem)


def _tags(lines: list[str]) -> Tags:
    """The values of each tag. A line without a tag goes on with the one before."""
    parts: dict[str, list[list[str]]] = defaultdict(list)
    last = ""
    for line in lines:
        match = _TAG.match(line)
        if match:
            last = match[1]
            parts[last].append([(match[2] or "").strip()])
        elif last:
            parts[last][-1].append(line.strip())
    # Joined once: a value that goes on over a hundred thousand lines is not copied at each.
    return {
        tag: [" ".join(filter(None, value)) for value in values] for tag, values in parts.items()
    }


def _record(name: str, tags: Tags) -> Record:
    customs = tags.get(_CUSTOM, [])
    custom = dict(value.split(": ", 1) for value in customs if _OURS.match(value))
    further = {
        _PREFIX + tag: "\n".join(values) for tag, values in tags.items() if tag not in _HANDLED
    }
    if others := [value for value in customs if not _OURS.match(value)]:
        further[_PREFIX + _CUSTOM] = "\n".join(others)
    if name in _ARTICLES and further.get(_PREFIX + _PMCID, "").startswith("PMC"):
        further[_CSL_PMCID] = json.dumps(further.pop(_PREFIX + _PMCID))
    kind = custom.get("type", "")
    return Record(
        type=kind if kind in TYPES else FROM_RIS[name],
        contributors=tuple(_contributors(tags, custom)),
        pages=_pages(tags),
        issued=_fullest(tags, "DA", "PY", "Y1"),
        accessed=_fullest(tags, "Y2"),
        original=dates.read(custom.get("original", "")),
        further=further,
        **_texts(tags),
        **_numbers(tags),
    )


def _texts(tags: Tags) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag, ours in _READ.items():
        if tag in tags and ours not in found:
            values = tags[tag]
            found[ours] = "\n".join(values) if ours == "note" else values[0]
    return found


def _numbers(tags: Tags) -> dict[str, str]:
    """ISSN and ISBN share a tag; eight digits are an ISSN. Several may stand in one."""
    found: dict[str, list[str]] = {}
    for value in tags.get("SN", []):
        for part in filter(None, map(str.strip, re.split("[,;/]", value))):
            digits, issns = re.sub(r"[^0-9Xx]", "", part), _ISSN.findall(part)
            if len(issns) > 1 and len(digits) == 8 * len(issns):
                found.setdefault("issn", []).extend(issns)
            else:
                found.setdefault("issn" if len(digits) == 8 else "isbn", []).append(part)
    return {name: ", ".join(several) for name, several in found.items()}


def _pages(tags: Tags) -> str:
    return "-".join(value for tag in ("SP", "EP") for value in tags.get(tag, [])[:1] if value)


def _contributors(tags: Tags, custom: dict[str, str]) -> Iterator[tuple[str, Name]]:
    for role in ROLES:
        count = 0
        for tag in (tag for tag, its in _ROLES.items() if its == role):
            for value in filter(None, tags.get(tag, [])):
                count += 1
                yield role, _odd_name(custom, role, count) or names.read(value)
        while name := _odd_name(custom, role, count + 1):
            count += 1
            yield role, name


def _odd_name(custom: dict[str, str], role: str, place: int) -> Name | None:
    """What RIS's own writing of this name would not tell."""
    try:
        return Name(**json.loads(custom[f"name {role} {place}"]))
    except (KeyError, ValueError, TypeError):
        return None


def _fullest(tags: Tags, *order: str) -> Date | None:
    """Of the dates in these tags the most exact; of two alike the first."""
    found = [date for tag in order for value in tags.get(tag, [])[:1] if (date := _date(value))]
    return max(found, key=dates.exactness, default=None)


def _date(value: str) -> Date | None:
    """`2011/05/09/` and what stands behind the last stroke, or a date in words."""
    year, month, day, rest = (value.split("/", 3) + ["", "", ""])[:4]
    if rest and rest != "about":
        return Date(literal=rest) if not year else dates.read(f"{rest} {year}") or dates.read(year)
    found = dates.of(year, month, day, is_about=rest == "about")
    return found or dates.read(value if month else year)


# --- Out


def write(records: list[Record], _prefix: str = "") -> str:
    """RIS gives a work no key."""
    return "\n".join("\n".join(_lines(record)) + "\n" for record in records)


def _lines(record: Record) -> Iterator[str]:
    values = [("TY", TYPES[record.type][0]), *_values(record), ("ER", "")]
    for tag, value in values:
        for line in value.split("\n") if tag in _SEVERAL or tag not in _HANDLED else [value]:
            yield f"{tag}  - {' '.join(line.split())}"


def _values(record: Record) -> Iterator[tuple[str, str]]:
    for role, name in record.contributors:
        if role in _ROLE_TAGS:
            yield _ROLE_TAGS[role], names.written(name)
    for ours, tag in _TEXTS.items():
        if value := getattr(record, ours):
            yield tag, value
    yield from (("SN", value) for value in (record.isbn, record.issn) if value)
    yield from _written_pages(record.pages)
    yield from _written_dates(record)
    if pmcid := record.further.get(_CSL_PMCID, ""):
        yield _PMCID, str(json.loads(pmcid))
    yield from ((_CUSTOM, value) for value in _customs(record))
    for key, value in record.further.items():
        if key.startswith(_PREFIX):
            yield key.removeprefix(_PREFIX), value


def _written_pages(pages: str) -> Iterator[tuple[str, str]]:
    if not pages:
        return
    first, _dash, last = pages.partition("-")
    yield "SP", first
    if last:
        yield "EP", last


def _written_dates(record: Record) -> Iterator[tuple[str, str]]:
    for tag, date in (("DA", record.issued), ("Y2", record.accessed)):
        if date is None:
            continue
        if tag == "DA" and date.year is not None:
            yield "PY", str(date.year)
        yield tag, _written_date(date)


def _written_date(date: Date) -> str:
    if date.year is None:
        return f"///{date.literal}"
    month = dates.SEASONS + date.season if date.season else date.month
    parts = [str(part) if part else "" for part in (date.year, month, date.day)]
    parts[0] += date.suffix
    return "/".join([*parts, "about" if date.is_about else ""])


def _customs(record: Record) -> Iterator[str]:
    if FROM_RIS[TYPES[record.type][0]] != record.type:
        yield f"type: {record.type}"
    if record.original:
        yield f"original: {dates.written(record.original)}"
    for role in {role: None for role, _name in record.contributors}:
        for place, name in enumerate(record.names(role), 1):
            if role not in _ROLE_TAGS or names.read(names.written(name)) != name:
                parts = {key: value for key, value in asdict(name).items() if value}
                yield f"name {role} {place}: {json.dumps(parts, ensure_ascii=False)}"
