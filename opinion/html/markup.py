"""The tiny markup of comments and reference lines, turned into HTML in one pass over the text."""

import re
import unicodedata
from html import escape

from opinion.html.addresses import links

DEEPEST_QUOTE = 2

_QUOTE_MARKS = re.compile(r" {0,3}((?:>(?=[ >]|$) *)*)")
_MARKS = re.compile(r"[*_]+")
_ONE_MARK = re.compile(r"\*+|_+")
_TAGS = {"*": "em", "_": "em", "**": "strong"}


def paragraphs(text: str) -> str:
    """HTML of a comment: a blank line ends a paragraph, `> ` begins a quotation."""
    pieces: list[str] = []
    lines: list[str] = []
    level = 0
    for line in text.split("\n"):
        depth, words = _quoted(line)
        if depth != level or not words:
            pieces += _paragraph(lines)
            lines = []
        if words:
            pieces += ["<blockquote>"] * (depth - level) + ["</blockquote>"] * (level - depth)
            level = depth
            lines.append(words)
    pieces += _paragraph(lines) + ["</blockquote>"] * level
    return "".join(pieces)


def emphasised(text: str, *, or_www: bool = False) -> str:
    """HTML of one paragraph: *emphasis*, _emphasis_, **strong**, and links for bare addresses.

    `or_www` is what `links` makes of it.
    """
    emphasis = _Emphasis()
    place = 0
    for start, end, url in links(text, or_www=or_www):
        emphasis.read(text, place, start)
        emphasis.pieces.append(f'<a href="{escape(url)}">{escape(text[start:end])}</a>')
        place = end
    emphasis.read(text, place, len(text))
    return "".join(emphasis.pieces)


class _Emphasis:
    """At most one mark of each kind is open at a time, so every mark costs the same.

    A mark opens before a word and closes after one, never within: no two words become one.
    """

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.opened: dict[str, int] = {}

    def read(self, text: str, place: int, stop: int) -> None:
        for marks in _MARKS.finditer(text, place, stop):
            self.pieces.append(escape(text[place : marks.start()]))
            self.mark(
                marks[0],
                text[max(marks.start() - 1, 0) : marks.start()],
                text[marks.end() : marks.end() + 1],
            )
            place = marks.end()
        self.pieces.append(escape(text[place:stop]))

    def mark(self, marks: str, before: str, after: str) -> None:
        opens = _touches(after, ")]}.,;:!?…") and not _in_word(before)
        closes = _touches(before, "([{") and not _in_word(after)
        for mark in _ONE_MARK.findall(marks):
            if closes and mark in self.opened:
                self.close(mark)
            else:
                if opens and mark in _TAGS:
                    self.opened.setdefault(mark, len(self.pieces))
                self.pieces.append(mark)

    def close(self, mark: str) -> None:
        place = self.opened.pop(mark)
        self.opened = {other: at for other, at in self.opened.items() if at < place}
        self.pieces[place] = f"<{_TAGS[mark]}>"
        self.pieces.append(f"</{_TAGS[mark]}>")


def _quoted(line: str) -> tuple[int, str]:
    marks = _QUOTE_MARKS.match(line)
    assert marks is not None
    return min(marks[1].count(">"), DEEPEST_QUOTE), line[marks.end() :].strip()


def _paragraph(lines: list[str]) -> list[str]:
    words = emphasised("\n".join(lines), or_www=True).replace("\n", "<br>")
    return [f"<p>{words}</p>"] if lines else []


def _touches(letter: str, but_not: str) -> bool:
    return bool(letter) and not letter.isspace() and letter not in but_not


def _in_word(letter: str) -> bool:
    """Chinese and Japanese put no space around a word: their letters may touch a mark."""
    return letter.isalnum() and unicodedata.east_asian_width(letter) not in "WF"
