from collections import Counter
from itertools import zip_longest

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Decision, Edit

from .proposal import Proposal
from .words import REPORTED, VERBS, Verb

Kind = Decision.Kind
Status = Comment.Status


def moves_of_list(name) -> list[Verb]:
    """The decisions offered for many at once: those that make sense for this list."""
    if name == "all":
        return [verb for kind, verb in VERBS.items() if kind not in Decision.EDITS]
    if name in ("edited", "reported"):
        return moves(Status.PUBLISHED, may_reverse=False, has_edit=name == "edited")
    return moves(name, may_reverse=name != Status.WAITING)


def moves(status, may_reverse, has_edit=False) -> list[Verb]:
    """The kinds of decision that make sense for comments of this status."""
    if status == Status.WITHDRAWN:
        return []
    kinds = {kind for kind, (allowed, _after) in Decision.ALLOWED.items() if status in allowed}
    if not has_edit:
        kinds -= {*Decision.EDITS}
    if may_reverse:
        kinds.add(Kind.REVERSE)
    return [verb for kind, verb in VERBS.items() if kind in kinds]


class Card:
    """One comment as a moderator sees it.

    `back` is where a decision on it leads, `following` the key of the card after it, `seen` the
    version that a moderator tried to judge, `is_alone` whether it has the page to itself.
    """

    def __init__(self, comment, back, following=None, seen=None, is_alone=False):
        self.comment, self.back, self.following = comment, back, following
        self.seen, self.is_alone = seen, is_alone

    @property
    def name(self):
        return self.comment.name or _("Somebody whose data were erased")

    @property
    def title(self):
        if self.comment.is_erased:
            return _("Erased comment")
        return _("Comment by %(name)s") % {"name": self.comment.name}

    @cached_property
    def history(self) -> list[Decision]:
        """Its decisions, the oldest first. From `with_context`, so without another query."""
        return [*self.comment.decisions.all()]

    @cached_property
    def moves(self):
        if self.comment.is_erased:
            return []
        return moves(self.comment.status, self.is_reversible, bool(self.proposal))

    @property
    def is_reversible(self) -> bool:
        """As the model answers it, from what is already at hand."""
        if not self.history or self.history[-1].status_after != self.comment.status:
            return False
        return not (self.edit_decided_last and self.has_waiting_edit)

    @property
    def edit_decided_last(self) -> Decision | None:
        """The last decision, or the one that it took back, where that was about an edit."""
        last = self.history[-1]
        if last.kind == Kind.REVERSE and len(self.history) > 1:
            last = self.history[-2]
        return last if last.kind in Decision.EDITS else None

    @property
    def chosen(self) -> str:
        """The comment and the version shown, as the forms send them."""
        return f"{self.comment.pk}-{self.comment.version}"

    @property
    def is_as_seen(self) -> bool:
        return self.seen in (None, self.comment.version)

    @property
    def has_address(self) -> bool:
        """Staff answer without a contact, and an erased comment has none any more."""
        return not (self.comment.staff_id or self.comment.is_erased)

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
        last = self.history[-1]
        if last.kind in Decision.EDITS:
            return _("the edit waits again")
        return _("back to %(status)s") % {"status": Comment.Status(last.status_before).label}

    @property
    def overtaken_by(self) -> Decision | None:
        """The decision that came between seeing and deciding; None if its writer was quicker."""
        last = self.history[-1] if self.history else None
        return last if last and last.comment_version >= self.seen else None

    # --- What its writer and its readers did since

    @cached_property
    def edits(self) -> list[Edit]:
        return [*self.comment.edits.all()]

    @property
    def has_waiting_edit(self) -> bool:
        return any(edit.status == Edit.Status.WAITING for edit in self.edits)

    @cached_property
    def proposal(self) -> Proposal | None:
        """The new text that waits for a decision, beside the published one."""
        if not self.comment.is_published:
            return None
        waiting = (edit for edit in self.edits if edit.status == Edit.Status.WAITING)
        return next((Proposal(self.comment, edit) for edit in waiting), None)

    @property
    def earlier(self) -> list[Edit]:
        """Edits that were taken or refused, each with the text that no reader sees any more."""
        return [edit for edit in self.edits if edit.status != Edit.Status.WAITING]

    @property
    def edited_at(self):
        return max((edit.at for edit in self.edits), default=None)

    @property
    def reported(self) -> str:
        """For what readers reported it, and how often: never who."""
        counts = Counter(report.reason for report in self.comment.reports.all())
        return ", ".join(f"{count}× {REPORTED[reason]}" for reason, count in counts.most_common())


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
