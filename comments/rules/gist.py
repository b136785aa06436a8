"""What stays of a text when spammers change a sum, a name or a link from one copy to the next."""

from itertools import pairwise

from comments.rules.contact_details import contact_details
from comments.rules.folding import words
from comments.rules.links import links
from comments.rules.remembering import read_once

# Where more of the words begin with a capital, that is how the language is written.
MOST_CAPITALS = 0.2
NUMBER, NAME = "0", "x"
_ENDS = ".!?…:\n"


@read_once
def gist(text: str) -> list[str]:
    """Its words, with one sign for any number and one for any name, and none for what is linked."""
    hidden = sorted((one.start, one.end) for one in [*links(text), *contact_details(text)])
    left = [word for word in words(text) if not _lies_in(hidden, word)]
    names = _names(text, left)
    read = []
    for place, word in enumerate(left):
        seen = NUMBER if any(map(str.isdecimal, word.seen)) else word.seen
        seen = NAME if place in names else seen
        # "Mary Ann Smith" is one name, and "3 400" one sum.
        if not (read and seen == read[-1] and seen in (NUMBER, NAME)):
            read.append(seen)
    return read


def _names(text, read) -> set[int]:
    """The places of words with a capital that begin no sentence."""
    capitals = {place for place, word in enumerate(read) if text[word.start].isupper()}
    inside = {
        place
        for place, (before, word) in enumerate(pairwise(read), start=1)
        if place in capitals and not any(end in text[before.end : word.start] for end in _ENDS)
    }
    return inside if len(inside) <= MOST_CAPITALS * len(read) else set()


def _lies_in(places, word) -> bool:
    return any(start <= word.start < end for start, end in places)
