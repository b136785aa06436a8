"""The words of a text as the eye reads them, each with its place in the text as typed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from comments.rules.letters import GAP, LATIN, SPELLING, Sign, sign
from comments.rules.remembering import read_once

# A reader's tag. One that is never closed ends with its name, as far as anybody can tell.
_TAG = r"[<＜](?:[^<>＜＞]{0,200}+[>＞]|/?\w{0,10}+\s?)"
_TAG_OR_EMPHASIS = re.compile(rf"{_TAG}|[*_]+")

# Over the kinds of letters, with T for what is seen through: a word ends with its last letter
# and what is upon that.
_WORD = re.compile("[Ll](?:[VNT]*+[Ll])*+[VN]*|A[VN]*")
_ONLY_LATIN = re.compile("[LNT]*")


class Word(NamedTuple):
    """`text[start:end]` is the word as typed; `seen` and `spelled` as `letters.Sign` has them."""

    seen: str
    spelled: str
    start: int
    end: int


@read_once
def words(text: str) -> list[Word]:
    """The words that are read by an eye that sees through tags and marks of emphasis.

    It sees through what is invisible, accents, case, styles and look-alike letters anyway. Where
    a script puts no space between words, each letter is a word.
    """
    signs, typed, hidden = _taken_apart(text)
    return list(_words(signs, _without(typed, hidden, "T")))


def readings(text: str) -> Iterator[list[Word]]:
    """The same; then with tags and marks of emphasis as gaps; then as mere punctuation.

    A tag may part words, and a word may hide in what only looks like a tag.
    """
    yield words(text)
    if _TAG_OR_EMPHASIS.search(text):
        signs, typed, hidden = _taken_apart(text)
        yield list(_words(signs, _without(typed, hidden, GAP)))
        yield list(_words(signs, typed))


def _taken_apart(text: str) -> tuple[list[Sign], str, list[tuple[int, int]]]:
    """The signs of its letters, their kinds, and the places of what the eye sees through."""
    signs = [sign(letter) for letter in text]
    typed = "".join([one.kind for one in signs])
    return signs, typed, [found.span() for found in _TAG_OR_EMPHASIS.finditer(text)]


def _without(kinds: str, hidden: list[tuple[int, int]], kind: str) -> str:
    left, place = [], 0
    for start, end in hidden:
        left += [kinds[place:start], kind * (end - start)]
        place = end
    return "".join([*left, kinds[place:]])


def _words(signs: list[Sign], kinds: str) -> Iterator[Word]:
    for found in _WORD.finditer(kinds):
        start, end = found.span()
        letters = signs[start:end]
        if "T" in found[0]:
            letters = [one for one, kind in zip(letters, found[0], strict=True) if kind != "T"]
        spelled = "".join([one.spelled for one in letters])
        yield Word(_seen(letters, found[0]), spelled, start, end)


def _seen(letters: list[Sign], kinds: str) -> str:
    if LATIN in kinds and not _ONLY_LATIN.fullmatch(kinds):
        # Among Latin letters a к is a k, and a vowel sign of India only a blot.
        letters = [one for one in letters if one.kind != SPELLING]
        return "".join([one.seen if one.seen.isascii() else one.spelled for one in letters])
    return "".join([one.seen for one in letters])
