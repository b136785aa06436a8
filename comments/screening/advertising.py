"""How much of a text is what advertisers write: their phrases, links, prices and telephones."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from comments.rules import links
from comments.rules.contact_details import known_anywhere
from comments.rules.markup import markup
from comments.rules.words import Found, WordList

# A listed phrase counts one: nothing else is said by readers and advertisers alike as often. Who
# gives a source links to a page of it; who advertises links to a whole site, or says where to call.
A_PAGE, A_SITE, A_CONTACT, MARKED_UP, A_PRICE = 1, 2, 3, 1, 1

_WHOLE_SITE = re.compile(r"(?:https?://)?[^/?#]+/?(?:\?.*)?", re.IGNORECASE)
_PRICE = re.compile(
    r"[$€£₽]\s?\d|\b\d[\d.,]{0,9}+\s?(?:[$€£₽%]|(?:euros?|eur|usd|usdt|dollars?|dólares|bucks|руб|рублей"
    r"|ribu|rupiah|pesos)\b)",
    re.IGNORECASE,
)
_PAID_FOR = re.compile(r"[?&](?:aff|ref|utm|promo|coupon|partner|campaign)", re.IGNORECASE)


class Advertised(NamedTuple):
    """How many points a text has, by which listed phrases, and where they and the rest stand."""

    points: int
    phrases: list[str]
    places: list[tuple[int, int]]


def advertised(text: str, listed: WordList) -> Advertised:
    """Of each phrase the first counts, and of phrases that overlap the longest."""
    phrases = _apart(listed.found_in(text))
    named = [*dict.fromkeys(found.pattern for found in phrases)]
    linked, contacts, tags = links.links(text), known_anywhere(text), markup(text)
    points = len(named) + max(map(_weight, linked), default=0)
    points += (A_CONTACT if contacts else 0) + (MARKED_UP if tags else 0)
    points += A_PRICE if _PRICE.search(text) else 0
    seen = (phrases, linked, contacts, tags)
    return Advertised(
        points, named, sorted({(one.start, one.end) for found in seen for one in found})
    )


def _weight(link: links.Link) -> int:
    is_site = _WHOLE_SITE.fullmatch(link.address) or _PAID_FOR.search(link.address)
    return A_SITE if is_site else A_PAGE


def _apart(found: Iterable[Found]) -> list[Found]:
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart
