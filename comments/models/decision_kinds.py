"""What a kind of decision leads to, and where it makes no sense."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .comment import Comment

Status, Aside = Comment.Status, Comment.Aside

# About which statuses, and to which status it leads.
STATUSES = {
    "approve": ({"waiting", "refused", "spam", "taken_down"}, "published"),
    "refuse": ({"waiting", "spam"}, "refused"),
    "spam": ({"waiting", "refused", "published", "taken_down"}, "spam"),
    "take_down": ({"published"}, "taken_down"),
    "accept_edit": ({"published"}, "published"),
    "reject_edit": ({"published"}, "published"),
    "trust": ({"waiting"}, "published"),
}
EDITS = ("accept_edit", "reject_edit")
# What only says who looks at it when, and where it stands from then on.
PLACES = {
    "ask_edit": Aside.ASKED,
    "hand_over": Aside.HANDED,
    "escalate": Aside.ESCALATED,
    "snooze": Aside.SNOOZED,
    "requeue": Aside.NOT,
}
UNTIL = ("ask_edit", "snooze")


@dataclass(frozen=True)
class Outcome:
    """Where a comment stands after a decision."""

    status: str
    aside: str = Aside.NOT
    until: datetime | None = None
    to: object = None

    @classmethod
    def of(cls, kind, comment, to=None, until=None) -> "Outcome":
        """ValidationError, in words for the moderator, where the decision makes no sense."""
        if comment.is_erased:
            raise ValidationError(_("This comment has been erased: there is nothing to decide."))
        if kind == "reverse":
            return _reversal(comment)
        if kind == "keep":
            return _kept(comment)
        if kind in PLACES:
            return _assignment(kind, comment, to, until)
        return _judgement(kind, comment)


def kinds_for(comment) -> set[str]:
    """The kinds of decision that make sense for a comment of this standing, but to reverse."""
    found = {kind for kind, (allowed, _after) in STATUSES.items() if comment.status in allowed}
    if comment.is_reported:
        found.add("keep")
    if comment.wants_decision:
        found |= {*PLACES}
        if not comment.aside:
            found.remove("requeue")
        if comment.is_decided or comment.staff_id:
            found.remove("ask_edit")
    return found


def _judgement(kind, comment) -> Outcome:
    allowed, after = STATUSES[kind]
    if comment.status not in allowed:
        raise ValidationError(
            _("This comment is already %(status)s.")
            % {"status": comment.get_status_display().lower()}
        )
    if kind in EDITS and comment.proposed_edit is None:
        raise ValidationError(_("There is no edit to decide about."))
    return Outcome(after)


def _kept(comment) -> Outcome:
    if not comment.is_reported:
        raise ValidationError(_("No report on this comment waits for an answer."))
    return Outcome(comment.status)


def _assignment(kind, comment, to, until) -> Outcome:
    if kind not in kinds_for(comment):
        raise ValidationError(_("This comment does not wait for a decision any more."))
    if kind == "hand_over" and to is None:
        raise ValidationError(_("Say to whom."))
    if kind in UNTIL and until is None:
        raise ValidationError(_("Say until when."))
    return Outcome(
        comment.status,
        PLACES[kind],
        until if kind in UNTIL else None,
        to if kind == "hand_over" else None,
    )


def _reversal(comment) -> Outcome:
    last = comment.decisions.last()
    if last is None:
        raise ValidationError(_("There is no decision to reverse."))
    if last.status_after != comment.status:
        raise ValidationError(_("Its writer has withdrawn it since."))
    if last.aside_after != comment.aside:
        raise ValidationError(_("It is back in the queue since: decide it there."))
    if last.kind in EDITS and comment.proposed_edit is not None:
        raise ValidationError(_("Its writer has sent another edit since: decide that one."))
    if not last.is_reversible:
        raise ValidationError(_("What was taken back is open again: decide it anew."))
    return _before(last)


def is_final(kind) -> bool:
    """Whether taking back a decision of this kind cannot be taken back itself.

    The edit, the reports or the comment then wait again, and are decided anew.
    """
    return kind in EDITS or kind in PLACES or kind == "keep"


def _before(last) -> Outcome:
    """Where the comment stood before the decision `last`."""
    if not last.aside_before:
        return Outcome(last.status_before)
    put = last.comment.decisions.filter(pk__lt=last.pk, aside_after=last.aside_before).last()
    return Outcome(last.status_before, last.aside_before, put.until, put.to)
