"""Listed words, phrases and beginnings of words, and where they stand in a text.

A list is read once into a machine that goes through the words of a text a single time (Aho and
Corasick), so that neither the number nor the length of the patterns makes it slower.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from comments.rules.disguises import Disguises
from comments.rules.folding import Word, readings, words
from comments.rules.lists import Fault, Problem, entries


class Found(NamedTuple):
    """A pattern as the moderator typed it, and `text[start:end]` in which it stands."""

    pattern: str
    start: int
    end: int


def checked_patterns(lines: Iterable[str]) -> tuple[list[str], list[Problem]]:
    """The usable patterns of an editor's list, and what is wrong with the others."""
    patterns, problems = [], []
    for number, entry in entries(lines):
        if fault := fault_of(entry):
            problems.append(Problem(number, entry, fault))
        else:
            patterns.append(entry)
    return patterns, problems


def fault_of(pattern: str) -> Fault | None:
    """Why no text can be searched for `pattern`: a word, a phrase, or a beginning like `viagr*`."""
    bare = pattern.strip().removesuffix("*")
    if "*" in bare:
        return Fault.STAR_INSIDE
    found = len(words(bare))
    if not found:
        return Fault.NOTHING_TO_FIND
    return Fault.STAR_AFTER_PHRASE if bare != pattern.strip() and found > 1 else None


class WordList:
    """Finds whole words only: "cialis" is not in "specialist". Single words also disguised.

    Of patterns that end with the same word the longest is told, and so of beginnings of one word.
    Raises ValueError for a pattern that has a fault.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._seen = _Phrases()
        self._spelled = _Phrases()
        self._disguises = Disguises()
        for pattern in patterns:
            self._add(pattern)
        self._seen.link()
        self._spelled.link()

    def found_in(self, text: str) -> list[Found]:
        found = {Found(*one) for one in self._disguises.found_in(text)}
        for read in readings(text):
            found |= {*self._seen.found_in([word.seen for word in read], read)}
            found |= {*self._spelled.found_in([word.spelled for word in read], read)}
        return sorted(found, key=lambda one: (one.start, one.end, one.pattern))

    def _add(self, pattern: str) -> None:
        if fault := fault_of(pattern):
            raise ValueError(f"{fault}: {pattern!r}")
        bare = pattern.strip().removesuffix("*")
        # ТОТ in capitals would be Latin to the eye; the moderator means тот.
        listed = words(bare.lower())
        seen = [word.seen for word in listed]
        phrases, keys = self._seen, seen
        is_beginning = bare != pattern.strip()
        if len(listed) == 1:
            self._disguises.add(bare.strip(), pattern, is_beginning=is_beginning)
        if not all(map(str.isascii, seen)):
            phrases, keys = self._spelled, [word.spelled for word in listed]
        if is_beginning:
            phrases.beginnings.add(keys[0], pattern)
        else:
            phrases.add(keys, pattern)


class _State:
    """How far into the patterns the last words reach."""

    def __init__(self, fallback: "_State | None" = None) -> None:
        self.after: dict[str, _State] = {}
        self.fallback = fallback
        self.tells: tuple[str, int] | None = None


class _Phrases:
    def __init__(self) -> None:
        self.start = _State()
        self.beginnings = _Beginnings()

    def add(self, keys: list[str], pattern: str) -> None:
        state = self.start
        for key in keys:
            state = state.after.setdefault(key, _State(self.start))
        state.tells = state.tells or (pattern, len(keys))

    def link(self) -> None:
        """Where to go on when the next word is none of a state: at its longest own ending."""
        waiting = deque(self.start.after.values())
        while waiting:
            state = waiting.popleft()
            for key, following in state.after.items():
                following.fallback = self._following(state.fallback, key)
                following.tells = following.tells or following.fallback.tells
                waiting.append(following)

    def found_in(self, keys: list[str], read: list[Word]) -> Iterator[Found]:
        state = self.start
        for place, key in enumerate(keys):
            if pattern := self.beginnings.of(key):
                yield Found(pattern, read[place].start, read[place].end)
            state = self._following(state, key)
            if state.tells:
                pattern, length = state.tells
                yield Found(pattern, read[place - length + 1].start, read[place].end)

    def _following(self, state: _State | None, key: str) -> _State:
        while state and key not in state.after:
            state = state.fallback
        return state.after[key] if state else self.start


class _Beginnings:
    """Letters after letters, so that a word is read once however many beginnings are listed."""

    def __init__(self) -> None:
        self.after: dict[str, _Beginnings] = {}
        self.pattern = ""

    def add(self, key: str, pattern: str) -> None:
        node = self
        for letter in key:
            node = node.after.setdefault(letter, _Beginnings())
        node.pattern = node.pattern or pattern

    def of(self, word: str) -> str:
        """The longest listed beginning of `word`, or nothing."""
        node, longest = self, ""
        for letter in word:
            if letter not in node.after:
                break
            node = node.after[letter]
            longest = node.pattern or longest
        return longest
