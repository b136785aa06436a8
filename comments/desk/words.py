"""What the desk calls each kind of decision: on a button, in a question, and afterwards.

Trust is no button: it is Opinion's own.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from comments.models import Decision, Report

Kind = Decision.Kind


@dataclass(frozen=True)
class Verb:
    kind: Kind
    label: Promise
    question: Promise
    outcome: Promise

    @property
    def asks_reason(self) -> bool:
        return self.kind in Decision.NEEDS_REASON

    @property
    def is_about_edits(self) -> bool:
        return self.kind in Decision.EDITS


VERBS = {
    verb.kind: verb
    for verb in (
        Verb(
            Kind.TAKE_EDIT,
            _("Publish the edit"),
            ngettext_lazy("Publish %d edit?", "Publish %d edits?"),
            ngettext_lazy("%d edit published.", "%d edits published."),
        ),
        Verb(
            Kind.DROP_EDIT,
            _("Keep the published text"),
            ngettext_lazy("Refuse %d edit?", "Refuse %d edits?"),
            ngettext_lazy(
                "%d edit refused; the published text stays.",
                "%d edits refused; the published texts stay.",
            ),
        ),
        Verb(
            Kind.APPROVE,
            _("Approve"),
            ngettext_lazy("Approve %d comment?", "Approve %d comments?"),
            ngettext_lazy("%d comment approved.", "%d comments approved."),
        ),
        Verb(
            Kind.REFUSE,
            _("Refuse"),
            ngettext_lazy("Refuse %d comment?", "Refuse %d comments?"),
            ngettext_lazy("%d comment refused.", "%d comments refused."),
        ),
        Verb(
            Kind.TAKE_DOWN,
            _("Take down"),
            ngettext_lazy("Take down %d comment?", "Take down %d comments?"),
            ngettext_lazy("%d comment taken down.", "%d comments taken down."),
        ),
        Verb(
            Kind.SPAM,
            _("Spam"),
            ngettext_lazy("Mark %d comment as spam?", "Mark %d comments as spam?"),
            ngettext_lazy("%d comment marked as spam.", "%d comments marked as spam."),
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
