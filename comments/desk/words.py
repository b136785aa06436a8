"""What the desk calls each kind of decision: on a button, in a question, and afterwards."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from comments.models import Decision

Kind = Decision.Kind


@dataclass(frozen=True)
class Verb:
    kind: Kind
    label: Promise
    question: Promise
    outcome: Promise

    @property
    def asks_reason(self) -> bool:
        return self.kind in (Kind.REFUSE, Kind.TAKE_DOWN)


VERBS = {
    verb.kind: verb
    for verb in (
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
