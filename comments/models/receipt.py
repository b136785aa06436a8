import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Inventory, lasting

TOKEN_BYTES = 16


def _digest(token: str) -> bytes:
    # The token is 128 random bits: nothing slower is needed to keep it from being guessed.
    return hashlib.sha256(token.encode()).digest()


class ReceiptQuerySet(models.QuerySet):
    def issue(self, comment, at=None) -> str:
        """A new secret address for the writer of `comment`. The token is told this one time."""
        token, receipt = Receipt.new(at)
        receipt.comment = comment
        receipt.save()
        return token

    def opened_by(self, token: str, at=None) -> "Receipt | None":
        """The receipt behind a token; None where it is wrong or its time is over."""
        return (
            self.filter(digest=_digest(token), expires_at__gt=at or timezone.now())
            .select_related("comment__article__live_edition__type", "comment__contact__reader")
            .first()
        )

    def expired(self, at=None):
        return self.filter(expires_at__lte=at or timezone.now())


class Receipt(models.Model):
    """A private page on one comment, for who holds its address: 128 random bits, kept hashed."""

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="receipts")
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    inventory = Inventory(
        what=_("Your comment's status page"),
        fields={
            "digest": _("a fingerprint of its private link, never the link itself"),
            **dict.fromkeys(
                ("created_at", "expires_at"), _("when it was created, and when it expires")
            ),
        },
        seen_by=_("nobody but you: only the link opens it"),
        kept=lasting(_("%(time)s; sooner if the comment is erased"), "CONTACT_RETENTION_DAYS"),
        not_personal=("comment",),
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        indexes = [models.Index(fields=["expires_at"], name="receipt_expires")]

    def __str__(self):
        return f"receipt for comment {self.comment_id}"

    @classmethod
    def new(cls, at=None) -> "tuple[str, Receipt]":
        """A token, and the receipt that it opens: unsaved, and of no comment yet."""
        at = at or timezone.now()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        expires_at = at + timedelta(days=settings.CONTACT_RETENTION_DAYS)
        return token, cls(digest=_digest(token), created_at=at, expires_at=expires_at)
