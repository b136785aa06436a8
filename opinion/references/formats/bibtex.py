"""BibTeX and biblatex, as LaTeX and most catalogues write bibliographies.

biblatex manual 3.20, sections 2.1–2.3; dates are EDTF. Read by bibtexparser, which names what it
cannot read and keeps the rest. Titles keep their capitals: they go out in double braces.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

import bibtexparser
from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts
from bibtexparser.middlewares.names import split_multiple_persons_names as split_names
from bibtexparser.model import Block, DuplicateBlockKeyBlock, ParsingFailedBlock
from bibtexparser.model import Entry as Block_
from django.utils.translation import gettext as _

from opinion.references.record import ROLES, Date, Name, Record

from . import bibtex_fields, bibtex_values, dates, names
from .entry import BOM, Entry, Piece
from .entry_types import FROM_BIBTEX, TYPES
from .latex import decoded, encoded

# Read by ourselves: the library joins no texts with #, and drops a macro that it does not know.
_RAW: list = []
# Ours, and what is read as it: the first is what is written.
_TEXTS = {
    "title": ("title",),
    "container": ("journaltitle", "journal", "booktitle", "maintitle"),
    "collection": ("series",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "place": ("location", "address"),
    "volume": ("volume",),
    "issue": ("issue",),
    "number": ("number",),
    "edition": ("edition",),
    "pages": ("pages",),
    "genre": ("type",),
    "event": ("eventtitle",),
    "language": ("langid", "language"),
    "isbn": ("isbn",),
    "issn": ("issn",),
    "note": ("note",),
}
# Never decoded: a tilde or a percent sign there is itself.
_ADDRESSES = {"doi": "doi", "url": "url"}
# What BibTeX calls the number of these is the issue of the journal; an article's own is its `eid`.
_IN_ISSUES = {"article", "periodical", "review", "suppperiodical"}
_PREFIX = "bibtex."
# What a part takes over from its whole under another name.
_OF_WHOLE = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_OTHERS = {"date", "year", "month", "urldate", "origdate", "entrysubtype", "crossref", "xdata"}
_KNOWN = {
    *(name for theirs in _TEXTS.values() for name in theirs),
    *_ADDRESSES.values(),
    *(field for field, _type in bibtex_fields.WRITTEN.values()),
    *bibtex_fields.PARTS,
    *_OTHERS,
}
_EXTENDED = re.compile(r"(family|given|prefix|suffix)\s*=\s*(\{(?:[^{}]|\{[^{}]*\})*\}|[^,]*)")
_MARK = re.compile(r"(?<!\\)[{}]|@\s*\w+\s*(?=[{(])")
_BEGINS = re.compile(r"@\s*(\w+)\s*[{(]\s*([^\s,={}]*)")
_COMMENT = re.compile(r"@\s*comment\b", re.IGNORECASE)
_CROSSREF = re.compile(r"\b(?:crossref|xdata)\s*=\s*[{\"]\s*([^{}\"]+)", re.IGNORECASE)
_WORD = re.compile(r"[^\s,={}\"#()]+")
# Of books and of macros. Longer ones would be stored, and read, with every entry that names them.
MOST_BESIDE = 10_000
NO_ENTRIES = {"string", "comment", "preamble"}
# Entries that only others take from: the data of several, the members of a set.
_FOR_OTHERS = {"xdata", "set"}
Fields = dict[str, str]


def is_written_in(text: str) -> bool:
    return bool(re.search(r"(?m)^\s*@\s*\w+\s*[{(]", text.removeprefix(BOM)))


def read(text: str, beside: str = "") -> list[Entry]:
    """The entries of `text`, which may name macros and books that stand in `beside`."""
    before = f"{beside}\n" if beside else ""
    library = bibtexparser.parse_string(before + text.removeprefix(BOM), parse_stack=_RAW)
    macros = _macros(library)
    whole = {entry.key: _fields(entry, macros)[0] for entry in library.entries}
    blocks = [block for block in library.blocks if (block.start_line or 0) >= before.count("\n")]
    return [found for block in blocks if (found := _entry(block, whole, macros))]


def _macros(library: bibtexparser.Library) -> Fields:
    macros: Fields = {}
    for string in library.strings:
        macros[string.key.lower()] = bibtex_values.of(str(string.value), macros)[0]
    return macros


def _entry(block: Block, whole: dict[str, Fields], macros: Fields) -> Entry | None:
    if isinstance(block, DuplicateBlockKeyBlock) and block.ignore_error_block:
        block = block.ignore_error_block
    if isinstance(block, Block_):
        name = block.entry_type.lower()
        if name in _FOR_OTHERS:
            return None
        own, unknown = _fields(block, macros)
        fields = _with_issue(name, bibtex_fields.whole(_inherited(own, whole)))
        return Entry(block.raw or "", _record(name, fields), _not_defined(unknown))
    if isinstance(block, ParsingFailedBlock):
        problem = _("We couldn't read this entry. Check its braces, commas and quotation marks.")
        return Entry(block.raw or "", problem=problem)
    return None


def _not_defined(macros: list[str]) -> str:
    if not macros:
        return ""
    told = {"macros": ", ".join(f"“{name}”" for name in dict.fromkeys(macros))}
    return _("Nothing here says what %(macros)s stands for. We read it as it is written.") % told


# --- Apart


def split(stream: TextIO) -> Iterator[Piece]:
    """Each entry, and beside it the macros and the book that it names. Reads `stream` three times.

    In memory are macros, books that others refer to, and one entry.
    """
    begin = stream.tell()
    macros, wanted = {}, set()
    for kind, key, block in _named(_blocks(stream)):
        wanted |= _referred(block)
        if kind == "string":
            macros[key.lower()] = block
    stream.seek(begin)
    found = _named(_blocks(stream) if wanted else [])
    books = {key: block for kind, key, block in found if key in wanted and kind not in NO_ENTRIES}
    stream.seek(begin)
    for kind, _key, block in _named(_blocks(stream)):
        if kind not in NO_ENTRIES | _FOR_OTHERS:
            yield Piece(block, _beside(block, macros, books))


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """The text from each @ to the next one.

    That is where its braces are closed, or where a line begins with one though they are not.
    """
    block: list[str] = []
    depth = 0
    for line in lines:
        begun = 0
        first = len(line) - len(line.lstrip("\ufeff \t"))
        for mark in _MARK.finditer(line):
            if mark[0] in "{}":
                depth = max(0, depth + (1 if mark[0] == "{" else -1))
            elif depth == 0 or (mark.start() <= first and not _is_comment(block)):
                yield "".join([*block, line[begun : mark.start()]])
                block, depth, begun = [], 0, mark.start()
        block.append(line[begun:])
    yield "".join(block)


def _is_comment(block: list[str]) -> bool:
    return bool(block) and bool(_COMMENT.match(block[0]))


def _named(blocks: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each block with what it is and its key; what stands before the first is none."""
    for block in blocks:
        if match := _BEGINS.match(block):
            yield match[1].lower(), match[2], block.strip()


def _referred(block: str) -> set[str]:
    """The keys of the entries that it takes from."""
    return {key.strip() for keys in _CROSSREF.findall(block) for key in keys.split(",")}


def _beside(block: str, macros: dict[str, str], books: dict[str, str]) -> str:
    whole = _short([books[key] for key in _referred(block) & books.keys()])
    words = {word.lower() for text in (block, *whole) for word in _WORD.findall(text)}
    return "\n".join([*_short([macros[name] for name in macros.keys() & words]), *whole])


def _short(texts: list[str]) -> list[str]:
    """`texts`, or none where they are too long to be read again with every entry."""
    return texts if sum(map(len, texts)) <= MOST_BESIDE else []


# --- In


def _fields(block: Block_, macros: Fields) -> tuple[Fields, list[str]]:
    """What its fields say, and the macros that nothing defines."""
    read = {field.key.lower(): bibtex_values.of(str(field.value), macros) for field in block.fields}
    said = {key: text.strip() for key, (text, _unknown) in read.items()}
    return said, [name for _text, unknown in read.values() for name in unknown]


def _inherited(fields: Fields, whole: dict[str, Fields]) -> Fields:
    """With what the entries named by `xdata` and `crossref` say; a title is that of the whole."""
    for key in map(str.strip, fields.get("xdata", "").split(",")):
        fields = whole.get(key, {}) | fields
    parent = whole.get(fields.get("crossref", ""), {})
    given = {_OF_WHOLE.get(key, key): said for key, said in parent.items() if key != "crossref"}
    return given | fields


def _with_issue(name: str, fields: Fields) -> Fields:
    """The issue of a journal as `issue`, where it is not called so already."""
    if name not in _IN_ISSUES or fields.get("issue"):
        return fields
    ours = {"number": "issue", "eid": "number"}
    return {ours.get(key, key): value for key, value in fields.items() if key != "issue"}


def _record(name: str, fields: Fields) -> Record:
    subtype = fields.get("entrysubtype", "")
    kind = FROM_BIBTEX.get((name, subtype)) or FROM_BIBTEX.get((name, ""), "document")
    further = {key: value for key, value in fields.items() if key not in _KNOWN}
    for key in bibtex_fields.types_of_people(fields):
        del further[key]
    texts = {ours: _first(fields, theirs) for ours, theirs in _TEXTS.items()}
    return Record(
        type=kind,
        contributors=tuple(_contributors(fields)),
        issued=_issued(fields),
        accessed=_date(fields.get("urldate", "")),
        original=_date(fields.get("origdate", "")),
        further={_PREFIX + key: value for key, value in further.items()},
        **{ours: fields.get(theirs, "") for ours, theirs in _ADDRESSES.items()},
        **texts,
    )


def _first(fields: Fields, keys: tuple[str, ...]) -> str:
    return next((decoded(fields[key]) for key in keys if fields.get(key)), "")


def _issued(fields: Fields) -> Date | None:
    if fields.get("date"):
        return _date(fields["date"])
    year, month = decoded(fields.get("year", "")), decoded(fields.get("month", ""))
    in_words = dates.in_words(f"{month.capitalize()} {year}")
    if in_words and in_words.day:
        return in_words
    return dates.of(year, dates.month_number(month)) or in_words or dates.read(year)


def _date(written: str) -> Date | None:
    """A date is read as it stands; only words are LaTeX."""
    found = dates.read(written)
    return Date(literal=decoded(found.literal)) if found and found.literal else found


def _contributors(fields: Fields) -> Iterator[tuple[str, Name]]:
    found = [
        (role, _name(one))
        for role, said in bibtex_fields.people(fields)
        for one in split_names(said)
    ]
    yield from sorted(found, key=lambda one: ROLES.index(one[0]))


def _name(written: str) -> Name:
    """One name, split before anything is decoded: its braces say what belongs together."""
    if _is_one_piece(written):
        return Name(literal=decoded(written[1:-1]))
    if extended := dict(_EXTENDED.findall(written)):
        keys = ("family", "given", "prefix", "suffix")
        return Name(*(decoded(extended.get(key, "")) for key in keys))
    try:
        parts = parse_single_name_into_parts(written, strict=False)
    except InvalidNameError:
        return names.read(decoded(written))
    words = (parts.last, parts.first, parts.von, parts.jr)
    family, given, particle, suffix = (decoded(" ".join(part)) for part in words)
    return Name(family, given, particle, suffix)


def _is_one_piece(written: str) -> bool:
    """Whether one pair of braces holds all of it."""
    depth = 0
    for place, letter in enumerate(written):
        depth += (letter == "{") - (letter == "}")
        if depth == 0:
            return place == len(written) - 1 and place > 0
    return False


# --- Out


def write(records: list[Record], prefix: str = "work-") -> str:
    return "\n".join(
        _written(record, f"{prefix}{place}") for place, record in enumerate(records, 1)
    )


def _written(record: Record, key: str) -> str:
    _ris, name, _subtype = TYPES[record.type]
    lines = [f"  {field} = {{{value}}}," for field, value in _values(record) if value]
    return "\n".join([f"@{name}{{{key},", *lines, "}"]) + "\n"


def _values(record: Record) -> Iterator[tuple[str, str]]:
    yield "entrysubtype", TYPES[record.type][2]
    for role, (key, kind) in bibtex_fields.WRITTEN.items():
        people = " and ".join(_written_name(name) for name in record.names(role))
        yield key, people
        yield f"{key}type", kind if people else ""
    renamed = _without_issue(record)
    for ours, theirs in _TEXTS.items():
        value = encoded(getattr(record, ours))
        yield renamed.get(ours, theirs[0]), f"{{{value}}}" if ours == "title" and value else value
    yield from ((theirs, getattr(record, ours)) for ours, theirs in _ADDRESSES.items())
    yield from _written_dates(record)
    for key, value in record.further.items():
        if key.startswith(_PREFIX):
            yield key.removeprefix(_PREFIX), value


def _without_issue(record: Record) -> dict[str, str]:
    """What `_with_issue` gives back: classic BibTeX knows no `issue`."""
    has_both = record.issue and record.number
    if TYPES[record.type][1] not in _IN_ISSUES or has_both:
        return {}
    return {"issue": "number", "number": "eid"}


def _written_dates(record: Record) -> Iterator[tuple[str, str]]:
    for key, date in (
        ("date", record.issued),
        ("urldate", record.accessed),
        ("origdate", record.original),
    ):
        if date:
            yield key, dates.written(date) if date.year is not None else encoded(date.literal)


def _written_name(name: Name) -> str:
    if name.is_literal:
        return f"{{{encoded(name.literal)}}}"
    plain = names.written(_encoded(name))
    if split_names(plain) == [plain] and _name(plain) == name:
        return plain
    parts = {
        "family": name.family,
        "given": name.given,
        "prefix": name.particle,
        "suffix": name.suffix,
    }
    return ", ".join(f"{key}={{{encoded(value)}}}" for key, value in parts.items() if value)


def _encoded(name: Name) -> Name:
    return Name(*map(encoded, (name.family, name.given, name.particle, name.suffix)))
