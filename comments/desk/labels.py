"""What the desk calls each kind of decision: on a button, in a question, and afterwards.

Trust is no button: it is Opinion's own.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from comments.models import Decision, Report
from comments.models.decision_kinds import KINDS, DecisionKind

Kind = Decision.Kind


@dataclass(frozen=True)
class Verb:
    """`key` presses its button; the letters are those of the English labels, as far as they go."""

    kind: str
    label: Promise
    question: Promise
    outcome: Promise
    key: str = ""

    @property
    def definition(self) -> DecisionKind:
        return KINDS[self.kind]

    @property
    def needs(self) -> str:
        """What it cannot be pressed without, if anything."""
        return self.definition.needs

    @property
    def is_assignment(self) -> bool:
        """Whether it only says who looks at the comment when, or sends it back to its writer."""
        return self.definition.is_assignment

    @property
    def takes_message(self) -> bool:
        """Whether the comment's writer may be told something in words."""
        return self.definition.takes_message


VERBS = {
    verb.kind: verb
    for verb in (
        Verb(
            Kind.ACCEPT_EDIT,
            _("Publish edit"),
            ngettext_lazy("Publish %d edit?", "Publish %d edits?"),
            ngettext_lazy("%d edit published.", "%d edits published."),
            "p",
        ),
        Verb(
            Kind.REJECT_EDIT,
            _("Refuse edit"),
            ngettext_lazy("Refuse %d edit?", "Refuse %d edits?"),
            ngettext_lazy(
                "%d edit refused. The published text stays.",
                "%d edits refused. The published texts stay.",
            ),
            "d",
        ),
        Verb(
            Kind.APPROVE,
            _("Approve"),
            ngettext_lazy("Approve %d comment?", "Approve %d comments?"),
            ngettext_lazy("%d comment approved.", "%d comments approved."),
            "a",
        ),
        Verb(
            Kind.REFUSE,
            _("Refuse"),
            ngettext_lazy("Refuse %d comment?", "Refuse %d comments?"),
            ngettext_lazy("%d comment refused.", "%d comments refused."),
            "r",
        ),
        Verb(
            Kind.DISMISS_REPORTS,
            _("Dismiss reports"),
            ngettext_lazy("Dismiss reports on %d comment?", "Dismiss reports on %d comments?"),
            ngettext_lazy(
                "Reports on %d comment dismissed.",
                "Reports on %d comments dismissed.",
            ),
            "l",
        ),
        Verb(
            Kind.TAKE_DOWN,
            _("Take down"),
            ngettext_lazy("Take down %d comment?", "Take down %d comments?"),
            ngettext_lazy("%d comment taken down.", "%d comments taken down."),
            "t",
        ),
        Verb(
            Kind.SPAM,
            _("Spam"),
            ngettext_lazy("Mark %d comment as spam?", "Mark %d comments as spam?"),
            ngettext_lazy("%d comment marked as spam.", "%d comments marked as spam."),
            "s",
        ),
        Verb(
            Kind.ASK_EDIT,
            _("Request edit"),
            ngettext_lazy("Request an edit of %d comment?", "Request an edit of %d comments?"),
            ngettext_lazy("Edit of %d comment requested.", "Edits of %d comments requested."),
            "e",
        ),
        Verb(
            Kind.HAND_OVER,
            _("Assign"),
            ngettext_lazy("Assign %d comment?", "Assign %d comments?"),
            ngettext_lazy("%d comment assigned.", "%d comments assigned."),
            "h",
        ),
        Verb(
            Kind.ESCALATE,
            _("Escalate"),
            ngettext_lazy("Escalate %d comment?", "Escalate %d comments?"),
            ngettext_lazy("%d comment escalated.", "%d comments escalated."),
            "x",
        ),
        Verb(
            Kind.SNOOZE,
            _("Snooze"),
            ngettext_lazy("Snooze %d comment?", "Snooze %d comments?"),
            ngettext_lazy("%d comment snoozed.", "%d comments snoozed."),
            "z",
        ),
        Verb(
            Kind.REQUEUE,
            _("Return to queue"),
            ngettext_lazy("Return %d comment to the queue?", "Return %d comments to the queue?"),
            ngettext_lazy(
                "%d comment returned to the queue.", "%d comments returned to the queue."
            ),
            "b",
        ),
        Verb(
            Kind.REVERSE,
            _("Reverse"),
            ngettext_lazy(
                "Reverse the last decision on %d comment?",
                "Reverse the last decision on %d comments?",
            ),
            ngettext_lazy(
                "The last decision on %d comment was reversed.",
                "The last decisions on %d comments were reversed.",
            ),
            "v",
        ),
    )
}

# What readers report, short enough to be counted: “3× attack”.
REPORTED = {
    Report.Reason.ATTACK: _("attack"),
    Report.Reason.HATE: _("hate speech"),
    Report.Reason.PRIVATE: _("private information"),
    Report.Reason.UNLAWFUL: _("illegal content"),
    Report.Reason.ADVERTISING: _("advertising"),
    Report.Reason.OTHER: _("other"),
}

# For how many hours a comment may be put aside.
SNOOZES = [
    (1, _("1 hour")),
    (4, _("4 hours")),
    (24, _("1 day")),
    (72, _("3 days")),
    (168, _("1 week")),
]
