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

    kind: Kind
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
            _("Publish the edit"),
            ngettext_lazy("Publish %d edit?", "Publish %d edits?"),
            ngettext_lazy("%d edit published.", "%d edits published."),
            "p",
        ),
        Verb(
            Kind.REJECT_EDIT,
            _("Keep the published text"),
            ngettext_lazy("Refuse %d edit?", "Refuse %d edits?"),
            ngettext_lazy(
                "%d edit refused; the published text stays.",
                "%d edits refused; the published texts stay.",
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
            _("Leave it"),
            ngettext_lazy("Leave %d comment as it is?", "Leave %d comments as they are?"),
            ngettext_lazy(
                "%d comment left as it is; its reports are answered.",
                "%d comments left as they are; their reports are answered.",
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
            _("Ask for an edit"),
            ngettext_lazy("Ask for an edit of %d comment?", "Ask for an edit of %d comments?"),
            ngettext_lazy(
                "%d comment sent back to its writer.", "%d comments sent back to their writers."
            ),
            "e",
        ),
        Verb(
            Kind.HAND_OVER,
            _("Hand over"),
            ngettext_lazy("Hand over %d comment?", "Hand over %d comments?"),
            ngettext_lazy("%d comment handed over.", "%d comments handed over."),
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
            _("Back into the queue"),
            ngettext_lazy(
                "Put %d comment back into the queue?", "Put %d comments back into the queue?"
            ),
            ngettext_lazy(
                "%d comment is in the queue again.", "%d comments are in the queue again."
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
    Report.Reason.HATE: _("hatred"),
    Report.Reason.PRIVATE: _("private facts"),
    Report.Reason.UNLAWFUL: _("against the law"),
    Report.Reason.ADVERTISING: _("advertising"),
    Report.Reason.OTHER: _("something else"),
}

# For how many hours a comment may be put aside.
SNOOZES = [
    (1, _("an hour")),
    (4, _("four hours")),
    (24, _("a day")),
    (72, _("three days")),
    (168, _("a week")),
]
