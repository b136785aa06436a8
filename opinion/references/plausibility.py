"""What cannot be right in a work, whatever it was read from: a number for a name, tags in a title.

None of it is refused. It is shown to somebody before it is printed.
"""

import re
from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .record import Date, Name, Record

FIRST_YEAR, LAST_YEAR = 1000, 2100
LONGEST_NAME = 120
MOST_EDITIONS = 60
NAME = _("“%(said)s” is hardly a name.")
TITLE = _("“%(said)s” is hardly a title.")
PLACE = _("“%(said)s” is hardly where it appeared.")
NUMBER = _("“%(said)s” is hardly a number.")
DATE = _("“%(said)s” is hardly a date.")
YEAR = _("“%(said)s” is hardly a year.")
UNDATED = _("It has no date.")
UNTITLED = _("It has no title.")
PART = _("Pages %(said)s are those of a part, and no part is named.")
NO_PERIODICAL = _("An article has no periodical.")
NO_BOOK = _("A chapter has no book.")
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"</?[a-z][^<>]{0,80}>|\\[a-zA-Z]+|[{}]|&[a-z]+;|\]\(", re.IGNORECASE)
_MEDIUM = re.compile(
    r"\[(?:J|M|N|D|C|R|EB/OL|J/OL|Tweet|Video|Film|Podcast|Audio|Online|Internet|Post|PDF"
    r"|Электронный|Elektron)\b|\b(?:ISSN|ISBN)\b|[\[(]$"
    r"|^\W*(?:Tweet|Audio podcast episode|Электронный ресурс)\W*$",
    re.IGNORECASE,
)
# “Substack post”; “The Morning Post” is a paper.
_KIND_ALONE = re.compile(r"\b(?:post|tweet|thread|podcast|video|newsletter|blog)$")
_ADDRESS = re.compile(r"https?://|www\.")
_SIGNAL = re.compile(
    r"(?:see(?: also)?|cf|ibid|supra|but see|e\.g|vgl|siehe|voir|véase|lihat|см)[.:]? [^\W\d_a-z]"
)
_NO_NAME = re.compile(
    r"[\d#@^*<>{}\[\]|=]|\b(?:vol|no|pp|ed|eds|trans|retrieved|accessed|host|director)\.(?:\s|$)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|e|\.|[ªº])?(?: ?(?:ed|edn|edition|éd|ed\.|Aufl)\.?)?")
_NUMBER = re.compile(r"[A-Za-z]{0,8}[.\-–/ ]?[\w\s.,;:+/–\-()&’'—]{0,60}")
_ONLINE = re.compile(
    r"\W*(?:disponible|available|verfügbar|abgerufen|retrieved|accessed|consulté|viewed|zuletzt"
    r"|disponível|recuperado|режим доступа|diakses|as of)\b",
    re.IGNORECASE,
)
_YEAR_IN_IT = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_OWN_LETTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WHOLE = {"book", "thesis", "collection", "motion_picture", "map"}
_RANGE = re.compile(r"\d+\s?[–\-]+\s?\d+")
_DATED = {"book", "thesis", "report", "chapter", "collection", "paper-conference"}
_OLD = {"classic", "manuscript", "map", "graphic", "treaty"}
_NO_DATE = re.compile(
    r"n\.? ?d\.?|o\. ?J\.?|s\. ?d\.?|s\. ?f\.?|forthcoming|in press|б\. ?г\.?"
    r"|.*(?<!\d)\d{4}(?!\d).*",
    re.IGNORECASE,
)
# A sentence for the editor, and what it says that of.
Problem = tuple[str | Promise, str]


def problems(record: Record) -> list[str]:
    """Why somebody should look at it, in words for an editor; nothing where all can be right."""
    return [str(sentence) % {"said": said[:60]} for sentence, said in found(record)]


def found(record: Record) -> Iterator[Problem]:
    """The same, not in words yet."""
    for _role, name in record.contributors:
        yield from _of_name(name)
    yield from _of_texts(record)
    yield from _of_dates(record)
    if not record.title:
        yield UNTITLED, ""
    if record.type == "article-journal" and not record.container:
        yield NO_PERIODICAL, ""
    if record.type in _WHOLE and _RANGE.fullmatch(record.pages):
        yield PART, record.pages
    if record.type == "chapter" and not record.container:
        yield NO_BOOK, ""


def _of_name(name: Name) -> Iterator[Problem]:
    whole = name.literal or " ".join(filter(None, (name.given, name.particle, name.family)))
    # An institution may count: “G20”, “4th Court”. Nobody's family name does.
    odd = _NO_NAME.search(f"{name.given} {name.family}") if not name.is_literal else None
    is_empty = not _LETTER.search(whole) or len(whole) > LONGEST_NAME
    signal = _SIGNAL.match((name.family or whole)[:1].lower() + (name.family or whole)[1:])
    # “2nd”: an edition that stood in the field of its editors.
    odd = odd or _ORDINAL.fullmatch(whole)
    # Nothing between them tells which of two words of such a writing is the family's.
    is_guessed = bool(name.given and _OWN_LETTERS.search(name.given))
    is_torn = name.given.endswith(("-", "–", ":", "(")) or name.family.startswith(("-", "–", ":"))
    if odd or is_empty or signal or is_guessed or is_torn or _MARKUP.search(whole):
        yield NAME, whole


def _of_texts(record: Record) -> Iterator[Problem]:
    for text in filter(None, (record.title, record.container, record.collection, record.event)):
        torn = text.count("(") != text.count(")") or text.count("[") != text.count("]")
        if torn or _MARKUP.search(text) or _MEDIUM.search(text) or _ADDRESS.search(text):
            yield TITLE, text
    for text in filter(None, (record.title, record.container, record.publisher, record.place)):
        if _ONLINE.match(text):
            yield PLACE, text
    for text in filter(None, (record.container, record.publisher, record.place)):
        if not _LETTER.search(text) or _KIND_ALONE.search(text):
            yield PLACE, text
    for text in filter(None, (record.volume, record.issue, record.pages, record.edition)):
        if not _NUMBER.fullmatch(text) or _MARKUP.search(text):
            yield NUMBER, text
    for text in filter(None, (record.issue, record.edition)):
        if _YEAR_IN_IT.search(text) and not text.isdecimal() or text in _years(record):
            yield NUMBER, text
    if record.edition.isdecimal() and int(record.edition) > MOST_EDITIONS:
        yield NUMBER, record.edition


def _years(record: Record) -> set[str]:
    return {str(record.issued.year)} if record.issued and record.issued.year else set()


def _of_dates(record: Record) -> Iterator[Problem]:
    issued = record.issued
    if issued is None or not (issued.year or issued.literal):
        # Two ends of a date stand among what goes out as it came in.
        if record.type in _DATED and "csl.issued" not in record.further:
            yield UNDATED, ""
    elif issued.year is None and not _NO_DATE.fullmatch(issued.literal.strip()):
        yield DATE, issued.literal
    elif issued.year is not None and not _may_be(issued, record.type):
        yield YEAR, str(issued.year)


def _may_be(date: Date, kind: str) -> bool:
    return kind in _OLD or FIRST_YEAR <= (date.year or 0) <= LAST_YEAR
