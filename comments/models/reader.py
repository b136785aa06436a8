import secrets
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Stored
from comments.models.sequence import next_id
from comments.security import encryption

from .comment import Comment
from .contact import Contact, email_digest
from .hold import Hold
from .subscription import Subscription


def _device_key() -> str:
    return secrets.token_urlsafe(16)


class ReaderQuerySet(models.QuerySet):
    def by_email(self, email: str) -> "Reader | None":
        return self.filter(email_digest=email_digest(email)).first()

    def confirm(self, email: str, at=None) -> "Reader":
        """The reader of an address that has just been confirmed by a click in its mail."""
        known = self.by_email(email)
        if known:
            return known
        number = next_id(Reader)
        reader, _created = self.get_or_create(
            email_digest=email_digest(email),
            defaults={
                "pk": number,
                "key": encryption.newest_key(),
                "email": encryption.encrypt(email, _bound(number)),
                "confirmed_at": at or timezone.now(),
            },
        )
        return reader

    def forgotten(self, at=None):
        """Those for whom nothing is kept any longer: no comment's contact, and nothing followed.

        Confirmed today, they may still be looking at their page.
        """
        kept = Contact.objects.filter(reader=OuterRef("pk"))
        followed = Subscription.objects.active().filter(reader=OuterRef("pk"))
        yesterday = (at or timezone.now()) - timedelta(days=1)
        return self.filter(~Exists(kept), ~Exists(followed), confirmed_at__lt=yesterday)


def _bound(pk: int) -> str:
    return f"reader:{pk}:email"


class Reader(models.Model):
    """One confirmed e-mail address. Nobody's until a click in a mail to it has proved it."""

    key = models.CharField(max_length=20)
    email = models.BinaryField()
    email_digest = models.BinaryField(unique=True)
    confirmed_at = models.DateTimeField(default=timezone.now)
    # What a device cookie must carry; a new one makes all of them worthless.
    device_key = models.CharField(max_length=22, default=_device_key, editable=False)

    stored = Stored(
        what=_("Your confirmed email address, once you clicked a link in a mail from us"),
        fields={
            "email": _("the address, encrypted"),
            "email_digest": _("a keyed fingerprint of it"),
            "confirmed_at": _("when it was confirmed"),
            "device_key": _("the word by which your browser is recognised, if you asked for that"),
        },
        seen_by=_("nobody but you: our machines write to it"),
        kept=_("until nothing you wrote or follow needs it, or you erase it"),
        not_personal=("key",),
    )

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader")
        verbose_name_plural = _("readers")
        default_permissions = ()

    def __str__(self):
        # Never the address: this text reaches logs, messages and error reports.
        return f"reader {self.pk}"

    @property
    def address(self) -> str:
        """The e-mail address in clear, for writing to it. Raises secrecy.Unreadable."""
        return encryption.decrypt(self.email, self.key, _bound(self.pk))

    @property
    def comments(self):
        """The comments confirmed as this reader's, the newest first."""
        return Comment.objects.filter(contact__reader=self).order_by("-pk")

    def is_trusted(self, at=None) -> bool:
        """Whether moderators approved enough of their comments, and refused none lately.

        A comment that trust itself published earns none.
        """
        return self.approvals >= settings.TRUST_AFTER_COMMENTS and not self.was_refused_lately(at)

    @property
    def approvals(self) -> int:
        """How many of their comments moderators approved; no more are counted than trust needs."""
        approved = self.comments.published().filter(decisions__kind="approve").distinct()
        return len(approved.values_list("pk")[: settings.TRUST_AFTER_COMMENTS])

    def was_refused_lately(self, at=None) -> bool:
        since = (at or timezone.now()) - timedelta(days=settings.TRUST_DAYS)
        refused = ["refused", "spam", "taken_down"]
        return self.comments.filter(status__in=refused, hidden_since__gte=since).exists()

    def renew(self) -> bool:
        """Encrypt under the newest key and digest under the present one; False if all was so."""
        email = self.address
        if self.key == encryption.newest_key() and bytes(self.email_digest) == email_digest(email):
            return False
        self.email = encryption.encrypt(email, _bound(self.pk))
        self.key, self.email_digest = encryption.newest_key(), email_digest(email)
        self.save()
        return True

    def forget_devices(self):
        self.device_key = _device_key()
        self.save(update_fields=["device_key"])

    @property
    def unconfirmed_contacts(self):
        """Those in which this address was typed and never confirmed, perhaps by somebody else."""
        digest = bytes(self.email_digest)
        return Contact.objects.filter(email_digest=digest, reader__isnull=True)

    def disown(self, at=None) -> int:
        """Forget the address where it was typed and never confirmed; the comments stay as they are.

        Returns how many there were.
        """
        self._confirmations.filter(comment__contact__in=self.unconfirmed_contacts).delete()
        return self.unconfirmed_contacts.blank(at)

    def erase(self, at=None):
        """Erase every comment of theirs, and then what is kept about the address itself.

        One comment a transaction, so that no two threads are ever locked at once; interrupted, it
        is done again from the page it was asked on. What else was written under the address is
        somebody's whom nobody proved to be this reader: it only loses the address.
        """
        theirs = Q(digest=bytes(self.email_digest)) | Q(comment__contact__reader=self)
        Hold.objects.over(at).filter(theirs).unmark()
        while comment := self.comments.first():
            comment.erase(at)
        self.disown(at)
        self._confirmations.delete()
        self.delete()

    @property
    def _confirmations(self):
        # By name: a confirmation makes readers, and so knows them already.
        model = apps.get_model("comments", "Confirmation")
        return model.objects.filter(email_digest=bytes(self.email_digest))
