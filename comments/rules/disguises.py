"""Listed words that are spelled so that a list should miss them: c.i.a.l.i.s, sh1t, f*ck.

Only what cannot be read as another word counts: letters that all stand alone, or a digit, a sign
or a star in the place of a letter.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from comments.rules.letters import sign

# A shorter word is too often something else: B2B, MP3, U.N.
SHORTEST = 4
# What stands for a letter. An l and an i are one, because a 1 is either.
_STANDS_FOR = str.maketrans("013456789@$!|€l", "oieasgtbgasiiei")
_SUBSTITUTES = frozenset("013456789@$!|€")
_HIDDEN = frozenset("*#•")
_ANY = "*"
_EDGES = ".,;:?!*_-'\"’“”„«»()[]…"

_TOKEN = re.compile(r"(?<!\S)\S{4,40}+(?!\S)")
_SPACED = re.compile(r"(?<![^\W_])[^\W_]([ .\-_*/|·~])(?:[^\W_]\1){2,30}[^\W_](?![^\W_])")


class Disguised(NamedTuple):
    """A pattern as it was added, and `text[start:end]`, in which it is disguised."""

    pattern: str
    start: int
    end: int


class Disguises:
    """Single words and beginnings of words, and where they stand disguised in a text."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._beginnings: dict[str, str] = {}
        # With a letter hidden, what is left is compared with all that begin alike.
        self._by_first: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)

    def add(self, word: str, pattern: str, *, is_beginning: bool) -> None:
        key = "".join(map(_plain, word.lower()))
        if len(key) < SHORTEST:
            return
        (self._beginnings if is_beginning else self._words).setdefault(key, pattern)
        self._by_first[key[0]].append((key, pattern, is_beginning))

    def found_in(self, text: str) -> Iterator[Disguised]:
        if not self._by_first:
            return
        for found in _TOKEN.finditer(text):
            yield from self._in_token(found)
        for found in _SPACED.finditer(text):
            yield from self._in_spaced(found)

    def _in_token(self, found: re.Match[str]) -> Iterator[Disguised]:
        typed = found[0].strip(_EDGES)
        if not _is_disguised(typed):
            return
        start = found.start() + found[0].index(typed)
        key = "".join(map(_plain, typed.lower()))
        pattern = self._hidden(key) if _ANY in key else self._whole(key)
        if pattern:
            yield Disguised(pattern, start, start + len(typed))

    def _in_spaced(self, found: re.Match[str]) -> Iterator[Disguised]:
        letters = found[0][::2]
        key = "".join(map(_plain, letters.lower()))
        for start in range(len(key) - SHORTEST + 1):
            for end in range(len(key), start + SHORTEST - 1, -1):
                if pattern := self._words.get(key[start:end]) or self._beginnings.get(
                    key[start:end]
                ):
                    at = found.start()
                    yield Disguised(pattern, at + 2 * start, at + 2 * end - 1)
                    return

    def _whole(self, key: str) -> str:
        if key in self._words:
            return self._words[key]
        beginnings = (key[:end] for end in range(SHORTEST, len(key) + 1))
        return next((self._beginnings[one] for one in beginnings if one in self._beginnings), "")

    def _hidden(self, key: str) -> str:
        for listed, pattern, is_beginning in self._by_first.get(key[0], ()):
            fits = len(listed) <= len(key) if is_beginning else len(listed) == len(key)
            if fits and all(a in (b, _ANY) for a, b in zip(key, listed, strict=False)):
                return pattern
        return ""


def _is_disguised(typed: str) -> bool:
    """Whether letters stand there, at least two, and something in the place of one."""
    letters = sum(map(str.isalpha, typed))
    signs = [one for one in typed if not one.isalpha()]
    replaced = _SUBSTITUTES | _HIDDEN
    return letters >= 2 and bool(signs) and all(one in replaced for one in signs)


def _plain(letter: str) -> str:
    if letter in _HIDDEN:
        return _ANY
    seen = letter if letter in _SUBSTITUTES else sign(letter).seen or letter
    return seen[0].translate(_STANDS_FOR)
