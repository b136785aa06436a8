"""What each kind of decision is: what it is about, where it leads, what it needs, who hears of it.

One record a kind. What the desk calls it stands in desk/labels.py; everything else reads this.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .comment import Comment
from .edit import Edit
from .report import Report

Status, DeskState = Comment.Status, Comment.DeskState
WAITING, UPHELD, LEFT = Report.Outcome.WAITING, Report.Outcome.UPHELD, Report.Outcome.LEFT


@dataclass(frozen=True)
class DecisionKind:
    """`decided` is what was done, in words for staff; `tells`, in words for the comment's writer.

    Of what has no words for its writer, followers hear nothing either: it is the desk's own
    business. A judgement is made of comments in one of the `statuses`, and leads to `to_status`. An
    assignment leaves a comment as it is: it only says who looks at it when, and `desk_state` where
    it stands from then on. The reversal alone is neither.
    """

    kind: str
    decided: Promise
    tells: Promise | str = ""
    statuses: frozenset[str] = frozenset()
    to_status: str = ""
    desk_state: str | None = None
    # What it cannot be made without: "reason", "message_to_writer", "to" or "until".
    needs: str = ""
    # Whether the comment comes back to the queue by itself, at a moment named `until`.
    comes_back: bool = False
    # Whether colleagues hear of it by mail: whoever is to look at the comment now.
    hands_on: bool = False
    # Whether Opinion makes it by itself, in nobody's name.
    is_automatic: bool = False
    # What becomes of the edit that it is about.
    edit_becomes: str = ""
    is_about_reports: bool = False
    # What it says about reports on the comment, of those which had one of these outcomes so far.
    reports_become: str = ""
    of_reports: tuple[str, ...] = ()

    @property
    def is_judgement(self) -> bool:
        return bool(self.to_status)

    @property
    def changes_status(self) -> bool:
        """Whether it decides if the comment is shown, and not only about an edit or reports."""
        return self.is_judgement and self.to_status not in self.statuses

    @property
    def is_assignment(self) -> bool:
        return self.desk_state is not None

    @property
    def is_about_edit(self) -> bool:
        return bool(self.edit_becomes)

    @property
    def is_final(self) -> bool:
        """Whether taking it back cannot be taken back itself.

        The edit, the reports or the comment then wait again, and are decided anew.
        """
        return self.is_assignment or self.is_about_edit or self.is_about_reports

    @property
    def is_news(self) -> bool:
        """Whether the comment's writer and those who follow hear of it."""
        return bool(self.tells)

    @property
    def is_verdict(self) -> bool:
        """Whether it tells the comment's writer what becomes of it, or of an edit."""
        return self.is_news and self.kind != "reverse"

    @property
    def takes_message(self) -> bool:
        """Whether a moderator may say something to the comment's writer with it."""
        return self.needs in ("reason", "message_to_writer")


def _published() -> dict:
    return {"statuses": frozenset({Status.PUBLISHED}), "to_status": Status.PUBLISHED}


KINDS = {
    record.kind: record
    for record in (
        DecisionKind(
            "approve",
            _("Approved"),
            _("A moderator approved it."),
            frozenset({Status.WAITING, Status.REFUSED, Status.SPAM, Status.TAKEN_DOWN}),
            Status.PUBLISHED,
            reports_become=LEFT,
            # Also those it finds wrong after all.
            of_reports=(WAITING, UPHELD),
        ),
        DecisionKind(
            "refuse",
            _("Refused"),
            _("A moderator decided not to publish it."),
            frozenset({Status.WAITING, Status.SPAM}),
            Status.REFUSED,
            needs="reason",
            reports_become=UPHELD,
            of_reports=(WAITING,),
        ),
        DecisionKind(
            "spam",
            _("Marked as spam"),
            _("It was marked as spam."),
            frozenset({Status.WAITING, Status.REFUSED, Status.PUBLISHED, Status.TAKEN_DOWN}),
            Status.SPAM,
            reports_become=UPHELD,
            of_reports=(WAITING,),
        ),
        DecisionKind(
            "take_down",
            _("Taken down"),
            _("A moderator took it down."),
            frozenset({Status.PUBLISHED}),
            Status.TAKEN_DOWN,
            needs="reason",
            reports_become=UPHELD,
            of_reports=(WAITING,),
        ),
        DecisionKind(
            "dismiss_reports",
            _("Reports dismissed"),
            **_published(),
            is_about_reports=True,
            reports_become=LEFT,
            of_reports=(WAITING,),
        ),
        DecisionKind(
            "accept_edit",
            _("Edit published"),
            _("A moderator published your edit."),
            **_published(),
            edit_becomes=Edit.Status.TAKEN,
        ),
        DecisionKind(
            "reject_edit",
            _("Edit refused"),
            _("A moderator decided not to publish your edit."),
            **_published(),
            needs="reason",
            edit_becomes=Edit.Status.DROPPED,
        ),
        DecisionKind(
            "ask_edit",
            _("Edit requested"),
            _("A moderator asked you to change it."),
            desk_state=DeskState.ASKED,
            needs="message_to_writer",
            comes_back=True,
        ),
        DecisionKind(
            "hand_over",
            _("Assigned"),
            desk_state=DeskState.HANDED,
            needs="to",
            hands_on=True,
        ),
        DecisionKind(
            "escalate",
            _("Escalated"),
            desk_state=DeskState.ESCALATED,
            hands_on=True,
        ),
        DecisionKind(
            "snooze",
            _("Snoozed"),
            desk_state=DeskState.SNOOZED,
            needs="until",
            comes_back=True,
        ),
        DecisionKind("requeue", _("Returned to the queue"), desk_state=DeskState.NOT),
        DecisionKind("reverse", _("Decision reversed"), _("The previous decision was reversed.")),
        DecisionKind(
            "trust",
            _("Published automatically: known reader"),
            _("It appeared immediately, because we know you."),
            frozenset({Status.WAITING}),
            Status.PUBLISHED,
            is_automatic=True,
        ),
        # Made by moving in alone: where the comment stood on the platform that it comes from.
        DecisionKind("imported", _("Moved in"), is_automatic=True),
    )
}


def kinds_that(is_meant) -> list[str]:
    """The kinds of which `is_meant`, a question to a DecisionKind, is true."""
    return [kind for kind, record in KINDS.items() if is_meant(record)]
