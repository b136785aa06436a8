"""When two records are the same work, and the keys by which a likeness is found.

Nothing here knows the database.
"""

import hashlib
import re
from enum import Enum
from urllib.parse import parse_qsl, urlencode, urlsplit

from rapidfuzz import fuzz
from stdnum import isbn
from stdnum.exceptions import ValidationError

from opinion.fields import sort_key

from .record import Name, Record

DOI, ISBN, URL, TITLE = "doi", "isbn", "url", "title"
SIMILAR = 90
YEARS_APART = 1
KEY_LIMIT = 200
# So many people and words of a title make keys: a misprint in one of them leaves the others.
PEOPLE, WORDS = 3, 3

# Their ISBN is that of the book they are in.
PARTS = {"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"}

_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_BEGINS = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id", re.IGNORECASE)
_WORD = re.compile(r"\w+")

Key = tuple[str, str]


class Verdict(Enum):
    SAME = "same"
    # The same title and people, but not the same year or DOI: another edition, a misprint, or
    # both are meant. Only an editor knows.
    ASK = "ask"
    DIFFERENT = "different"


def compare(a: Record, b: Record) -> Verdict:
    if identifiers(a) & identifiers(b):
        return Verdict.SAME
    if not (_similar_titles(a.title, b.title) and _shared_person(a, b)):
        return Verdict.DIFFERENT
    return Verdict.SAME if _near_years(a, b) and not _two_dois(a, b) else Verdict.ASK


def is_surely(a: Record, b: Record) -> bool:
    """Whether they have an identifier and the title in common: nobody needs to be asked."""
    return bool(identifiers(a) & identifiers(b)) and _similar_titles(a.title, b.title)


def keys(record: Record) -> set[Key]:
    """Where to look for `record`: two that are alike have one of these in common."""
    return {
        (kind, key if len(key) <= KEY_LIMIT else hashlib.sha256(key.encode()).hexdigest())
        for kind, key in identifiers(record) | _title_keys(record)
    }


def identifiers(record: Record) -> set[Key]:
    doi = normal_doi(record.doi) or normal_doi(record.url)
    isbns = [] if record.type in PARTS else normal_isbns(record.isbn)
    url = normal_url(record.url)
    found = [(DOI, doi), *((ISBN, number) for number in isbns), (URL, url)]
    return {(kind, key) for kind, key in found if key}


def normal_doi(text: str) -> str:
    """The DOI without its resolver, in lower case; "" for anything else. Never decoded."""
    text = _DOI_BEGINS.sub("", text.strip(), count=1).lower()
    return text if _DOI.fullmatch(text) else ""


def normal_isbns(text: str) -> list[str]:
    """The ISBNs in `text` as thirteen digits; those whose check digit is wrong are left out."""
    found = []
    for one in re.split(r"[,;/]", text):
        try:
            found.append(isbn.to_isbn13(isbn.validate(re.sub(r"^\s*isbn:?", "", one, flags=re.I))))
        except ValidationError:
            continue
    return [isbn.compact(number) for number in found]


def normal_url(text: str) -> str:
    """The address without what does not name the page; "" where it names only a site."""
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    query = [pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])]
    path = parts.path.rstrip("/")
    if parts.scheme not in ("http", "https") or not host or not (path or query):
        return ""
    return f"{host}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


def _title_keys(record: Record) -> set[Key]:
    words = sorted(set(_WORD.findall(sort_key(record.title))), key=lambda word: (-len(word), word))
    people = [_surname(name) for name in _people(record)[:PEOPLE]]
    return {(TITLE, f"{person} {word}") for person in people if person for word in words[:WORDS]}


def _similar_titles(a: str, b: str) -> bool:
    a, b = (" ".join(_WORD.findall(sort_key(title))) for title in (a, b))
    # “Annual report 2019” and “… 2020”, volume 1 and volume 2 are not the same.
    if not a or re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    return fuzz.ratio(a, b) >= SIMILAR


def _shared_person(a: Record, b: Record) -> bool:
    return any(_same_person(one, other) for one in _people(a) for other in _people(b))


def _same_person(a: Name, b: Name) -> bool:
    """The same family name, and given names that may be one written short."""
    if not _surname(a) or _surname(a) != _surname(b):
        return False
    first, second = sort_key(a.given), sort_key(b.given)
    return not first or not second or first[0] == second[0]


def _people(record: Record) -> list[Name]:
    return record.names("author") or [name for _role, name in record.contributors]


def _surname(name: Name) -> str:
    return " ".join(_WORD.findall(sort_key(name.family or name.literal)))


def _near_years(a: Record, b: Record) -> bool:
    first, second = (record.issued.year if record.issued else None for record in (a, b))
    if first is None or second is None:
        return first == second
    return abs(first - second) <= YEARS_APART


def _two_dois(a: Record, b: Record) -> bool:
    first, second = normal_doi(a.doi), normal_doi(b.doi)
    return bool(first and second and first != second)
