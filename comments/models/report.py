from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Min, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory, lasting
from comments.security import encryption, ip_addresses

from .advisory_lock import advisory_lock
from .comment import Comment
from .refusals import RateLimited

# How far a report that is certainly right moves a comment ahead in the queue.
HOURS = 24
WORDS_LIMIT = 1_000


class ReportQuerySet(models.QuerySet):
    @transaction.atomic
    def receive(self, comment, reason, address, words="", at=None) -> "Report | None":
        """Note that somebody at this IP address objects to `comment`; once for each household.

        `words` are what they say of it.

        None where it has been hidden a moment ago: there is nothing left to object to. Raises
        RateLimited when the household reported too much lately.
        """
        at = at or timezone.now()
        household = encryption.digest("household", ip_addresses.household(address))
        advisory_lock(household)
        # Locked before its report refers to it: two reports at once never wait for each other.
        current = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        known = self.filter(comment=comment, household_digest=household).first()
        if known or not current.is_published:
            return known
        window = at - timedelta(minutes=settings.COMMENTS_PER_NETWORK_MINUTES)
        lately = self.filter(household_digest=household, at__gte=window).count()
        if lately >= settings.COMMENTS_PER_NETWORK:
            raise RateLimited()
        report = self.create(
            comment=comment,
            household_digest=household,
            reason=reason,
            words=words,
            at=at,
            weight=self.rightness(household),
        )
        self.weigh(current)
        return report

    def waiting(self):
        """Those on comments in sight that no moderator has answered yet."""
        return self.filter(outcome=Report.Outcome.WAITING, comment__status="published")

    def rightness(self, household: bytes) -> float:
        """How often reports of this household were upheld, from 0 to 1; a half for a stranger.

        One upheld and one left count beforehand (the rule of succession), so that a single answer
        makes nobody right or wrong for ever.
        """
        answered = self.filter(household_digest=household).aggregate(
            upheld=Count("pk", filter=Q(outcome=Report.Outcome.UPHELD)),
            left=Count("pk", filter=Q(outcome=Report.Outcome.LEFT)),
        )
        return (answered["upheld"] + 1) / (answered["upheld"] + answered["left"] + 2)

    def answer_by(self, decision, comment):
        """Answer the reports on `comment`, of which the caller holds the lock, by a decision."""
        reports, definition = self.filter(comment=comment), decision.definition
        if decision.kind == "reverse":
            reports._reopen_by(decision, comment)
        elif definition.reports_become:
            concerned = reports.filter(outcome__in=definition.of_reports)
            concerned.update(outcome=definition.reports_become, decision=decision)
            return
        if comment.is_published and not comment.is_reported:
            self.weigh(comment)

    def _reopen_by(self, decision, comment):
        """What the decision before had answered waits again; of what is hidden it is upheld."""
        answered = self.filter(decision=decision.reversed)
        if comment.hidden_since is None:
            answered.update(outcome=Report.Outcome.WAITING, decision=None)
        else:
            right = answered | self.filter(outcome=Report.Outcome.WAITING)
            right.update(outcome=Report.Outcome.UPHELD, decision=decision)

    def weigh(self, comment):
        """Give a published comment its place among the reported ones, or none."""
        waiting = self.waiting().filter(comment=comment)
        waiting = waiting.aggregate(first=Min("at"), weight=Sum("weight"))
        comment.priority_at = waiting["first"] and _ahead(**waiting)
        comment.save(update_fields=["priority_at"])


def _ahead(first, weight):
    return first - timedelta(hours=HOURS * weight)


class Report(models.Model):
    """A reader says that a published comment should not be. Who it was is shown to nobody."""

    class Reason(models.TextChoices):
        ATTACK = "attack", _("It attacks a person")
        HATE = "hate", _("It incites hatred against a group")
        PRIVATE = "private", _("It reveals private information about someone")
        UNLAWFUL = "unlawful", _("It breaks the law")
        ADVERTISING = "advertising", _("It is advertising")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        WAITING = "", _("Waits for a moderator")
        UPHELD = "upheld", _("The comment was taken away")
        LEFT = "left", _("The comment was left as it is")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    # What its sender says of it. Blanked with the household.
    words = models.CharField(
        _("explanation"), max_length=WORDS_LIMIT, blank=True, default="", db_default=""
    )
    # Only tells one household from another; blanked with the contacts.
    household_digest = models.BinaryField(null=True)
    at = models.DateTimeField(default=timezone.now)
    # How right its sender had been until then, from 0 to 1.
    weight = models.FloatField(default=0.5, db_default=0.5)
    outcome = models.CharField(
        max_length=6, choices=Outcome, blank=True, default=Outcome.WAITING, db_default=""
    )
    decision = models.ForeignKey(
        "comments.Decision", models.PROTECT, null=True, related_name="+", db_index=False
    )

    inventory = Inventory(
        what=_("A report you sent about a comment"),
        fields={
            **dict.fromkeys(("comment", "reason"), _("which comment, and the reason you chose")),
            "words": _("what you wrote about it"),
            "at": _("when you sent it"),
            **dict.fromkeys(("outcome", "decision"), _("what a moderator decided")),
            "weight": _("how often earlier reports from your connection were upheld"),
            "household_digest": _("a keyed fingerprint of your connection, so that it counts once"),
        },
        seen_by=_("moderators, without the fingerprint and without knowing who sent it"),
        kept=lasting(
            _("as long as the comment; the fingerprint and your words for %(time)s"),
            "CONTACT_RETENTION_DAYS",
        ),
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "household_digest"], name="report_once_a_household"
            ),
        ]
        indexes = [
            models.Index("household_digest", models.F("at").desc(), name="report_lately"),
            models.Index(fields=["at"], name="report_waiting", condition=Q(outcome="")),
        ]

    def __str__(self):
        return self.get_reason_display()
