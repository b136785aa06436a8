"""A cited work as COinS, an OpenURL that reference managers find in a page.

Z39.88-2004, key-encoded values. What each type becomes is what Zotero makes of it: its
`openurl.js` knows four matrices, and Dublin Core, where a type is called as Zotero calls it.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from opinion import html
from opinion.references.formats import names
from opinion.references.record import Date, Record

# By CSL type: the matrix, and its genre.
_MATRICES = {
    "article-journal": ("journal", "article"),
    "review": ("journal", "article"),
    "review-book": ("journal", "article"),
    "book": ("book", "book"),
    "classic": ("book", "book"),
    "collection": ("book", "book"),
    "chapter": ("book", "bookitem"),
    "paper-conference": ("book", "proceeding"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
}
# By CSL type: Zotero's, where Dublin Core is all there is.
_ZOTERO_TYPES = {
    "article-magazine": "magazineArticle",
    "article-newspaper": "newspaperArticle",
    "bill": "bill",
    "broadcast": "tvBroadcast",
    "entry-dictionary": "dictionaryEntry",
    "entry-encyclopedia": "encyclopediaArticle",
    "graphic": "artwork",
    "hearing": "hearing",
    "interview": "interview",
    "legal_case": "case",
    "legislation": "statute",
    "manuscript": "manuscript",
    "map": "map",
    "motion_picture": "film",
    "personal_communication": "letter",
    "post": "forumPost",
    "post-weblog": "blogPost",
    "software": "computerProgram",
    "song": "audioRecording",
    "speech": "presentation",
    "webpage": "webpage",
}
Pairs = Iterator[tuple[str, str]]


def coins(record: Record) -> str:
    """The `title` of a `<span class="Z3988">` that stands for the work."""
    return urlencode([(key, value) for key, value in _pairs(record) if value])


def _pairs(record: Record) -> Pairs:
    matrix, genre = _MATRICES.get(record.type, ("dc", ""))
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{matrix}"
    yield "rft.genre", genre
    yield from _identifiers(record)
    yield from _TITLES[matrix](record)
    for name in record.names("author"):
        yield ("rft.aucorp" if name.is_literal else "rft.au"), names.written(name)
    yield "rft.date", day(record.issued)
    yield "rft.pages", record.pages
    yield "rft.isbn", record.isbn
    yield "rft.issn", record.issn
    yield "rft.language", record.language


def _identifiers(record: Record) -> Pairs:
    yield "rft_id", record.doi and f"info:doi/{record.doi}"
    yield "rft_id", record.isbn and f"urn:isbn:{record.isbn}"
    yield "rft_id", html.safe_url(record.url) or ""


def _in_journal(record: Record) -> Pairs:
    yield "rft.atitle", record.title
    yield "rft.jtitle", record.container
    yield "rft.volume", record.volume
    yield "rft.issue", record.issue


def _book(record: Record) -> Pairs:
    is_part = record.type in ("chapter", "paper-conference")
    yield "rft.atitle", record.title if is_part else ""
    yield "rft.btitle", record.container if is_part else record.title
    yield "rft.place", record.place
    yield "rft.pub", record.publisher
    yield "rft.edition", record.edition
    yield "rft.series", record.collection


def _dissertation(record: Record) -> Pairs:
    yield "rft.title", record.title
    yield "rft.inst", record.publisher
    yield "rft.degree", record.genre


def _anything(record: Record) -> Pairs:
    yield "rft.type", _ZOTERO_TYPES.get(record.type, "document")
    yield "rft.title", record.title
    yield "rft.source", record.container
    yield "rft.publisher", record.publisher


_TITLES = {"journal": _in_journal, "book": _book, "dissertation": _dissertation, "dc": _anything}


def day(date: Date | None) -> str:
    """A date as exact as ISO writes it, without its season or that it is about; or its words."""
    if date is None or date.year is None:
        return date.literal if date else ""
    parts = [f"{date.year:04d}", *(f"{part:02d}" for part in (date.month, date.day) if part)]
    return "-".join(parts)
