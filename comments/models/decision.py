from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .comment import Comment
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
        ValidationError where this kind of decision makes no sense.
        """
        shown = self._hints["instance"]
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
            at=at or timezone.now(),
            comment_version=comment.version,
            status_before=comment.status,
            status_after=Decision.outcome(kind, comment),
        )
        if note:
            DecisionNote.objects.create(decision=decision, text=note)
        comment.enter(decision.status_after, decision.at)
        thread.recount(decision)
        shown.refresh_from_db(fields=["status", "version", "published_at", "waiting_since"])
        return decision


class Decision(models.Model):
    """One judgement on one version of a comment. The database refuses to change or delete it."""

    class Kind(models.TextChoices):
        APPROVE = "approve", _("Approved")
        REFUSE = "refuse", _("Refused")
        SPAM = "spam", _("Marked as spam")
        TAKE_DOWN = "take_down", _("Taken down")
        REVERSE = "reverse", _("Reversed the decision before")

    comment = models.ForeignKey("comments.Comment", models.PROTECT, related_name="decisions")
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("moderator")
    )
    at = models.DateTimeField(_("when"))
    comment_version = models.PositiveIntegerField(_("version judged"))
    status_before = models.CharField(max_length=10)
    status_after = models.CharField(max_length=10)

    objects = DecisionQuerySet.as_manager()

    # What each kind may be decided about; REVERSE about anything that was decided.
    ALLOWED = {
        Kind.APPROVE: ({"waiting", "refused", "spam", "taken_down"}, "published"),
        Kind.REFUSE: ({"waiting", "spam"}, "refused"),
        Kind.SPAM: ({"waiting", "refused", "published", "taken_down"}, "spam"),
        Kind.TAKE_DOWN: ({"published"}, "taken_down"),
    }

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_refusal_has_reason",
                condition=~models.Q(kind__in=["refuse", "take_down"]) | ~models.Q(reason=""),
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
        if kind == cls.Kind.REVERSE:
            last = comment.decisions.last()
            if last is None:
                raise ValidationError(_("There is no decision to reverse."))
            return last.status_before
        allowed, after = cls.ALLOWED[kind]
        if comment.status not in allowed:
            raise ValidationError(
                _("This comment is already %(status)s.")
                % {"status": comment.get_status_display().lower()}
            )
        return after


class DecisionNote(models.Model):
    """A moderator's own words on a decision. Apart from it, so that they can be erased."""

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="note")
    text = models.TextField(_("note"))

    def __str__(self):
        return self.text
