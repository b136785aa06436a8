"""How a text looks before one reads it: loud, repeating itself, too long, too short.

Each question is answered by the places to mark, or by None.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from comments.rules.folding import Word, words
from comments.rules.letters import is_invisible

_LONGEST_REFRAIN = 4


class Place(NamedTuple):
    """`text[start:end]`."""

    start: int
    end: int


def shouting(text: str, *, share: float, letters: int) -> list[Place] | None:
    """The capitals, when they are at least `share` of at least `letters` letters that have a case.

    Scripts without case never shout.
    """
    capitals = sum(map(str.isupper, text))
    cased = capitals + sum(map(str.islower, text))
    if not capitals or cased < letters or capitals < share * cased:
        return None
    return list(_loud(text))


def _loud(text: str) -> Iterator[Place]:
    """From a capital to the last one before the next small letter."""
    cased = [place for place, letter in enumerate(text) if letter.isupper() or letter.islower()]
    for is_loud, run in groupby(cased, key=lambda place: text[place].isupper()):
        if is_loud:
            passage = list(run)
            yield Place(passage[0], passage[-1] + 1)


def same_letter(text: str, *, times: int) -> list[Place] | None:
    """Runs of one letter or sign, seen through what is invisible: "sooooo", "!!!!!!"."""
    # A text has few different letters.
    invisible = {letter for letter in {*text} if is_invisible(letter)}
    visible = [place for place, letter in enumerate(text) if letter not in invisible]
    runs = (list(run) for _, run in groupby(visible, key=lambda place: text[place].casefold()))
    return [
        Place(run[0], run[-1] + 1)
        for run in runs
        if len(run) >= times and not text[run[0]].isspace()
    ] or None


def same_word(text: str, *, times: int) -> list[Place] | None:
    """Where one word, or a refrain of up to four, stands `times` times without another between."""
    read = words(text)
    lengths = range(1, _LONGEST_REFRAIN + 1)
    return _merged(place for length in lengths for place in _refrains(read, length, times)) or None


def _refrains(read: list[Word], length: int, times: int) -> Iterator[Place]:
    """Words that equal the word `length` before them, in runs."""
    repeats = [
        place for place in range(length, len(read)) if read[place].seen == read[place - length].seen
    ]
    # Neighbours have the same distance to their own number in the row.
    for _, run in groupby(enumerate(repeats), key=lambda pair: pair[1] - pair[0]):
        places = [place for _, place in run]
        if len(places) >= length * (times - 1):
            yield Place(read[places[0] - length].start, read[places[-1]].end)


def _merged(places: Iterable[Place]) -> list[Place]:
    """Without what is marked twice: "ha ha ha ha" is a refrain of one word and of two."""
    merged: list[Place] = []
    for place in sorted(places):
        if merged and place.start < merged[-1].end:
            merged[-1] = Place(merged[-1].start, max(place.end, merged[-1].end))
        else:
            merged.append(place)
    return merged


def same_line(text: str, *, times: int) -> list[Place] | None:
    """All lines of at least one word that are read `times` times or more, wherever they stand."""
    if text.count("\n") + 1 < times:
        return None
    lines: dict[str, list[Place]] = defaultdict(list)
    for place in _lines(text):
        if read := " ".join(word.seen for word in words(text[place.start : place.end])):
            lines[read].append(place)
    return sorted(place for same in lines.values() if len(same) >= times for place in same) or None


def _lines(text: str) -> Iterator[Place]:
    start = 0
    for line in text.split("\n"):
        yield Place(start, start + len(line))
        start += len(line) + 1


def longer(text: str, *, than_words: int = 0, than_characters: int = 0) -> list[Place] | None:
    """What is over the given number of words or characters, whichever comes first."""
    starts = [word.start for word in words(text)[than_words:][:1]] if than_words else []
    if than_characters and len(text) > than_characters:
        starts.append(than_characters)
    return [Place(min(starts), len(text))] if starts else None


def shorter(text: str, *, than_words: int = 0, than_characters: int = 0) -> list[Place] | None:
    """The whole text when it has fewer words, or fewer characters without white space around."""
    if len(words(text)) < than_words or len(text.strip()) < than_characters:
        return [Place(0, len(text))]
    return None
