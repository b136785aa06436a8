"""Comments that say, or advertise, nearly the same as one: to be decided together.

Found by their fingerprints, then compared. What is looked at is bounded, whatever a campaign sends.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import reduce

from django.db.models import prefetch_related_objects
from django.utils.translation import ngettext_lazy

from comments.models import Comment
from comments.rules import fingerprints
from comments.rules.remembering import remembered
from comments.rules.similarity import likeness, likeness_in_order

from .together import asked_together

# Of those that wait, and of those decided, the newest so many are looked at: on a page of its own,
# and beside each other on a page of cards.
LOOKED_AT, ON_A_CARD = 200, 50
NEAR = 0.8
# Less alike than that, no change of names makes two texts the same.
WORTH_A_LOOK = 0.25
# With half of its bands in common a text is nearly the same: of texts that are only .7 alike, one
# pair in ten thousand has as many; of short ones, whose bands are wider, as few at .4, where every
# sixth word is another.
SURE = 10
# So many pairs, and so many letters, are compared for one page; the doubtful ones beyond that are
# left out. The letters take a third of a second.
COMPARED, LETTERS = 200, 500_000

Status = Comment.Status
DECIDED = {
    Status.SPAM: ngettext_lazy("%d marked as spam", "%d marked as spam"),
    Status.REFUSED: ngettext_lazy("%d refused", "%d refused"),
    Status.TAKEN_DOWN: ngettext_lazy("%d taken down", "%d taken down"),
    Status.PUBLISHED: ngettext_lazy("%d published", "%d published"),
}
# PostgreSQL takes the keys of a text for independent of each other, and so would expect most of the
# table to share one with a campaign, and read all of it. Of keys that it learns only as it runs it
# expects few, and asks the index.
NEWEST = """
    WITH asked AS MATERIALIZED (
        SELECT number, array_agg(key) AS keys
        FROM unnest(%s::int[], %s::bigint[]) AS one (number, key) GROUP BY number
    )
    SELECT asked.number, near.place, near.comment_id, near.status, near.keys
    FROM asked CROSS JOIN LATERAL (
        SELECT comment_id, status, prints.keys, row_number() OVER (
            PARTITION BY status = 'waiting' ORDER BY comment_id DESC) AS place
        FROM comments_fingerprint prints JOIN comments_comment ON id = comment_id
        WHERE prints.keys && asked.keys AND prints.version = %s
        AND (status = 'waiting' AND desk_state = '' OR status = ANY(%s))
    ) near
    WHERE near.place <= %s
"""


@dataclass
class Gathered:
    """What is like the comment `pk`.

    The numbers of others that wait, and what became of earlier ones; `is_cut` where there may be
    more than were looked at.
    """

    pk: int
    waiting: list[int] = field(default_factory=list)
    decided: Counter = field(default_factory=Counter)
    is_cut: bool = False

    def __bool__(self):
        return bool(self.waiting or self.decided)

    def add(self, candidate):
        if candidate.status == Status.WAITING:
            self.waiting.append(candidate.pk)
        else:
            self.decided[candidate.status] += 1

    @property
    def count(self) -> int:
        return len(self.waiting)

    @property
    def outcomes(self) -> list[str]:
        """How those like it were decided, in words."""
        return [
            words % self.decided[status]
            for status, words in DECIDED.items()
            if self.decided[status]
        ]


@dataclass
class Candidate:
    pk: int
    status: str
    keys: frozenset[int]

    def is_surely_like(self, keys) -> bool:
        shared = self.keys & keys
        return len(shared) >= SURE or any(key % 2 for key in shared)


@dataclass
class Group:
    """Comments of one page that may be like each other, and all that may be like any of them."""

    keys: frozenset[int]
    members: dict[int, frozenset[int]]
    candidates: list[Candidate] = field(default_factory=list)
    is_cut: bool = False

    def __or__(self, other):
        return Group(self.keys | other.keys, self.members | other.members)


def gathered(comment) -> Gathered:
    return gathered_of([comment], LOOKED_AT)[comment.pk]


def gathered_of(comments, most=ON_A_CARD) -> dict[int, Gathered]:
    """What is like each of `comments`, by their numbers; as many queries for many as for one."""
    (gathered,) = asked_together(gathered_asked(comments, most))
    return gathered


def gathered_asked(comments, most=ON_A_CARD):
    """As `gathered_of`, an asker; asks once more for the texts of what may be alike."""
    gathered = {comment.pk: Gathered(comment.pk) for comment in comments}
    groups = _grouped(_keys_of(comments))
    yield from _look(groups, most)
    doubtful = []
    for group in groups:
        for pk, keys in group.members.items():
            gathered[pk].is_cut = group.is_cut
            doubtful += _add_sure(gathered[pk], keys, group.candidates)
    _compare(gathered, doubtful)
    return gathered


def _keys_of(comments) -> dict[int, frozenset[int]]:
    """By what each is found."""
    prefetch_related_objects(comments, "fingerprint")  # of those that come without it
    prints = [getattr(comment, "fingerprint", None) for comment in comments]
    return {
        kept.pk: frozenset(kept.keys)
        for kept in prints
        if kept and kept.keys and kept.version == fingerprints.VERSION
    }


def _grouped(prints) -> list[Group]:
    """Those that share a key stand together: a campaign is looked for once, not for each card."""
    groups: list[Group] = []
    for pk, keys in prints.items():
        near = [group for group in groups if group.keys & keys]
        apart = [group for group in groups if not group.keys & keys]
        groups = [*apart, reduce(Group.__or__, near, Group(keys, {pk: keys}))]
    return groups


def _look(groups, most):
    """Give each group the newest comments that share a key with it: waiting ones, and decided."""
    pairs = [(number, key) for number, group in enumerate(groups) for key in group.keys]
    numbers, keys = zip(*pairs, strict=True) if pairs else ((), ())
    asked = [[*numbers], [*keys], fingerprints.VERSION, [*DECIDED], most + 1]
    for found in (yield [(NEWEST, asked)] if pairs else []):
        for row in found:
            group = groups[row["number"]]
            if row["place"] > most:
                group.is_cut = True
            else:
                of_it = frozenset(row["keys"])
                group.candidates.append(Candidate(row["comment_id"], row["status"], of_it))


def _add_sure(gathered, keys, candidates) -> list[tuple]:
    """Add what is like it for sure; returns what has to be compared: pairs of comments."""
    doubtful = []
    for candidate in candidates:
        if candidate.pk == gathered.pk or not candidate.keys & keys:
            continue
        if candidate.is_surely_like(keys):
            gathered.add(candidate)
        else:
            doubtful.append((gathered.pk, candidate))
    return doubtful


def _is_near(a, b) -> bool:
    """By their words, or by what stays of them where numbers, names and links are others.

    Who copies a letter and changes a word here and there leaves the others in their order.
    """
    alike = likeness(a, b)
    if alike < WORTH_A_LOOK:
        return False
    return alike >= NEAR or likeness_in_order(a, b) >= NEAR


@remembered()
def _compare(gathered, doubtful):
    """Add what is like it by its words."""
    for pk, _candidate in doubtful[COMPARED:]:
        gathered[pk].is_cut = True
    compared, left = doubtful[:COMPARED], LETTERS
    numbers = {number for pk, candidate in compared for number in (pk, candidate.pk)}
    texts = dict(Comment.objects.filter(pk__in=numbers).values_list("pk", "text"))
    for pk, candidate in compared:
        pair = texts[pk], texts[candidate.pk]
        left -= sum(map(len, pair))
        if left < 0:
            gathered[pk].is_cut = True
        elif _is_near(*pair):
            gathered[pk].add(candidate)
