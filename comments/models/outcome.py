"""Where a decision leads a comment, and where it makes no sense."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .comment import Comment
from .decision_kinds import KINDS

DeskState = Comment.DeskState


@dataclass(frozen=True)
class Outcome:
    """Where a comment stands after a decision."""

    status: str
    desk_state: str = DeskState.NOT
    until: datetime | None = None
    to: object = None

    @classmethod
    def of(cls, kind, comment, to=None, until=None) -> "Outcome":
        """ValidationError, in words for the moderator, where the decision makes no sense."""
        record = KINDS[kind]
        if comment.is_erased:
            raise ValidationError(_("This comment has been erased. There is nothing to decide."))
        if record.is_assignment:
            return _assignment(record, comment, to, until)
        if record.is_judgement:
            return _judgement(record, comment)
        if kind != "reverse":
            raise ValidationError(_("Nobody decides this by hand."))
        return _reversal(comment)


def kinds_for(comment) -> set[str]:
    """The kinds of decision that make sense for a comment of this standing, but to reverse."""
    return {kind for kind, record in KINDS.items() if _fits(record, comment)}


def _fits(record, comment) -> bool:
    if record.is_assignment:
        return comment.wants_decision and _may_be_assigned(record, comment)
    if record.is_about_reports:
        return comment.is_reported
    return comment.status in record.statuses


def _may_be_assigned(record, comment) -> bool:
    if record.desk_state == DeskState.NOT:
        return bool(comment.desk_state)
    if record.desk_state == DeskState.ASKED:
        return not (comment.is_decided or comment.staff_id)
    return True


def _judgement(record, comment) -> Outcome:
    if record.is_about_reports and not comment.is_reported:
        raise ValidationError(_("This comment has no open reports."))
    if comment.status not in record.statuses:
        raise ValidationError(
            _("This comment is already %(status)s.")
            % {"status": comment.get_status_display().lower()}
        )
    if record.is_about_edit and comment.proposed_edit is None:
        raise ValidationError(_("There is no edit to review."))
    return Outcome(record.to_status)


def _assignment(record, comment, to, until) -> Outcome:
    if not _fits(record, comment):
        raise ValidationError(_("This comment is no longer waiting for a decision."))
    if record.needs == "to" and to is None:
        raise ValidationError(_("Choose a colleague."))
    if record.comes_back and until is None:
        raise ValidationError(_("Choose how long."))
    return Outcome(
        comment.status,
        record.desk_state,
        until if record.comes_back else None,
        to if record.needs == "to" else None,
    )


def _reversal(comment) -> Outcome:
    decisions = [*comment.decisions.order_by("-pk")[:2]][::-1]
    edit_waits = comment.proposed_edit is not None
    objection = objection_to_reversing(comment, decisions, edit_waits)
    if objection:
        raise ValidationError(str(objection))
    return _before(decisions[-1])


def objection_to_reversing(comment, decisions, edit_waits) -> Promise | str:
    """Why the last of the comment's decisions cannot be taken back; empty where it can.

    `decisions` are at least its last two, the oldest first; `edit_waits` says whether a new text of
    it waits for a moderator.
    """
    last = decisions[-1] if decisions else None
    if last is None:
        return _("There is no decision to reverse.")
    if last.kind == "imported":
        return _("It moved in like this. Decide it anew.")
    if last.status_after != comment.status:
        return _("The writer has since withdrawn it.")
    if last.desk_state_after != comment.desk_state:
        return _("It has since returned to the queue. Decide it there.")
    if last.definition.is_about_edit and edit_waits:
        return _("The writer has since sent another edit. Decide that one.")
    if last.kind == "reverse" and decisions[-2].definition.is_final:
        return _("This decision was reversed. The comment is waiting again.")
    return ""


def _before(last) -> Outcome:
    """Where the comment stood before the decision `last`."""
    if not last.desk_state_before:
        return Outcome(last.status_before)
    put_there = last.comment.decisions.filter(
        pk__lt=last.pk, desk_state_after=last.desk_state_before
    ).last()
    return Outcome(last.status_before, last.desk_state_before, put_there.until, put_there.to)
