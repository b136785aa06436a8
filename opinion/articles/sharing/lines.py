"""A text set in lines: as large as it may be, and cut where it is too long all the same."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .fonts import UNSEEN, Typeface, width

ELLIPSIS, NO_BREAK = "…", "\u00a0"
# From one line to the next, of the size of the letters.
LEADING = 1.16
# Written without spaces: a line may end behind any of their characters.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# What begins no line, and what ends none.
_CLOSING = set(
    "、。，．・：；？！）］｝」』】〉》〕”’…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ!?,.;:)]}"
)
_OPENING = set("（［｛「『【〈《〔“‘([{")


class Setting(NamedTuple):
    """Lines and the size of their letters, in pixels."""

    lines: list[str]
    size: int


class Column(NamedTuple):
    """Where a text is set: in which letters, how wide and high, in how many lines at most."""

    face: Typeface
    is_rtl: bool
    width: int
    lines: int = 1
    height: int = 0

    def holds(self, line: str, size: int) -> bool:
        return width(self.face.runs(line, self.is_rtl), size) <= self.width

    def _may_hold(self, text: str, size: int) -> bool:
        """Whether the lines would be wide enough if no room were left at their ends."""
        return width(self.face.runs(text, self.is_rtl), size) <= self.width * self.lines

    def set(self, text: str, sizes: tuple[int, ...]) -> Setting:
        """`text` in the first of `sizes` in which all of it fits, or else cut."""
        for size in sizes:
            if not self._may_hold(text, size):
                continue
            lines = self._broken(text, size)
            is_low = size == sizes[-1] or len(lines) * size * LEADING <= self.height
            if is_low and len(lines) <= self.lines:
                return Setting(lines, size)
        return Setting(self._cut(text, sizes[-1]), sizes[-1])

    def _cut(self, text: str, size: int) -> list[str]:
        """As much of `text` as leaves room for the ellipsis."""
        pieces = [*_pieces(text)]
        if len(pieces) < 3 or len(self._broken(_shortened(pieces[:1]), size)) > self.lines:
            pieces = [*_clusters(text)]
        low, high = 0, len(pieces)
        while low < high:
            middle = (low + high + 1) // 2
            fits = len(self._broken(_shortened(pieces[:middle]), size)) <= self.lines
            low, high = (middle, high) if fits else (low, middle - 1)
        return self._broken(_shortened(pieces[:low]), size)[: self.lines]

    def _broken(self, text: str, size: int) -> list[str]:
        """In lines; of a text that needs too many, one line too many."""
        lines, line = [], ""
        for piece in _pieces(text):
            if self.holds((line + piece).strip(), size):
                line += piece
                continue
            lines += [line.strip()] if line.strip() else []
            *full, line = (
                [piece] if self.holds(piece.strip(), size) else self._by_letters(piece, size)
            )
            lines += full
            if len(lines) > self.lines:
                return lines
        return [*lines, line.strip()] if line.strip() else lines

    def _by_letters(self, word: str, size: int) -> list[str]:
        """A word that is wider than the column."""
        lines = [""]
        for cluster in _clusters(word):
            if lines[-1] and not self.holds(lines[-1] + cluster, size):
                lines.append("")
            lines[-1] += cluster
        return lines


def _shortened(pieces: list[str]) -> str:
    return "".join(pieces).rstrip(" ,;:.–—-") + ELLIPSIS


def _pieces(text: str) -> Iterator[str]:
    """What is not parted at the end of a line: words with their space, signs of Chinese."""
    piece = ""
    for before, cluster in _with_the_one_before(_clusters(text)):
        if piece and _may_part(before, cluster):
            yield piece
            piece = ""
        piece += cluster
    if piece:
        yield piece


def _may_part(before: str, after: str) -> bool:
    if after in (" ", NO_BREAK) or before in _OPENING or after in _CLOSING:
        return False
    unspaced = _UNSPACED.match(before) or _UNSPACED.match(after)
    return before in (" ", "-", "–", "—", "/") or bool(unspaced)


def _with_the_one_before(clusters: Iterator[str]) -> Iterator[tuple[str, str]]:
    before = ""
    for cluster in clusters:
        yield before[:1], cluster
        before = cluster


def _clusters(text: str) -> Iterator[str]:
    """Letters with their marks, emoji with what is joined to them."""
    cluster = ""
    for one in text:
        joins = one in UNSEEN or cluster.endswith("\u200d") or unicodedata.category(one)[0] == "M"
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += one
    if cluster:
        yield cluster
