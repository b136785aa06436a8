"""What stays of a text when spammers change a sum, a name or a link from one copy to the next."""

from collections.abc import Iterator
from itertools import pairwise

from comments.rules.contact_details import known_anywhere
from comments.rules.folding import Word, words
from comments.rules.links import links
from comments.rules.remembering import read_once

# Where more of the words begin with a capital, that is how the language is written.
MOST_CAPITALS = 0.2
NUMBER, NAME = "0", "x"
_ENDS = ".!?…:\n"


@read_once
def gist(text: str) -> list[str]:
    """Its words, with one sign for any number and one for any name, and none for what is linked."""
    left = list(_without_links(text))
    names = _names(text, left)
    read: list[str] = []
    for place, word in enumerate(left):
        seen = NUMBER if any(map(str.isdecimal, word.seen)) else word.seen
        seen = NAME if place in names else seen
        # "Mary Ann Smith" is one name, and "3 400" one sum.
        if not (read and seen == read[-1] and seen in (NUMBER, NAME)):
            read.append(seen)
    return read


def _names(text: str, read: list[Word]) -> set[int]:
    """The places of words with a capital that begin no sentence."""
    capitals = {place for place, word in enumerate(read) if text[word.start].isupper()}
    inside = {
        place
        for place, (before, word) in enumerate(pairwise(read), start=1)
        if place in capitals and not any(end in text[before.end : word.start] for end in _ENDS)
    }
    return inside if len(inside) <= MOST_CAPITALS * len(read) else set()


def _without_links(text: str) -> Iterator[Word]:
    """The words that lie in no address and no contact detail."""
    hidden = [(link.start, link.end) for link in links(text)]
    hidden += [(detail.start, detail.end) for detail in known_anywhere(text)]
    ends = iter(sorted(hidden))
    start, end = next(ends, (len(text), len(text)))
    for word in words(text):
        while end <= word.start and end < len(text):
            start, end = next(ends, (len(text), len(text)))
        if word.start < start:
            yield word
