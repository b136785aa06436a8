"""Two texts that came from one, put together where different paragraphs were changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import NamedTuple

from django.utils.safestring import SafeString

from opinion import differences, html
from opinion.forms import text

SAME, MINE, THEIRS, BOTH = "same", "mine", "theirs", "both"
CONFLICT = "conflict"
# Of more paragraphs, nobody could look through what was put together.
MOST_PIECES = 2_000


@dataclass(frozen=True)
class Hunk:
    """A stretch of paragraphs: as it was, changed by one of two, by both alike, or in conflict."""

    kind: str
    mine: list[SafeString]
    theirs: list[SafeString]

    def chosen(self, choice: str) -> list[SafeString]:
        if self.kind in (SAME, MINE, BOTH):
            return self.mine
        if self.kind == THEIRS:
            return self.theirs
        return {MINE: self.mine, THEIRS: self.theirs, BOTH: self.mine + self.theirs}[choice]


class _Change(NamedTuple):
    """`base[start:end]` became `texts`, by `side`."""

    start: int
    end: int
    side: str
    texts: Sequence[SafeString]


@dataclass
class _Group:
    """Changes that touch the same paragraphs."""

    changes: list[_Change]
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self):
        self.start, self.end = self.changes[0].start, self.changes[0].end

    def touches(self, change: _Change) -> bool:
        same_place = self.start == self.end == change.start == change.end
        return change.start < self.end or same_place

    def add(self, change: _Change):
        self.changes.append(change)
        self.end = max(self.end, change.end)

    def text_of(self, side: str, base: Sequence[SafeString]) -> list[SafeString]:
        said, at = [], self.start
        for change in self.changes:
            if change.side == side:
                said += [*base[at : change.start], *change.texts]
                at = change.end
        return [*said, *base[at : self.end]]

    def hunk(self, base: Sequence[SafeString]) -> Hunk:
        mine, theirs = (self.text_of(side, base) for side in (MINE, THEIRS))
        sides = {change.side for change in self.changes}
        kind = CONFLICT if len(sides) == 2 else sides.pop()
        return Hunk(BOTH if mine == theirs else kind, mine, theirs)


@dataclass(frozen=True)
class TextMerge:
    """What two people made of one text."""

    hunks: list[Hunk]

    @classmethod
    def of(cls, base: str, mine: str, theirs: str) -> "TextMerge":
        """Of three texts as they were typed. Raises TooLong, TooDeep."""
        return cls([*_hunks(*map(_pieces, (base, mine, theirs)))])

    @property
    def conflicts(self) -> list[Hunk]:
        return [hunk for hunk in self.hunks if hunk.kind == CONFLICT]

    @property
    def numbered(self) -> list[tuple[Hunk, int | None]]:
        """All hunks; those in conflict with their place among them."""
        numbers = count()
        return [(hunk, next(numbers) if hunk.kind == CONFLICT else None) for hunk in self.hunks]

    @property
    def key(self) -> str:
        """The same for the same texts: whether what was chosen was chosen of these."""
        said = "\0".join("\1".join([*hunk.mine, "\2", *hunk.theirs]) for hunk in self.hunks)
        return sha256(said.encode()).hexdigest()[:32]

    def text(self, choices: Mapping[int, str]) -> str | None:
        """The text with what was chosen for each conflict, by its place; None where one lacks."""
        said: list[str] = []
        for hunk, number in self.numbered:
            choice = "" if number is None else choices.get(number, "")
            if number is not None and choice not in (MINE, THEIRS, BOTH):
                return None
            said += hunk.chosen(choice)
        return "\n".join(said)


def _pieces(typed: str) -> list[SafeString]:
    found = html.pieces(html.article(text(typed)))
    if len(found) > MOST_PIECES:
        raise html.TooDeep
    return found


def _hunks(base: list, mine: list, theirs: list) -> Iterator[Hunk]:
    at = 0
    for group in _groups([*_changes(base, mine, MINE), *_changes(base, theirs, THEIRS)]):
        if at < group.start:
            yield Hunk(SAME, base[at : group.start], base[at : group.start])
        yield group.hunk(base)
        at = group.end
    if at < len(base):
        yield Hunk(SAME, base[at:], base[at:])


def _changes(base: list, other: list, side: str) -> Iterator[_Change]:
    for is_equal, a, b, c, d in differences.places(base, other):
        if not is_equal:
            yield _Change(a, b, side, other[c:d])


def _groups(changes: list[_Change]) -> Iterator[_Group]:
    group = None
    for change in sorted(changes, key=lambda change: (change.start, change.end)):
        if group and group.touches(change):
            group.add(change)
            continue
        if group:
            yield group
        group = _Group([change])
    if group:
        yield group
