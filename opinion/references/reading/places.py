"""A place that was taken for a house: “Cologne, 2009.” says where a book came out, and not by whom."""

import re
from dataclasses import replace
from functools import cache

from opinion.references.record import Record

from .marks import BY_KIND
from .words import sections

# “West Lafayette, Ind.”, “Lanham, MD”, “Cheltenham, UK”
_WITH_STATE = re.compile(
    r"(?P<city>[^,]+), (?:[A-Z]{2,3}|[A-Z]\.[A-Z]\.(?:[A-Z]\.)?|[A-Z][a-z]{2,5}\.|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_LIKE_A_PLACE = re.compile(
    r"(?:(?:West|East|North|South|New|Upper|Lower|San|Santa|São|Saint|St\.?|Sankt|Los|Las|El|La|Fort|Port|Mount|Bad|Novi|Grand|Lake|Ciudad|Nizhny|Kota)"
    r" [A-Z][\w’.\-]+(?: [A-Z][\w’.\-]+)?"
    r"|[A-Z][a-zäöüßéèåø’\-]*(?:burg|berg|stadt|ville|borough|bridge|ford|field|heim|hausen|grad|polis|minster|wick|mouth|chester|caster|haven|hagen"
    r"|stein|bourg|furt|brück|sville|ton|ham|pur|abad|nagar|ovo|sk))"
)
_HOUSE = {*BY_KIND["house"], *BY_KIND["institution"], *BY_KIND["company"], *BY_KIND["far"]}


@cache
def cities() -> frozenset[str]:
    return frozenset([*sections("cities")["city"], *sections("places")["city"]])


def is_place(text: str) -> bool:
    """Whether it is the name of a place where books come out, alone or with its state."""
    text = text.strip(" ,;:[]()").removesuffix(" etc.")
    if text in cities() or text.rstrip(".") in cities():
        return True
    match = _WITH_STATE.fullmatch(text)
    if match and match["city"] in cities():
        return True
    parts = re.split(r"; | and | & |, | / | – ", text)
    return len(parts) > 1 and all(part in cities() for part in parts)


def may_be_place(text: str) -> bool:
    """Whether nothing tells a house: it looks like a place of which we do not know."""
    return not is_house(text) and bool(_LIKE_A_PLACE.fullmatch(text) or _WITH_STATE.fullmatch(text))


def is_house(text: str) -> bool:
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", text)}
    return bool(words & _HOUSE) or text in _houses()


@cache
def _houses() -> frozenset[str]:
    return frozenset(sections("houses")["publisher"])


def put_right(record: Record) -> Record:
    """A publisher that is a place stands as the place, where no other does."""
    if record.place or not is_place(record.publisher):
        return record
    return replace(record, publisher="", place=record.publisher)
