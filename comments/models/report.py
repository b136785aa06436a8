from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import networks, secrecy
from comments.stored import Stored, lasting

from .refusals import TooMany
from .turns import take_turns


class ReportQuerySet(models.QuerySet):
    @transaction.atomic
    def take(self, comment, reason, address, at=None) -> "Report":
        """Note that somebody at this IP address objects to `comment`; once for each household.

        Raises TooMany when the household reported too much lately.
        """
        at = at or timezone.now()
        household = secrecy.digest("household", networks.household(address))
        take_turns(household)
        known = self.filter(comment=comment, household_digest=household).first()
        if known:
            return known
        window = at - timedelta(minutes=settings.COMMENTS_PER_NETWORK_MINUTES)
        lately = self.filter(household_digest=household, at__gte=window).count()
        if lately >= settings.COMMENTS_PER_NETWORK:
            raise TooMany()
        report, _created = self.get_or_create(
            comment=comment, household_digest=household, defaults={"reason": reason, "at": at}
        )
        return report


class Report(models.Model):
    """A reader says that a published comment should not be. Who it was is shown to nobody."""

    class Reason(models.TextChoices):
        ATTACK = "attack", _("It attacks a person")
        HATE = "hate", _("It stirs hatred against a group")
        PRIVATE = "private", _("It tells private facts about somebody")
        UNLAWFUL = "unlawful", _("It breaks the law")
        ADVERTISING = "advertising", _("It is advertising")
        OTHER = "other", _("Something else is wrong with it")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="reports")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    # Only tells one household from another; blanked with the contacts.
    household_digest = models.BinaryField(null=True)
    at = models.DateTimeField(default=timezone.now)

    stored = Stored(
        what=_("A report that you sent about a comment"),
        fields={
            "comment": _("which comment, and the reason you chose"),
            "reason": _("which comment, and the reason you chose"),
            "at": _("when you sent it"),
            "household_digest": _("a keyed fingerprint of your connection, so that it counts once"),
        },
        seen_by=_("moderators, without the fingerprint and without knowing who sent it"),
        kept=lasting(
            _("as long as the comment; the fingerprint %(time)s"), "CONTACT_RETENTION_DAYS"
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
        ]

    def __str__(self):
        return self.get_reason_display()
