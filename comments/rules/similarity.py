"""Which texts are nearly the same: what spammers change from one comment to the next is little."""

from collections.abc import Iterator
from hashlib import blake2b

from rapidfuzz.distance import Indel

from comments.rules.folding import words
from comments.rules.gist import gist

# Shorter texts gather with nothing: many people agree in the same few words.
EXACT_FROM = 8
NEAR_FROM = 15
# One word changed in a short text takes three of its few shingles.
SHORT = 60

_SHINGLE = 3
_BANDS, _ROWS, _ROWS_OF_SHORT = 20, 6, 3
_MASK = (1 << 64) - 1


def traits(text: str) -> set[int]:
    """Numbers of 64 bits with sign; two texts that share one are the same or nearly so.

    An odd one stands for all words of the text, in their order, from EXACT_FROM words on. The even
    ones, from NEAR_FROM words on, stand for bands of the smallest hashes of its shingles. Measured
    with 3,300 pairs of texts of each likeness, one is shared by 998 of 1,000 at .8, by 918 at .7,
    272 at .5, 15 at .3 and by one at .2. A text of less than SHORT words has wider ones.

    They are the same in every process. After a change here, or in folding, read all texts anew.
    """
    return _traits([word.seen for word in words(text)])


def traits_of_gist(text: str) -> set[int]:
    """The same of what stays of it where a sum, a name or a link is another."""
    return _traits(gist(text))


def _traits(read: list[str]) -> set[int]:
    found = set()
    if len(read) >= EXACT_FROM:
        found.add(_signed(_digest(" ".join(read), b"words") | 1))
    if len(read) >= NEAR_FROM:
        rows = _ROWS_OF_SHORT if len(read) < SHORT else _ROWS
        found |= {_signed(band & ~1) for band in _bands(_shingles(read), rows)}
    return found


def likeness(a: str, b: str) -> float:
    """How many of the shingles of two texts are in both: 0.0 for none, 1.0 for all."""
    return _likeness([word.seen for word in words(a)], [word.seen for word in words(b)])


def likeness_of_gists(a: str, b: str) -> float:
    return _likeness(gist(a), gist(b))


def likeness_in_order(a: str, b: str) -> float:
    """How many words of their gists both have in the same order: 0.0 for none, 1.0 for all."""
    return Indel.normalized_similarity(gist(a), gist(b))


def _likeness(a: list[str], b: list[str]) -> float:
    ours, theirs = _shingles(a), _shingles(b)
    either = ours | theirs
    return len(ours & theirs) / len(either) if either else 0.0


def _shingles(read: list[str]) -> set[str]:
    """Three words after each other; a shorter text is one shingle."""
    last = max(len(read) - _SHINGLE, 0)
    return {" ".join(read[place : place + _SHINGLE]) for place in range(last + 1)} - {""}


def _bands(shingles: set[str], rows: int) -> Iterator[int]:
    hashes = [_digest(shingle, b"shingle") for shingle in shingles]
    for band in range(_BANDS):
        smallest = [_smallest(hashes, band * _ROWS + row) for row in range(rows)]
        yield _digest(f"{band} {smallest}", b"band")


def _smallest(hashes: list[int], order: int) -> int:
    """The first of the hashes in one of many orders, each as good as shuffled."""
    mask, factor = _ORDERS[order]
    return min([((one ^ mask) * factor) & _MASK for one in hashes])


def _digest(text: str, purpose: bytes) -> int:
    read = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(read, digest_size=8, person=purpose).digest(), "big")


def _signed(number: int) -> int:
    return number - (1 << 64) if number >> 63 else number


_ORDERS = [
    (_digest(str(order), b"mask"), _digest(str(order), b"factor") | 1)
    for order in range(_BANDS * _ROWS)
]
