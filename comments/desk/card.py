from itertools import zip_longest

from django.urls import reverse
from django.utils.functional import cached_property

from comments.models import Comment, Decision

from .words import VERBS, Verb


def moves(status, was_decided) -> list[Verb]:
    """The kinds of decision that make sense for comments of this status."""
    kinds = [kind for kind, (allowed, _after) in Decision.ALLOWED.items() if status in allowed]
    if was_decided:
        kinds.append(Decision.Kind.REVERSE)
    return [verb for kind, verb in VERBS.items() if kind in kinds]


class Card:
    """One comment as a moderator sees it.

    `back` is where a decision on it leads, `following` the key of the card after it, `seen` the
    version that a moderator tried to judge, `is_alone` whether it has the page to itself.
    """

    def __init__(self, comment, back, following=None, seen=None, is_alone=False):
        self.comment, self.back, self.following = comment, back, following
        self.seen, self.is_alone = seen, is_alone

    @cached_property
    def history(self) -> list[Decision]:
        """Its decisions, the oldest first. From `with_context`, so without another query."""
        return [*self.comment.decisions.all()]

    @cached_property
    def moves(self):
        return moves(self.comment.status, bool(self.history))

    @property
    def chosen(self) -> str:
        """The comment and the version shown, as the forms send them."""
        return f"{self.comment.pk}-{self.comment.version}"

    @property
    def is_as_seen(self) -> bool:
        return self.seen in (None, self.comment.version)

    @property
    def live(self):
        return self.comment.article.live_edition

    @property
    def answers_older_edition(self) -> bool:
        return self.comment.edition.number < self.live.number

    @property
    def level(self) -> int:
        return self.comment.depth + 1

    @property
    def status_before(self) -> str:
        """What a reversal leads back to, in words."""
        return Comment.Status(self.history[-1].status_before).label

    @property
    def overtaken_by(self) -> Decision | None:
        """The decision that came between seeing and deciding; None if the text changed."""
        last = self.history[-1] if self.history else None
        return last if last and last.comment_version >= self.seen else None


def cards(comments, back) -> list[Card]:
    """Cards in order, each knowing which one comes after it."""
    return [
        Card(comment, back, following and following.pk)
        for comment, following in zip_longest(comments, comments[1:])
    ]


def page_of(comment) -> str:
    return reverse("admin:comments_comment_change", args=[comment.pk])


def queue_page() -> str:
    return reverse("admin:comments_comment_changelist")
