from itertools import pairwise

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import MODERATORS_AND_YOU, Inventory

from . import enqueue
from .comment import Comment
from .decision_kinds import KINDS, DecisionKind, kinds_that
from .decision_note import DecisionNote
from .edit import Edit
from .fingerprint import Fingerprint
from .outcome import Outcome
from .reason import CODE_LIMIT, words_of
from .report import Report
from .subscription import Subscription
from .thread import Thread

AUTOMATIC = models.Q(kind__in=kinds_that(lambda kind: kind.is_automatic))
NEEDS_REASON = models.Q(kind__in=kinds_that(lambda kind: kind.needs == "reason"))


class StaleVersion(Exception):
    """Somebody decided, or the reader edited, while this moderator was reading.

    `decision` is the latest one, or None.
    """

    def __init__(self, decision):
        super().__init__("The comment has changed since it was shown.")
        self.decision = decision


def _with_whom_it_concerns(comments):
    """Whether there are reports on it, and subscriptions at its article: mostly there are none."""
    reports = Report.objects.filter(comment=models.OuterRef("pk"))
    followers = Subscription.objects.active().filter(article=models.OuterRef("article"))
    return comments.annotate(
        has_reports=models.Exists(reports), has_followers=models.Exists(followers)
    )


class DecisionQuerySet(models.QuerySet):
    @transaction.atomic
    def decide(
        self,
        shown,
        kind,
        by,
        *,
        reason="",
        note="",
        message_to_writer="",
        to=None,
        until=None,
        version=None,
        at=None,
    ) -> "Decision":
        """Decide about the comment `shown`, of which the key is enough; count it in one go.

        `version` is what the moderator saw: StaleVersion if the comment is another one by now.
        `by` is nobody for TRUST alone. `note` is for colleagues, `message_to_writer` stands in the
        place of the reason's public wording. `to` is the colleague it is handed to, `until` when it
        comes back to the queue. ValidationError where this kind of decision makes no sense.
        """
        at = at or timezone.now()
        # Always the thread before the comment: two decisions wait, they never block each other.
        threads = Thread.objects.select_for_update(of=("self",))
        thread = threads.get(article__comments=shown.pk)
        comment = _with_whom_it_concerns(Comment.objects.select_for_update()).get(pk=shown.pk)
        if version is not None and version != comment.version:
            raise StaleVersion(comment.decisions.last())
        outcome = Outcome.of(kind, comment, to, until)
        decision = self._note_down(comment, outcome, kind=kind, by=by, reason=reason, at=at)
        if note or message_to_writer:
            DecisionNote.objects.create(
                decision=decision, text=note, message_to_writer=message_to_writer
            )
        decision.carry_out(comment)
        thread.recount(comment, decision.status_before, decision.status_after)
        decision.announce()
        shown.become(comment)
        return decision

    def _note_down(self, comment, outcome, **said) -> "Decision":
        return self.create(
            comment=comment,
            comment_version=comment.version,
            status_before=comment.status,
            status_after=outcome.status,
            desk_state_before=comment.desk_state,
            desk_state_after=outcome.desk_state,
            to=outcome.to,
            until=outcome.until,
            **said,
        )

    def with_display_data(self):
        """With everybody and all the words that a page tells of them, in one query."""
        return self.select_related("by", "to", "note").annotate(
            reason_label=words_of("reason", "label"), reason_wording=words_of("reason", "wording")
        )


class Decision(models.Model):
    """What a moderator did about one version of a comment. The database refuses to change it."""

    Kind = models.TextChoices(  # type: ignore[call-overload]  # The stubs know only its look-up.
        "Kind", [(kind.upper(), (kind, record.decided)) for kind, record in KINDS.items()]
    )

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
    desk_state_before = models.CharField(max_length=9, blank=True, default="", db_default="")
    desk_state_after = models.CharField(max_length=9, blank=True, default="", db_default="")

    inventory = Inventory(
        what=_("What moderators decided about your comment"),
        fields={
            "comment": _("which comment"),
            **dict.fromkeys(
                ("kind", "reason", "at"),
                _("what was decided, when, and for which of our public reasons"),
            ),
            "until": _("until when it was left for later"),
        },
        seen_by=MODERATORS_AND_YOU,
        kept=_("for good; it contains none of your words"),
        not_personal=(
            "by",
            "to",
            "comment_version",
            "status_before",
            "status_after",
            "desk_state_before",
            "desk_state_after",
        ),
    )

    objects = DecisionQuerySet.as_manager()

    # Only of decisions that were asked for by `with_display_data()`.
    reason_label: str
    reason_wording: str

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_no_has_reason",
                condition=~NEEDS_REASON | ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="decision_is_somebodys",
                condition=AUTOMATIC & models.Q(by__isnull=True)
                | ~AUTOMATIC & models.Q(by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["comment", "comment_version"], name="decision_once_a_version"
            ),
        ]
        indexes = [models.Index(models.F("at").desc(), name="decision_latest")]

    def __str__(self):
        return self.get_kind_display()

    @property
    def definition(self) -> DecisionKind:
        """What its kind is."""
        return KINDS[self.kind]

    def carry_out(self, comment):
        """Change `comment`, of which the caller holds the lock, to what was decided."""
        if self.definition.is_about_edit:
            self._decide_edit(comment)
        elif self.is_about_an_edit:
            self._reopen_edit(comment)
        place = {"desk_state": self.desk_state_after, "until": self.until, "to": self.to}
        meant = self._meant
        if meant.definition.is_assignment:
            comment.step_aside(**place)
        else:
            left = meant.at if meant is not self else None
            comment.enter(self.status_after, self.at, left=left, **place)
        if comment.has_reports:
            Report.objects.answer_by(self, comment)

    def announce(self):
        """Have mailed who is to hear of it: the writer and followers, or colleagues."""
        if self.comment.has_followers and self.is_news and self._concerns_somebody():
            enqueue.announce(self.comment)
        if self.definition.hands_on:
            enqueue.tell_handed(self)

    def _concerns_somebody(self) -> bool:
        return Subscription.objects.concerned_by(self.comment).exists()

    @property
    def public_reason(self) -> str:
        """What its writer is told of why: the moderator's words for it, else the reason's.

        Of decisions that were asked for by `with_display_data()`.
        """
        return self.message_to_writer or (self.reason and self.reason_wording)

    @property
    def message_to_writer(self) -> str:
        """The moderator's own words for its writer, if there are any."""
        note = getattr(self, "note", None)
        return note.message_to_writer if note else ""

    @property
    def is_news(self) -> bool:
        """Whether its writer and those who follow hear of it."""
        return self._meant.definition.is_news

    @classmethod
    def news_among(cls, decisions) -> list["Decision"]:
        """Those of one comment's decisions, the oldest first, that are news; asks nothing."""
        news = []
        for before, decision in pairwise([None, *decisions]):
            meant = before if before and decision.kind == cls.Kind.REVERSE else decision
            if meant.definition.is_news:
                news.append(decision)
        return news

    @property
    def _meant(self) -> "Decision":
        """The decision itself, or the one that it took back."""
        return self.reversed if self.kind == self.Kind.REVERSE else self

    @property
    def decider(self):
        """Who decided, in words: a person, or nobody by hand."""
        return self.by or _("Opinion (automatic)")

    @property
    def reversed(self) -> "Decision":
        """The decision that this one took back."""
        return self.comment.decisions.filter(pk__lt=self.pk).latest("pk")

    @property
    def is_reversible(self) -> bool:
        """Whether reversing it can make sense: what an undoing opened again is decided anew."""
        return self.kind != self.Kind.REVERSE or not self.reversed.definition.is_final

    @property
    def is_about_an_edit(self) -> bool:
        """Whether it decided about a new text, or took such a decision back."""
        return self._meant.definition.is_about_edit

    def _decide_edit(self, comment):
        edit = comment.proposed_edit
        edit.become(self.definition.edit_becomes)
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
        accepted = [
            decision.at
            for decision, following in pairwise(earlier)
            if decision.kind == self.Kind.ACCEPT_EDIT and following.kind != self.Kind.REVERSE
        ]
        return accepted[-1] if accepted else None

    def _replace_text(self, comment, text, edited_at):
        comment.text, comment.edited_at = text, edited_at
        comment.save(update_fields=["text", "html", "html_policy", "edited_at"])
        Fingerprint.objects.renew(comment)
