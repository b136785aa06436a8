from itertools import pairwise

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.stored import MODERATORS, MODERATORS_AND_YOU, WITH_THE_COMMENT, Stored

from . import jobs
from .comment import Comment
from .edit import Edit
from .subscription import Subscription
from .thread import Thread


class Overtaken(Exception):
    """Somebody decided, or the reader edited, while this moderator was reading.

    `decision` is the latest one, or None.
    """

    def __init__(self, decision):
        super().__init__("The comment has changed since it was shown.")
        self.decision = decision


class Reason(models.TextChoices):
    """Why a comment is refused or taken down."""

    ATTACK = "attack", _("Attacks a person")
    HATE = "hate", _("Hatred against a group")
    PRIVATE = "private", _("Private facts about somebody")
    UNLAWFUL = "unlawful", _("Against the law")
    OFF_TOPIC = "off_topic", _("Not about the article")
    ADVERTISING = "advertising", _("Advertising")
    UNREADABLE = "unreadable", _("Cannot be understood")
    AUTHOR_ASKED = "author_asked", _("Its writer asked for it")
    OTHER = "other", _("Another reason (see the note)")


class DecisionQuerySet(models.QuerySet):
    @transaction.atomic
    def record(self, kind, by, reason="", note="", version=None, at=None) -> "Decision":
        """Decide about the comment whose `decisions` this is; count it and note it in one go.

        `version` is what the moderator saw: Overtaken if the comment is another one by now.
        `by` is nobody for TRUST alone. ValidationError where this kind of decision makes no sense.
        """
        shown = self._hints["instance"]
        at = at or timezone.now()
        # Always the thread before the comment: two decisions wait, they never block each other.
        thread = Thread.objects.select_for_update().get(article=shown.article_id)
        comment = Comment.objects.select_for_update().get(pk=shown.pk)
        if version is not None and version != comment.version:
            raise Overtaken(comment.decisions.last())
        decision = self.create(
            comment=comment,
            kind=kind,
            reason=reason,
            by=by,
            at=at,
            comment_version=comment.version,
            status_before=comment.status,
            status_after=Decision.outcome(kind, comment),
        )
        if note:
            DecisionNote.objects.create(decision=decision, text=note)
        decision.carry_out(comment)
        thread.recount(comment, decision.status_before, decision.status_after)
        if Subscription.objects.concerned_by(comment).exists():
            jobs.announce(comment)
        shown.refresh_from_db()
        return decision


class Decision(models.Model):
    """One judgement on one version of a comment. The database refuses to change or delete it."""

    class Kind(models.TextChoices):
        APPROVE = "approve", _("Approved")
        REFUSE = "refuse", _("Refused")
        SPAM = "spam", _("Marked as spam")
        TAKE_DOWN = "take_down", _("Taken down")
        TAKE_EDIT = "take_edit", _("Published the edit")
        DROP_EDIT = "drop_edit", _("Refused the edit")
        REVERSE = "reverse", _("Reversed the decision before")
        TRUST = "trust", _("Published by trust in a known reader")

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("moderator"),
    )
    at = models.DateTimeField(_("when"))
    comment_version = models.PositiveIntegerField(_("version judged"))
    status_before = models.CharField(max_length=10)
    status_after = models.CharField(max_length=10)

    stored = Stored(
        what=_("What moderators decided about your comment"),
        fields={
            "comment": _("which comment"),
            "kind": _("what was decided, when, and for which of the published reasons"),
            "reason": _("what was decided, when, and for which of the published reasons"),
            "at": _("what was decided, when, and for which of the published reasons"),
        },
        seen_by=MODERATORS_AND_YOU,
        kept=_("for good; it holds none of your words"),
        not_personal=("by", "comment_version", "status_before", "status_after"),
    )

    objects = DecisionQuerySet.as_manager()

    # What each kind may be decided about; REVERSE about anything that was decided.
    ALLOWED = {
        Kind.APPROVE: ({"waiting", "refused", "spam", "taken_down"}, "published"),
        Kind.REFUSE: ({"waiting", "spam"}, "refused"),
        Kind.SPAM: ({"waiting", "refused", "published", "taken_down"}, "spam"),
        Kind.TAKE_DOWN: ({"published"}, "taken_down"),
        Kind.TAKE_EDIT: ({"published"}, "published"),
        Kind.DROP_EDIT: ({"published"}, "published"),
        Kind.TRUST: ({"waiting"}, "published"),
    }
    EDITS = {Kind.TAKE_EDIT: Edit.Status.TAKEN, Kind.DROP_EDIT: Edit.Status.DROPPED}
    NEEDS_REASON = (Kind.REFUSE, Kind.TAKE_DOWN, Kind.DROP_EDIT)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_no_has_reason",
                condition=~models.Q(kind__in=["refuse", "take_down", "drop_edit"])
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

    @classmethod
    def outcome(cls, kind, comment) -> str:
        """The status after a decision of this kind; ValidationError where it makes no sense."""
        if comment.is_erased:
            raise ValidationError(_("This comment has been erased: there is nothing to decide."))
        if kind == cls.Kind.REVERSE:
            return cls._outcome_of_reversal(comment)
        allowed, after = cls.ALLOWED[kind]
        if comment.status not in allowed:
            raise ValidationError(
                _("This comment is already %(status)s.")
                % {"status": comment.get_status_display().lower()}
            )
        if kind in cls.EDITS and comment.proposed_edit is None:
            raise ValidationError(_("There is no edit to decide about."))
        return after

    @classmethod
    def _outcome_of_reversal(cls, comment) -> str:
        last = comment.decisions.last()
        if last is None:
            raise ValidationError(_("There is no decision to reverse."))
        if last.status_after != comment.status:
            raise ValidationError(_("Its writer has withdrawn it since."))
        if last.kind in cls.EDITS and comment.proposed_edit is not None:
            raise ValidationError(_("Its writer has sent another edit since: decide that one."))
        if last.kind == cls.Kind.REVERSE and last.reversed.kind in cls.EDITS:
            raise ValidationError(_("The edit waits again: decide that one."))
        return last.status_before

    def carry_out(self, comment):
        """Change `comment`, of which the caller holds the lock, to what was decided."""
        if self.kind in self.EDITS:
            self._decide_edit(comment)
        elif self.is_about_an_edit:
            self._reopen_edit(comment)
        comment.enter(self.status_after, self.at)

    @property
    def decider(self):
        """Who decided, in words: a person, or nobody by hand."""
        return self.by or _("Opinion, by trust in a known reader")

    @property
    def reversed(self) -> "Decision":
        """The decision that this one took back."""
        return self.comment.decisions.filter(pk__lt=self.pk).last()

    @property
    def is_about_an_edit(self) -> bool:
        """Whether it decided about a new text, or took such a decision back."""
        meant = self.reversed if self.kind == self.Kind.REVERSE else self
        return meant.kind in self.EDITS

    def _decide_edit(self, comment):
        edit = comment.proposed_edit
        edit.become(self.EDITS[self.kind])
        if self.kind == self.Kind.TAKE_EDIT:
            self._replace_text(comment, edit.text, self.at)

    def _reopen_edit(self, comment):
        edit = comment.edits.exclude(status=Edit.Status.WAITING).last()
        if self.reversed.kind == self.Kind.TAKE_EDIT:
            self._replace_text(comment, edit.before, self._edited_before())
        edit.become(Edit.Status.WAITING)

    def _edited_before(self):
        """When the text that comes back had been put there by an edit, if it had."""
        earlier = [*self.comment.decisions.filter(pk__lte=self.reversed.pk)]
        taken = [
            one.at
            for one, following in pairwise(earlier)
            if one.kind == self.Kind.TAKE_EDIT and following.kind != self.Kind.REVERSE
        ]
        return taken[-1] if taken else None

    def _replace_text(self, comment, text, edited_at):
        comment.text, comment.edited_at = text, edited_at
        comment.save(update_fields=["text", "html", "html_policy", "edited_at"])


class DecisionNote(models.Model):
    """A moderator's own words on a decision. Apart from it, so that they can be erased."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="note")
    text = models.TextField(_("note"))

    stored = Stored(
        what=_("A moderator's note on a decision"),
        fields={"text": _("the moderator's words")},
        seen_by=MODERATORS,
        kept=WITH_THE_COMMENT,
        not_personal=("decision",),
    )

    def __str__(self):
        return self.text
