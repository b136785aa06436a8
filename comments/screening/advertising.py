"""How much of a text is what advertisers write: what they say, with links and ways to reach them."""

from collections.abc import Iterable
from typing import NamedTuple

from comments.rules import links
from comments.rules.contact_details import contact_details
from comments.rules.markup import markup
from comments.rules.remembering import read_once
from comments.rules.words import Found, WordList

# A listed phrase counts one: nothing else is said by readers and advertisers alike as often.
A_WAY_TO_REACH_THEM = 2
MARKED_UP = 1


class Advertised(NamedTuple):
    """How many points a text has, by which listed phrases, and where they and the rest stand."""

    points: int
    phrases: list[str]
    places: list[tuple[int, int]]


def advertised(text: str, listed: WordList) -> Advertised:
    """Of each phrase the first counts, and of phrases that overlap the longest."""
    phrases = _apart(listed.found_in(text))
    named = [*dict.fromkeys(found.pattern for found in phrases)]
    ways = links.links(text), contact_details_anywhere(text)
    tags = markup(text)
    points = len(named) + sum(A_WAY_TO_REACH_THEM for found in ways if found)
    points += MARKED_UP if tags else 0
    places = [(one.start, one.end) for found in (phrases, *ways, tags) for one in found]
    return Advertised(points, named, sorted({*places}))


@read_once
def contact_details_anywhere(text: str) -> list:
    """Those that anybody in the world would recognise."""
    return contact_details(text)


def _apart(found: Iterable[Found]) -> list[Found]:
    apart: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart
