"""CSL-JSON, the data that citation processors take.

https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import unescape
from io import StringIO
from typing import Any, TextIO

from django.utils.translation import gettext as _

from opinion.references.record import ROLES, Date, Name, Record

from .dates import in_words, number_of
from .entry import BOM, Entry, Piece
from .entry_types import FROM_OTHERS, TYPES

# Ours by theirs.
FIELDS = {
    "title": "title",
    "container": "container-title",
    "collection": "collection-title",
    "publisher": "publisher",
    "place": "publisher-place",
    "volume": "volume",
    "issue": "issue",
    "number": "number",
    "edition": "edition",
    "pages": "page",
    "genre": "genre",
    "event": "event-title",
    "language": "language",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "url": "URL",
    "note": "note",
}
DATES = {"issued": "issued", "accessed": "accessed", "original": "original-date"}
# Nested deeper than any bibliography, a file is somebody's trap.
DEEPEST = 50
CHUNK = 64 * 1024
_SIGNS = re.compile(r"\\.|[\"{}\[\]\n]", re.DOTALL)
# The list is sometimes the one thing that an object has.
_WRAPPED = re.compile(r"^\s*\{\s*\"items\"\s*:\s*(?=\[)")
# Others are as little ours as anything a writer may put between such signs.
_MARKUP = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|sc|jats:\w+|span)(?:\s(?:style|class)=[^<>]{0,80})?\s?/?>",
    re.IGNORECASE,
)
_MARKED = {"title", "container", "collection", "event"}
_KNOWN = {"id", "type", *FIELDS.values(), *DATES.values(), *ROLES}
_PREFIX = "csl."
Item = dict[str, Any]


def is_written_in(text: str) -> bool:
    return text.removeprefix(BOM).lstrip()[:1] in ("[", "{")


def read(text: str, beside: str = "") -> list[Entry]:
    """A text that is no JSON as a whole is read object by object."""
    text = text.removeprefix(BOM)
    if problem := _trouble(text):
        pieces = [piece.source for piece in split(StringIO(text))]
        is_whole = not pieces or pieces == [text.strip()]
        return [Entry(text, problem=problem)] if is_whole else [*map(_alone, pieces)]
    found = json.loads(text)
    if isinstance(found, dict):
        found = found["items"] if isinstance(found.get("items"), list) else [found]
    return [_entry(item) for item in (found if isinstance(found, list) else [found])]


def _alone(text: str) -> Entry:
    problem = _trouble(text)
    return Entry(text, problem=problem) if problem else _entry(json.loads(text))


def _trouble(text: str) -> str:
    """Why it cannot be read as JSON; empty where it can."""
    if _depth(text) > DEEPEST:
        return _("This is nested too deeply to be a bibliography.")
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        return _("This is not valid JSON: %(why)s") % {"why": getattr(error, "msg", "")}
    return ""


def split(stream: TextIO) -> Iterator[Piece]:
    """The objects of a list, each as it stands there, in the memory of the longest.

    A line ends a string that was not closed, so that a broken entry does not take all that follow.
    """
    parts: list[str] = []
    depth, is_text = 0, False
    for chunk in _chunks(stream):
        begun = 0
        for sign in _SIGNS.finditer(chunk):
            letter = sign[0]
            if letter == '"' or letter == "\n":
                is_text = letter == '"' and not is_text
            elif is_text or letter[0] == "\\":
                continue
            elif depth or letter == "{":
                if not depth:
                    begun = sign.start()
                depth += 1 if letter in "[{" else -1
                if not depth:
                    yield Piece("".join([*parts, chunk[begun : sign.end()]]))
                    parts = []
        if depth:
            parts.append(chunk[begun:])
    if parts:
        yield Piece("".join(parts))


def _chunks(stream: TextIO) -> Iterator[str]:
    """The text in parts, none of which ends between a backslash and its letter."""
    chunk = _WRAPPED.sub("", stream.read(CHUNK).removeprefix(BOM))
    while chunk:
        # A pair of backslashes is whole.
        if (len(chunk) - len(chunk.rstrip("\\"))) % 2:
            chunk += stream.read(1)
        yield chunk
        chunk = stream.read(CHUNK)


def _depth(text: str) -> int:
    """How deep its brackets go, without building anything. Those in strings count too."""
    depth = deepest = 0
    for letter in text:
        depth += (letter in "[{") - (letter in "]}")
        deepest = max(deepest, depth)
    return deepest


def _entry(item: Any) -> Entry:
    source = json.dumps(item, ensure_ascii=False)
    if not isinstance(item, dict):
        return Entry(source, problem=_("Each entry must be an object with a type and a title."))
    said = item.get("type") or ""
    kind = said if said in TYPES else FROM_OTHERS.get(str(said).lower(), "")
    if kind:
        return Entry(source, from_item(item | {"type": kind}))
    if said or _says_nothing(item):
        return Entry(source, problem=_("“%(type)s” is not a CSL type.") % {"type": said})
    problem = _("It doesn't say what kind of work it is.")
    return Entry(source, from_item(item | {"type": "document"}), problem)


def _says_nothing(item: Item) -> bool:
    return not any(item.get(key) for key in ("title", "container-title", "URL", "DOI", "author"))


def from_item(item: Item) -> Record:
    """The work that one object of CSL-JSON tells of."""
    dates = {ours: date_of(item[theirs]) for ours, theirs in DATES.items() if theirs in item}
    further = {key: value for key, value in item.items() if key not in _KNOWN}
    # What has two ends, or other things that our dates do not tell, goes out as it came in.
    further |= {DATES[ours]: item[DATES[ours]] for ours, date in dates.items() if date is None}
    known: Item = {ours: _text(item[theirs]) for ours, theirs in FIELDS.items() if theirs in item}
    known |= {ours: without_markup(known[ours]) for ours in _MARKED & known.keys()}
    letter, issued = item.get("year-suffix"), dates.get("issued")
    if isinstance(letter, str) and issued and _is_year(issued):
        dates["issued"] = replace(issued, suffix=letter)
        further.pop("year-suffix")
    return Record(
        type=item["type"],
        contributors=tuple(_contributors(item)),
        further={_PREFIX + key: json.dumps(value) for key, value in further.items()},
        **known | dates,
    )


def without_markup(text: str) -> str:
    """A title without the few tags that CSL allows in one: its words are what we keep."""
    return " ".join(unescape(_MARKUP.sub("", text)).split()) if _MARKUP.search(text) else text


def _is_year(date: Date) -> bool:
    return date.year is not None and not (date.month or date.season)


def _text(value: Any) -> str:
    """A list of texts is Crossref's way to give one."""
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return value[0]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _contributors(item: Item) -> Iterable[tuple[str, Name]]:
    for role in ROLES:
        names = item.get(role)
        for name in names if isinstance(names, list) else []:
            if isinstance(name, dict):
                yield role, name_of(name)


def name_of(name: Item) -> Name:
    """A name in CSL's parts. A particle that is dropped when sorting is ours all the same."""
    if name.get("literal"):
        return Name(literal=str(name["literal"]))
    particles = (name.get("dropping-particle", ""), name.get("non-dropping-particle", ""))
    return Name(
        family=str(name.get("family", "")),
        given=str(name.get("given", "")),
        particle=" ".join(filter(None, map(str, particles))),
        suffix=str(name.get("suffix", "")),
    )


def date_of(value: Any) -> Date | None:
    """A date of CSL; None where it is more than one day, or less than a year."""
    if not isinstance(value, dict):
        return None
    if "literal" in value or "raw" in value:
        said = str(value.get("literal", value.get("raw")))
        return in_words(said) or Date(literal=said)
    parts = value.get("date-parts")
    if not (isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], list)):
        return None
    numbers = [number_of(str(part)) for part in parts[0][:3]]
    season = number_of(str(value["season"])) if "season" in value else 0
    if not numbers or None in (*numbers, season):
        return None
    about = bool(value.get("circa"))
    year, month, day = [*numbers, None, None, None][:3]
    return Date(year, month, day, season or None, about)


# --- Out


def write(records: list[Record], prefix: str = "work-") -> str:
    items = [item_of(record, f"{prefix}{place}") for place, record in enumerate(records, 1)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def item_of(record: Record, number: str) -> Item:
    """One object of CSL-JSON; `number` is its id."""
    item: Item = {"id": number, "type": record.type}
    for role, name in record.contributors:
        item.setdefault(role, []).append(_item_of_name(name))
    item |= {theirs: getattr(record, ours) for ours, theirs in FIELDS.items()}
    for ours, theirs in DATES.items():
        if date := getattr(record, ours):
            item[theirs] = _item_of_date(date)
    if record.issued and record.issued.suffix:
        item["year-suffix"] = record.issued.suffix
    item |= {
        key.removeprefix(_PREFIX): json.loads(value)
        for key, value in record.further.items()
        if key.startswith(_PREFIX)
    }
    return {key: value for key, value in item.items() if value not in ("", None)}


def _item_of_name(name: Name) -> Item:
    if name.is_literal:
        return {"literal": name.literal}
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _item_of_date(date: Date) -> Item:
    if date.year is None:
        return {"literal": date.literal}
    parts = [part for part in (date.year, date.month, date.day) if part is not None]
    item: Item = {"date-parts": [parts]}
    if date.season:
        item["season"] = date.season
    return item | ({"circa": True} if date.is_about else {})
