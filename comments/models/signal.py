from typing import NamedTuple

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import MODERATORS_AND_YOU, WITH_THE_COMMENT, Inventory

from .rule import Effect, RuleVersion, Terms

DETAIL_LIMIT = 300


class SignalDraft(NamedTuple):
    """What one rule saw in what was sent, before it is stored.

    `marks` are the places in the text that gave cause: pairs of begin and end. `weight` is by how
    many hours the comment moves ahead in the queue.
    """

    kind: str
    detail: str = ""
    effect: str = Effect.HOLD
    rule: RuleVersion | None = None
    marks: tuple = ()
    weight: int = 0


class SignalQuerySet(models.QuerySet):
    def note(self, comment, noticed, edit=None):
        """Keep what was noticed about a comment, or about a new text of it, as it stood."""
        self.bulk_create(Signal.of(comment, SignalDraft(*each), edit) for each in noticed)

    def strict(self):
        """Those that keep a comment from being shown before a moderator has read it."""
        return self.exclude(effect=Effect.NOTE)

    def hours(self) -> int:
        return self.aggregate(hours=Sum("weight"))["hours"] or 0


class Signal(models.Model):
    """What a rule, a hold or the form noticed about a comment, as it stood then."""

    # A rule speaks up under its own kind.
    Kind = models.TextChoices(  # type: ignore[call-overload]  # The stubs know only its look-up.
        "Kind",
        [
            ("HOLD", ("hold", _("Writer on hold"))),
            ("UNSCREENED", ("unscreened", _("Not fully checked: a rule failed"))),
            *((kind.name, (kind.value, kind.label)) for kind in Terms.Kind),
        ],
    )

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="signals")
    # The new text that it is about; None: about what came first.
    edit = models.ForeignKey(
        "comments.Edit", models.CASCADE, null=True, related_name="signals", db_index=False
    )
    rule = models.ForeignKey(
        RuleVersion, models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=Kind)
    detail = models.CharField(max_length=DETAIL_LIMIT, blank=True)
    effect = models.CharField(
        max_length=4, choices=Effect, default=Effect.HOLD, db_default=Effect.HOLD.value
    )
    weight = models.SmallIntegerField(default=0, db_default=0)
    marks = models.JSONField(default=list, db_default=[])

    inventory = Inventory(
        what=_("What our checks noticed about your comment"),
        fields={
            "kind": _("what a rule noticed, such as a form filled in faster than people type"),
            **dict.fromkeys(("detail", "marks"), _("a few details, and where in your text")),
            "edit": _("which version of your text it is about"),
            **dict.fromkeys(("rule", "effect", "weight"), _("which rule it was, and what it does")),
        },
        seen_by=MODERATORS_AND_YOU,
        kept=WITH_THE_COMMENT,
        not_personal=("comment",),
    )

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["edit"], name="signal_of_edit", condition=Q(edit__isnull=False)),
            models.Index(fields=["kind", "comment"], name="signal_kind"),
        ]

    def __str__(self):
        # Of a rule that broke, its name stands in the detail.
        if self.rule and self.kind != self.Kind.UNSCREENED:
            return self.rule.name
        return self.get_kind_display()

    @property
    def is_strict(self) -> bool:
        """Whether it keeps the comment from being shown before a moderator has read it."""
        return self.effect != Effect.NOTE

    @classmethod
    def of(cls, comment, draft: SignalDraft, edit=None) -> "Signal":
        """What a draft says about a comment, or about a new text of it. Unsaved."""
        return cls(
            comment=comment,
            edit=edit,
            kind=draft.kind,
            detail=draft.detail[:DETAIL_LIMIT],
            effect=draft.effect,
            rule=draft.rule,
            marks=[list(mark) for mark in draft.marks],
            weight=draft.weight,
        )
