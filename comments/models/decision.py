from itertools import pairwise

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import MODERATORS_AND_YOU, Stored

from . import enqueue
from .comment import Comment
from .decision_kinds import PLACES, Outcome, is_final
from .decision_note import DecisionNote
from .edit import Edit
from .reason import CODE_LIMIT, words_of
from .report import Report
from .subscription import Subscription
from .thread import Thread


class StaleVersion(Exception):
    """Somebody decided, or the reader edited, while this moderator was reading.

    `decision` is the latest one, or None.
    """

    def __init__(self, decision):
        super().__init__("The comment has changed since it was shown.")
        self.decision = decision


class DecisionQuerySet(models.QuerySet):
    @transaction.atomic
    def record(
        self,
        kind,
        by,
        reason="",
        note="",
        version=None,
        at=None,
        *,
        told="",
        to=None,
        until=None,
    ) -> "Decision":
        """Decide about the comment whose `decisions` this is; count it and note it in one go.

        `version` is what the moderator saw: Overtaken if the comment is another one by now.
        `by` is nobody for TRUST alone. `note` is for colleagues, `told` for the comment's writer.
        `to` is the colleague it is handed to, `until` when it comes back to the queue.
        ValidationError where this kind of decision makes no sense.
        """
        shown = self._hints["instance"]
        at = at or timezone.now()
        # Always the thread before the comment: two decisions wait, they never block each other.
        thread = Thread.objects.select_for_update().get(article=shown.article_id)
        comment = Comment.objects.select_for_update().get(pk=shown.pk)
        if version is not None and version != comment.version:
            raise StaleVersion(comment.decisions.last())
        decision = self._note_down(comment, kind, by, reason, at, to, until)
        if note or told:
            DecisionNote.objects.create(decision=decision, text=note, told=told)
        decision.carry_out(comment)
        thread.recount(comment, decision.status_before, decision.status_after)
        if decision.is_news and Subscription.objects.concerned_by(comment).exists():
            enqueue.announce(comment)
        if kind in Decision.HANDS_ON:
            enqueue.tell_handed(decision)
        shown.refresh_from_db()
        return decision

    def _note_down(self, comment, kind, by, reason, at, to, until) -> "Decision":
        outcome = Outcome.of(kind, comment, to, until)
        return self.create(
            comment=comment,
            kind=kind,
            reason=reason,
            by=by,
            at=at,
            to=outcome.to,
            until=outcome.until,
            comment_version=comment.version,
            status_before=comment.status,
            status_after=outcome.status,
            aside_before=comment.aside,
            aside_after=outcome.aside,
        )

    def told(self):
        """With everybody and all the words that a page tells of them, in one query."""
        return self.select_related("by", "to", "note").annotate(
            reason_label=words_of("reason", "label"), reason_wording=words_of("reason", "wording")
        )


class Decision(models.Model):
    """What a moderator did about one version of a comment. The database refuses to change it."""

    class Kind(models.TextChoices):
        APPROVE = "approve", _("Approved")
        REFUSE = "refuse", _("Refused")
        SPAM = "spam", _("Marked as spam")
        TAKE_DOWN = "take_down", _("Taken down")
        KEEP = "keep", _("Left as it is")
        ACCEPT_EDIT = "accept_edit", _("Published the edit")
        REJECT_EDIT = "reject_edit", _("Refused the edit")
        ASK_EDIT = "ask_edit", _("Asked for an edit")
        HAND_OVER = "hand_over", _("Handed over")
        ESCALATE = "escalate", _("Escalated")
        SNOOZE = "snooze", _("Snoozed")
        REQUEUE = "requeue", _("Taken back into the queue")
        REVERSE = "reverse", _("Reversed the decision before")
        TRUST = "trust", _("Published by trust in a known reader")

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=16, choices=Kind)
    # The code of a Reason, kept whatever becomes of that.
    reason = models.CharField(_("reason"), max_length=CODE_LIMIT, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("moderator"),
    )
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    until = models.DateTimeField(null=True)
    at = models.DateTimeField(_("when"))
    comment_version = models.PositiveIntegerField(_("version judged"))
    status_before = models.CharField(max_length=10)
    status_after = models.CharField(max_length=10)
    aside_before = models.CharField(max_length=9, blank=True, default="", db_default="")
    aside_after = models.CharField(max_length=9, blank=True, default="", db_default="")

    stored = Stored(
        what=_("What moderators decided about your comment"),
        fields={
            "comment": _("which comment"),
            "kind": _("what was decided, when, and for which of the published reasons"),
            "reason": _("what was decided, when, and for which of the published reasons"),
            "at": _("what was decided, when, and for which of the published reasons"),
            "until": _("until when it was put aside"),
        },
        seen_by=MODERATORS_AND_YOU,
        kept=_("for good; it holds none of your words"),
        not_personal=(
            "by",
            "to",
            "comment_version",
            "status_before",
            "status_after",
            "aside_before",
            "aside_after",
        ),
    )

    objects = DecisionQuerySet.as_manager()

    EDITS = {Kind.ACCEPT_EDIT: Edit.Status.TAKEN, Kind.REJECT_EDIT: Edit.Status.DROPPED}
    # What leaves the comment as it is, and only says who looks at it when.
    ASSIGNMENTS = (Kind.HAND_OVER, Kind.ESCALATE, Kind.SNOOZE, Kind.REQUEUE)
    HANDS_ON = (Kind.HAND_OVER, Kind.ESCALATE)
    # The desk's own business, of which neither writers nor followers hear.
    UNTOLD = (*ASSIGNMENTS, Kind.KEEP)
    NEEDS_REASON = (Kind.REFUSE, Kind.TAKE_DOWN, Kind.REJECT_EDIT)
    # What its writer is told in words.
    TELLS = (*NEEDS_REASON, Kind.ASK_EDIT)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_no_has_reason",
                condition=~models.Q(kind__in=["refuse", "take_down", "reject_edit"])
                | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="decision_is_somebodys",
                condition=models.Q(kind="trust", by__isnull=True)
                | (~models.Q(kind="trust") & models.Q(by__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["comment", "comment_version"], name="decision_once_a_version"
            ),
        ]
        indexes = [models.Index(models.F("at").desc(), name="decision_latest")]

    def __str__(self):
        return self.get_kind_display()

    def carry_out(self, comment):
        """Change `comment`, of which the caller holds the lock, to what was decided."""
        if self.kind in self.EDITS:
            self._decide_edit(comment)
        elif self.is_about_an_edit:
            self._reopen_edit(comment)
        place = {"aside": self.aside_after, "until": self.until, "to": self.to}
        if self._meant.kind in PLACES:
            comment.step_aside(**place)
        else:
            comment.enter(self.status_after, self.at, **place)
        Report.objects.judged_by(self, comment)

    @property
    def public_reason(self) -> str:
        """What its writer is told of why: the moderator's words for it, else the reason's.

        Of decisions that were asked for by `told()`.
        """
        return self.words_told or (self.reason and self.reason_wording)

    @property
    def words_told(self) -> str:
        """The moderator's own words for its writer, if there are any."""
        note = getattr(self, "note", None)
        return note.told if note else ""

    @property
    def is_news(self) -> bool:
        """Whether its writer and those who follow hear of it."""
        return self._meant.kind not in self.UNTOLD

    @classmethod
    def news_among(cls, decisions) -> list["Decision"]:
        """Those of one comment's decisions, the oldest first, that are news; asks nothing."""
        told = []
        for before, decision in pairwise([None, *decisions]):
            meant = before if before and decision.kind == cls.Kind.REVERSE else decision
            if meant.kind not in cls.UNTOLD:
                told.append(decision)
        return told

    @property
    def _meant(self) -> "Decision":
        """The decision itself, or the one that it took back."""
        return self.reversed if self.kind == self.Kind.REVERSE else self

    @property
    def decider(self):
        """Who decided, in words: a person, or nobody by hand."""
        return self.by or _("Opinion, by trust in a known reader")

    @property
    def reversed(self) -> "Decision":
        """The decision that this one took back."""
        return self.comment.decisions.filter(pk__lt=self.pk).last()

    @property
    def is_reversible(self) -> bool:
        """Whether reversing it can make sense: what an undoing opened again is decided anew."""
        return self.kind != self.Kind.REVERSE or not is_final(self.reversed.kind)

    @property
    def is_about_an_edit(self) -> bool:
        """Whether it decided about a new text, or took such a decision back."""
        return self._meant.kind in self.EDITS

    def _decide_edit(self, comment):
        edit = comment.proposed_edit
        edit.become(self.EDITS[self.kind])
        if self.kind == self.Kind.ACCEPT_EDIT:
            self._replace_text(comment, edit.text, self.at)

    def _reopen_edit(self, comment):
        edit = comment.edits.exclude(status=Edit.Status.WAITING).last()
        if self.reversed.kind == self.Kind.ACCEPT_EDIT:
            self._replace_text(comment, edit.before, self._edited_before())
        edit.become(Edit.Status.WAITING)

    def _edited_before(self):
        """When the text that comes back had been put there by an edit, if it had."""
        earlier = [*self.comment.decisions.filter(pk__lte=self.reversed.pk)]
        taken = [
            one.at
            for one, following in pairwise(earlier)
            if one.kind == self.Kind.ACCEPT_EDIT and following.kind != self.Kind.REVERSE
        ]
        return taken[-1] if taken else None

    def _replace_text(self, comment, text, edited_at):
        comment.text, comment.edited_at = text, edited_at
        comment.save(update_fields=["text", "html", "html_policy", "edited_at"])
        comment.take_fingerprint()
