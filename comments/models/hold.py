from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import KEYED_FINGERPRINT, Inventory, lasting


class HoldQuerySet(models.QuerySet):
    def active(self, at=None):
        return self.filter(until__gt=at or timezone.now(), lifted_at__isnull=True)

    def over(self, at=None):
        return self.exclude(pk__in=self.active(at))

    def unmark(self) -> int:
        """Forget whom holds were on. Only those that are over: the others need it."""
        return self.update(digest=b"")

    def on(self, contact):
        """The holds that fit the person who wrote this contact's comment."""
        return self.filter(
            Q(kind=Hold.Kind.EMAIL, digest=contact.email_digest)
            | Q(kind=Hold.Kind.HOUSEHOLD, digest=contact.household_digest)
            | Q(kind=Hold.Kind.NETWORK, digest=contact.network_digest)
        )

    def place(self, comment, kind, until, reason, by):
        """Hold everything from the email address or network that wrote `comment`, until a moment.

        The moderator never needs to see the address itself.
        """
        digest = Hold.digest_for(kind, comment.contact)
        return self.create(
            comment=comment, kind=kind, digest=digest, until=until, reason=reason, by=by
        )


class Hold(models.Model):
    """Everything from one address or network waits for a moderator, until a date."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("Email address")
        HOUSEHOLD = "household", _("Connection")
        NETWORK = "network", _("Network around the connection")

    kind = models.CharField(_("hold comments from the same"), max_length=10, choices=Kind)
    digest = models.BinaryField(editable=False)
    comment = models.ForeignKey(
        "comments.Comment", models.PROTECT, related_name="holds", verbose_name=_("because of")
    )
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("Colleagues see this on every comment held.")
    )
    until = models.DateTimeField(_("until"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("placed by")
    )
    at = models.DateTimeField(_("placed"), default=timezone.now)
    lifted_at = models.DateTimeField(_("lifted"), null=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    inventory = Inventory(
        what=_("A hold: comments from an address or a connection wait for a moderator"),
        fields={
            "kind": _("what is held: an email address or a connection"),
            "digest": KEYED_FINGERPRINT,
            **dict.fromkeys(("comment", "reason"), _("the comment that led to it, and the reason")),
            **dict.fromkeys(("until", "at", "lifted_at"), _("when it starts and ends")),
        },
        seen_by=_("moderators, without the fingerprint"),
        kept=lasting(
            _(
                "the fingerprint until %(time)s after the hold ends; erasing your data does "
                "not lift a hold still in force"
            ),
            "CONTACT_RETENTION_DAYS",
        ),
        not_personal=("by", "lifted_by"),
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("writer hold")
        verbose_name_plural = _("writer holds")
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["digest"], name="hold_active", condition=Q(lifted_at__isnull=True))
        ]

    def __str__(self):
        return self.get_kind_display()

    @staticmethod
    def digest_for(kind, contact) -> bytes | None:
        """What a hold of this kind compares in a contact; None once the contact is blanked."""
        return getattr(contact, f"{kind}_digest")

    def fits(self, contact) -> bool:
        """Whether it is on the person who wrote this contact's comment, as `on` finds it."""
        digest = Hold.digest_for(self.kind, contact)
        return digest is not None and bytes(digest) == bytes(self.digest)

    def lift(self, by):
        self.lifted_at, self.lifted_by = timezone.now(), by
        self.save(update_fields=["lifted_at", "lifted_by"])
