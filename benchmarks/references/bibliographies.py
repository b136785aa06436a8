"""Records from the bibliographies that packages carry for their tests and their manuals."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from .pandoc import convert

# Words about a work, not facts of it; they would only swell the set.
DROPPED = ("abstract", "annote", "keyword", "file", "source", "citation-key", "custom")
# Proceedings and journals by the hundred would drown everything else.
PER_CONTAINER = 8
AT_ONCE = 20
_ENTRY = re.compile(r"(?im)^[ \t]*@(?!string|comment|preamble)(\w+)\s*[{(]\s*([^,\s]+)\s*,")
_STRING = re.compile(r"(?im)^\s*@string\s*\{.*\}\s*$")
_TITLE = re.compile(r"(?im)^(\s*(?:title|booktitle|subtitle)\s*=\s*)\{(.*)\}(,?)\s*$")

ZOTERO_TYPES = {
    "journalArticle": "article-journal",
    "newspaperArticle": "article-newspaper",
    "magazineArticle": "article-magazine",
    "book": "book",
    "bookSection": "chapter",
    "webpage": "webpage",
    "report": "report",
    "thesis": "thesis",
}
ZOTERO_FIELDS = {
    "publicationTitle": "container-title",
    "websiteTitle": "container-title",
    "bookTitle": "container-title",
    "publisher": "publisher",
    "place": "publisher-place",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "url": "URL",
    "title": "title",
    "DOI": "DOI",
}


def records(bibtex: str, most: int) -> list[dict]:
    """At most so many works of a file, chosen by a digest of their keys."""
    chosen = sorted(_works(bibtex), key=lambda work: sha256(work["id"].encode()).digest())
    seen: Counter[str] = Counter()
    kept = []
    for work in chosen:
        container = work.get("container-title", work["type"])
        seen[container] += 1
        if seen[container] <= PER_CONTAINER * (1 if "container-title" in work else 8):
            kept.append(work)
    return kept[:most]


def _works(bibtex: str) -> Iterator[dict]:
    # Titles stand as printed: pandoc would change their capitals outside double braces.
    kept = _TITLE.sub(r"\1{{\2}}\3", bibtex)
    for block in _blocks(kept):
        for work in convert(block, "biblatex"):
            work = {key: value for key, value in work.items() if key not in DROPPED}
            if "title" in work and "issued" in work and not _is_marked_up(work):
                yield _mended(work)


def _blocks(bibtex: str) -> Iterator[str]:
    """A few entries at a time, each with the abbreviations and the books that they refer to."""
    strings = "\n".join(_STRING.findall(bibtex))
    starts = [match.start() for match in _ENTRY.finditer(bibtex)]
    pairs = zip(starts, [*starts[1:], len(bibtex)], strict=True)
    entries = [_in_braces(bibtex[start:end]) for start, end in pairs]
    if any(re.search(r"(?i)crossref|xdata", entry) for entry in entries):
        yield bibtex
        return
    for place in range(0, len(entries), AT_ONCE):
        block = entries[place : place + AT_ONCE]
        # One broken entry makes pandoc refuse all: then each goes alone.
        whole = "\n".join([strings, *block])
        yield from [whole] if convert(whole, "biblatex") else [f"{strings}\n{one}" for one in block]


def _in_braces(entry: str) -> str:
    opened = re.match(r"(?s)([ \t]*@\w+\s*)\((.*)\)", entry)
    return f"{opened[1]}{{{opened[2]}}}" if opened else entry


def _mended(work: dict) -> dict:
    """Addresses were escaped for TeX; a month is no report's number; no type is a document."""
    if "URL" in work:
        work["URL"] = re.sub(r"\{?\\([%_#&~])\}?", r"\1", work["URL"])
    if not re.search(r"\d", str(work.get("number", "0"))):
        del work["number"]
    return work | {"type": work.get("type") or "document"}


def _is_marked_up(work: dict) -> bool:
    title = json.dumps(work["title"], ensure_ascii=False).replace('\\"', "")
    return bool(re.search(r"[<>\\${}]", title))


def zotero(described: bytes) -> Iterator[dict]:
    for item in json.loads(described):
        told = item["data"]
        year = re.search(r"\b(19|20)\d\d\b", told.get("date") or told.get("accessDate") or "")
        if told["itemType"] in ZOTERO_TYPES and year:
            yield {
                "id": f"zotero-{told['key']}",
                "type": ZOTERO_TYPES[told["itemType"]],
                **{
                    ours: told[theirs] for theirs, ours in ZOTERO_FIELDS.items() if told.get(theirs)
                },
                "author": [
                    {"family": name["lastName"], "given": name["firstName"]}
                    for name in told.get("creators", [])
                    if name.get("lastName") and name.get("creatorType") == "author"
                ],
                "issued": {"date-parts": [[int(year[0])]]},
            }
