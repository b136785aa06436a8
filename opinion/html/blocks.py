"""A text as its reader meets it, block by block and word by word, to be compared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from opinion.html.cleaning import tokens
from opinion.html.nesting import BLOCKS, INLINE
from opinion.html.normalise import Token
from opinion.html.policy import ARTICLE

Mark = tuple[str, str]
_WORD = re.compile(r"\S+\s*|\s+")
# What stands for the call of a note, whose number is told only where it is printed.
_NOTE = "*"


class Word(NamedTuple):
    """A word and the space behind it. `marks` are its emphasis and its link, outermost first."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a cell: `kind` is its element, `within` those around it.

    `picture` is the id of the one that a figure shows, `embed` the address of what it embeds.
    """

    kind: str
    words: tuple[Word, ...] = ()
    within: tuple[str, ...] = ()
    picture: str = ""
    embed: str = ""

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).strip()


def words(text: str, marks: tuple[Mark, ...] = ()) -> tuple[Word, ...]:
    return tuple(Word(piece, marks) for piece in _WORD.findall(text))


def blocks(html: str) -> list[Block]:
    """The blocks of `html`, those of its notes last. Raises TooDeep."""
    reader = _Reader()
    for token in tokens(html, ARTICLE):
        reader.read(token)
    reader.end_block()
    return reader.found


@dataclass
class _Reader:
    found: list[Block] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    said: list[tuple[str, tuple[Mark, ...]]] = field(default_factory=list)

    def read(self, token: Token) -> None:
        if token["type"] == "Characters":
            self.said.append((token["data"].replace("&amp;", "&"), tuple(self.marks)))
        elif token["name"] == "br":
            self.said.append(("\n", ()))
        elif token["name"] in INLINE:
            self.read_mark(token)
        elif token["name"] in BLOCKS:
            self.read_block(token)

    def read_mark(self, token: Token) -> None:
        if token["type"] == "EndTag":
            self.marks.pop()
            return
        said = {name: value for (_space, name), value in token["data"].items()}
        if "data-note" in said:
            self.said.append((_NOTE, ()))
        self.marks.append((token["name"], said.get("href", "")))

    def read_block(self, token: Token) -> None:
        self.end_block()
        if token["type"] == "EndTag":
            self.around.pop()
            return
        picture = token["data"].get((None, "data-picture"), "")
        embed = token["data"].get((None, "data-embed"), "").replace("&amp;", "&")
        if token["type"] == "EmptyTag" or picture or embed:
            self.found.append(Block(token["name"], (), tuple(self.around), picture, embed))
        if token["type"] == "StartTag":
            self.around.append(token["name"])

    def end_block(self) -> None:
        if "".join(text for text, _marks in self.said).strip():
            *within, kind = self.around or ["p"]
            self.found.append(Block(kind, tuple(_joined(self.said)), tuple(within)))
        self.said = []


def _joined(said: list[tuple[str, tuple[Mark, ...]]]) -> Iterator[Word]:
    """The words of runs of characters; what has the same marks is read on."""
    for marks, run in groupby(said, key=itemgetter(1)):
        yield from words("".join(text for text, _marks in run), marks)
