from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion import edge

if TYPE_CHECKING:
    from .article import Article

WITHDRAWAL = ("withdraw_at", "withdraw_by", "withdraw_reason")


class Withdrawable(models.Model):
    """How an article is taken away from readers, by hand or by the clock; part of Article."""

    # Readers are told; what waits for its time is kept apart below.
    withdrawal_reason = models.CharField(
        _("reason for the withdrawal"),
        max_length=300,
        blank=True,
        help_text=_("Readers see this at the article's address."),
    )
    withdraw_at = models.DateTimeField(_("withdraw at"), null=True, blank=True)
    withdraw_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdraw_reason = models.CharField(
        max_length=300, blank=True, editable=False, default="", db_default=""
    )

    if TYPE_CHECKING:
        # What Article has besides, and the verbs here go by.
        Status: type["Article.Status"]
        scheduled_for: models.DateTimeField
        schedule_failed_at: models.DateTimeField

        def _lock(self): ...
        def _refuse(self, obstacles): ...
        def _clear_schedule(self): ...
        def _enter(self, status, by, at): ...
        @property
        def is_due(self) -> bool: ...
        @property
        def is_published(self) -> bool: ...

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="article_withdrawal_is_whole",
                condition=Q(withdraw_at__isnull=True, withdraw_by__isnull=True, withdraw_reason="")
                | (
                    Q(withdraw_at__isnull=False, withdraw_by__isnull=False, status="published")
                    & ~Q(withdraw_reason="")
                ),
            ),
        ]

    @transaction.atomic
    def withdraw(self, by, reason: str, at=None):
        """Take a published article away from readers, who learn `reason` at its address."""
        self._lock()
        self._refuse_withdrawal(reason)
        self.withdrawal_reason = reason.strip()
        self._clear_schedule()
        self._clear_withdrawal()
        self._enter(self.Status.WITHDRAWN, by, at or timezone.now())
        edge.take_down()

    @transaction.atomic
    def schedule_withdrawal(self, by, at, reason: str):
        """Let the clock withdraw a published article at `at`, whatever is published until then."""
        self._lock()
        self._refuse_withdrawal(reason)
        self._refuse(self._obstacles_to_withdrawal(at))
        self.withdraw_at, self.withdraw_by, self.withdraw_reason = at, by, reason.strip()
        self.save(update_fields=WITHDRAWAL)

    @transaction.atomic
    def cancel_withdrawal(self):
        """Let the article stay."""
        self._lock()
        self._clear_withdrawal()
        self.save(update_fields=WITHDRAWAL)

    @transaction.atomic
    def withdraw_as_scheduled(self):
        """Withdraw in the name of who scheduled it, dated with now, because readers had it so long.

        Does nothing when somebody withdrew it or cancelled that meanwhile.
        """
        self._lock()
        # A new edition that was due earlier comes first.
        if self.withdraw_at and self.withdraw_at <= timezone.now() and not self.is_due:
            self.withdraw(by=self.withdraw_by, reason=self.withdraw_reason)

    def _refuse_withdrawal(self, reason):
        if not self.is_published:
            raise ValidationError(_("Only a published article can be withdrawn."))
        if not reason.strip():
            raise ValidationError(
                {"withdrawal_reason": _("Tell readers why you are withdrawing it.")}
            )

    def _obstacles_to_withdrawal(self, at):
        if at <= timezone.now():
            return {"withdraw_at": _("This time has passed. Choose a later one.")}
        if self.scheduled_for and at <= self.scheduled_for:
            return {
                "withdraw_at": _(
                    "A new edition will be published later than that. Choose a time after it, or "
                    "cancel its scheduling."
                )
            }
        return {}

    def _clear_withdrawal(self):
        self.withdraw_at = self.withdraw_by = None
        self.withdraw_reason = ""
