"""Books whose marks tell every part: “Who. Title. Place: House, Year.” and who (year) before it."""

import re
from dataclasses import replace

from opinion.references.reading import people, places
from opinion.references.reading.asides import Aside
from opinion.references.record import Date, Record

from . import parts

_INITIAL = r"[^\W\d_a-zß-ÿ](?:\.-?[^\W\d_a-zß-ÿ])*\."
_FORENAME = r"[^\W\d_a-zß-ÿ][\w’'\-]+"
# After an initial and its stop comes the title.
_GIVEN = (
    rf"(?:{_INITIAL}(?: ?{_INITIAL}){{0,2}}|{_FORENAME}(?: {_FORENAME})?(?: {_INITIAL}){{0,2}})"
)
_FAMILY = r"(?:[a-z]{1,4} ){0,2}[^\W\d_a-zß-ÿ][\w’'\-]+(?: [^\W\d_a-zß-ÿ][\w’'\-]+)?"
_ONE = rf"{_FAMILY}, {_GIVEN}"
_NAMES = rf"(?P<names>{_ONE}(?:,? (?:and|&|und|et|y) (?:{_ONE}|{_GIVEN} {_FAMILY})|(?:, {_GIVEN} {_FAMILY}){{1,6}},? (?:and|&) {_GIVEN} {_FAMILY})?)"
# The stop of a sentence, which may be that of an initial.
_STOP = r"(?:\.|(?<=\.))"
# One sentence, without quotation marks.
_TITLE = r"(?P<title>[^\W_a-zß-ÿ](?:[^.“”«»„\"()]|\.(?=[\w,]))*?[?!]?)"
# Behind “Who:” a comma may begin a series.
_PLAIN_TITLE = _TITLE.replace("[^.“”", "[^.,“”")
_EDITION = r"(?:(?P<edition>\d+)(?:st|nd|rd|th|e|\.?[ªº]|\.)? (?:ed(?:n|ition|ición)?|éd|Aufl(?:age)?)\.?,? )?"
_PLACE = r"(?P<place>[^\W\d_][^.:“”\d]{1,40}?(?:, [A-Z][\w.]{1,5})?)"
_HOUSE = r"(?P<publisher>[^\W\d_][^:“”\d(),]{1,60}?(?:, (?:Inc|Ltd|Co)\.?)?)"
_YEAR = r"(?P<year>(?:1[4-9]|20)\d\d)"
_FORMS = (
    re.compile(rf"{_NAMES}{_STOP} {_TITLE}[.?!]? {_EDITION}{_PLACE}: {_HOUSE}, {_YEAR}\.?"),
    re.compile(rf"{_NAMES}\.? \({_YEAR}\)[.,]? {_TITLE}[.?!,]? {_EDITION}{_PLACE}: {_HOUSE}\.?"),
    re.compile(
        rf"{_NAMES}: {_PLAIN_TITLE}[.?!]? {_EDITION}{_PLACE}: {_HOUSE},? {_YEAR}(?:, S\. \d+[\d–\-f. ]*)?\.?"
    ),
    re.compile(rf"{_NAMES}\.? {_YEAR}\. {_TITLE}[.?!]? {_EDITION}{_PLACE}: {_HOUSE}\.?"),
)
_ALONE = (
    re.compile(
        rf"{_NAMES}{_STOP} {_TITLE}\. {_EDITION}(?P<place>[^.:“”\d]{{3,40}}?(?:, [A-Z][\w.]{{1,5}})?), {_YEAR}\.?"
    ),
)


def read(aside: Aside) -> Record | None:
    rest = parts.Rest(aside.text.strip())
    url = rest.address()
    text = rest.text.strip()
    for pattern in _FORMS:
        if (match := pattern.fullmatch(text)) and _is_sound(match):
            return _book(match, url)
    for pattern in _ALONE:
        if (match := pattern.fullmatch(text)) and places.is_place(match["place"]):
            return _book(match, url)
        if match and places.is_house(match["place"]):
            return _by_house(_book(match, url))
    return None


def _by_house(record: Record) -> Record:
    return replace(record, place="", publisher=record.place)


def _is_sound(match: re.Match) -> bool:
    """Two names of places before the colon, or a series, would be more than these forms say."""
    return places.is_place(match["place"]) and not re.search(r"(?:^| )(?:In|in): ", match["title"])


def _book(match: re.Match, url: str) -> Record:
    said = {name: value for name, value in match.groupdict().items() if value}
    return Record(
        "book",
        parts.authors(people.names(said["names"])),
        title=parts.trimmed(said["title"]),
        edition=said.get("edition", ""),
        place=parts.trimmed(said["place"]),
        publisher=parts.trimmed(said.get("publisher", "")),
        issued=Date(int(said["year"])),
        url=url,
    )
