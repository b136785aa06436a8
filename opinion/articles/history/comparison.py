"""Where two versions of an article differ as readers would see them: by blocks, then by words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import Indel

from opinion import differences
from opinion.articles.comparison import MOST_LINES, MOST_WORDS
from opinion.html import Block, Mark, Word, words

# Blocks that have less in common are one that went and one that came.
ALIKE = 0.4
# Of more pairs, the first stands for the first, the second for the second.
MOST_PAIRS = 2_500
KEPT, GONE, NEW = "", "del", "ins"
KINDS = {
    "p": _("Paragraph"),
    "h2": _("Heading"),
    "h3": _("Subheading"),
    "li": _("List item"),
    "pre": _("Preformatted text"),
    "figcaption": _("Caption"),
}


@dataclass(frozen=True)
class Piece:
    """Words that stand in both versions, or in one of them."""

    change: str
    html: SafeString


@dataclass(frozen=True)
class Row:
    """One block: kept, changed within, gone or new. `kinds` where it became another one."""

    kind: str
    change: str
    pieces: list[Piece]
    kinds: tuple[str | Promise, ...] = ()
    picture: str = ""

    @property
    def is_same(self) -> bool:
        return self.change == KEPT


@dataclass(frozen=True)
class Part:
    """A part of an article and its rows; those that are the same in a stretch stand together."""

    label: str | Promise
    rows: list[Row] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        return any(not row.is_same for row in self.rows)

    @property
    def stretches(self) -> Iterator[tuple[bool, list[Row]]]:
        """(are they the same, rows), in turn."""
        stretch: list[Row] = []
        for row in self.rows:
            if stretch and stretch[-1].is_same != row.is_same:
                yield stretch[0].is_same, stretch
                stretch = []
            stretch.append(row)
        if stretch:
            yield stretch[0].is_same, stretch


def part(label: str | Promise, before: Sequence[Block], after: Sequence[Block]) -> Part:
    return Part(label, [*rows(before, after)])


def rows(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Row]:
    if len(before) + len(after) > MOST_LINES:
        yield from (whole(block, GONE) for block in before)
        yield from (whole(block, NEW) for block in after)
        return
    for is_equal, a, b, c, d in differences.places(before, after):
        if is_equal:
            yield from (whole(block, KEPT) for block in after[c:d])
        else:
            yield from replaced(before[a:b], after[c:d])


def replaced(before: Sequence[Block], after: Sequence[Block]) -> Iterator[Row]:
    """Blocks that stand in each other's place: those that are alike are compared by words."""
    one = other = 0
    for a, c in [*pairs(before, after), (len(before), len(after))]:
        yield from (whole(block, GONE) for block in before[one:a])
        yield from (whole(block, NEW) for block in after[other:c])
        if a < len(before):
            yield changed(before[a], after[c])
        one, other = a + 1, c + 1


def pairs(before: Sequence[Block], after: Sequence[Block]) -> list[tuple[int, int]]:
    """Which of them are the same block, changed: as much in common as can be, in order."""
    if len(before) * len(after) > MOST_PAIRS:
        return [*zip(range(len(before)), range(len(after)), strict=False)]
    one, other = ([_Words.of(block) for block in blocks] for blocks in (before, after))
    best = [[0.0] * (len(after) + 1) for _block in range(len(before) + 1)]
    alike: dict[tuple[int, int], float] = {}
    for a in reversed(range(len(before))):
        for c in reversed(range(len(after))):
            alike[a, c] = one[a].likeness(other[c])
            paired = alike[a, c] + best[a + 1][c + 1] if alike[a, c] >= ALIKE else 0.0
            best[a][c] = max(paired, best[a + 1][c], best[a][c + 1])
    return [*_taken(best, alike)]


def _taken(best: list[list[float]], alike: dict[tuple[int, int], float]) -> Iterator[tuple]:
    a = c = 0
    while a < len(best) - 1 and c < len(best[0]) - 1:
        if alike[a, c] >= ALIKE and best[a][c] == alike[a, c] + best[a + 1][c + 1]:
            yield a, c
            a, c = a + 1, c + 1
        elif best[a][c] == best[a + 1][c]:
            a += 1
        else:
            c += 1


@dataclass(frozen=True)
class _Words:
    """What two blocks are likened by: the words alone, or the picture or what is embedded."""

    words: list[str]
    picture: str

    @classmethod
    def of(cls, block: Block) -> "_Words":
        return cls([word.text.strip() for word in block.words], block.picture or block.embed)

    def likeness(self, other: "_Words") -> float:
        """From 0 to 1: how much of their words both have in common, in order."""
        if self.picture or other.picture:
            return float(self.picture == other.picture)
        if len(self.words) + len(other.words) > MOST_WORDS:
            return 0.0
        return Indel.normalized_similarity(self.words, other.words)


def whole(block: Block, change: str) -> Row:
    told = block.words or words(block.embed)
    said = [Piece(change, shown(told))] if told else []
    return Row(block.kind, change, said, picture=block.picture)


def changed(before: Block, after: Block) -> Row:
    kinds = (before.kind, after.kind) if before.kind != after.kind else ()
    named = tuple(KINDS.get(kind, kind) for kind in kinds)
    return Row(after.kind, "changed", [*pieces(before.words, after.words)], named)


def pieces(before: Sequence[Word], after: Sequence[Word]) -> Iterator[Piece]:
    for is_equal, a, b, c, d in differences.places(_keys(before), _keys(after)):
        if is_equal:
            yield Piece(KEPT, shown(after[c:d]))
            continue
        if a < b:
            yield Piece(GONE, shown(before[a:b]))
        if c < d:
            yield Piece(NEW, shown(after[c:d]))


def _keys(words: Iterable[Word]) -> list[tuple]:
    """What makes two words the same, wherever a line is broken behind them."""
    return [(word.text.strip(), word.marks) for word in words]


def shown(words: Sequence[Word]) -> SafeString:
    """The words with their emphasis; a link leads nowhere from here, and says where it would."""
    runs = groupby(words, key=attrgetter("marks"))
    said = (("".join(word.text for word in run), marks) for marks, run in runs)
    return SafeString("".join(_marked(text, marks) for text, marks in said))


def _marked(text: str, marks: Iterable[Mark]) -> SafeString:
    drawn = escape(text)
    for name, address in reversed([*marks]):
        if address:
            drawn = format_html('<u title="{}">{}</u>', address, drawn)
        elif name in ("strong", "em", "s", "code", "sup", "sub"):
            drawn = format_html("<{0}>{1}</{0}>", SafeString(name), drawn)
    return drawn
