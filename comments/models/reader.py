import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import (
    ENCRYPTED_ADDRESS,
    KEYED_FINGERPRINT,
    ONLY_OUR_SOFTWARE,
    Inventory,
    lasting,
)
from comments.models.sequence import next_id
from comments.security import encryption, ip_addresses

from . import enqueue
from .advisory_lock import advisory_lock
from .comment import Comment
from .contact import Contact, email_digest
from .hold import Hold
from .subscription import Subscription
from .thread import Thread

DAY = timedelta(days=1)


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
                "email": encryption.encrypt(email, _bound_to_reader(number)),
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


def _bound_to_reader(pk: int) -> str:
    return f"reader:{pk}:email"


class Reader(models.Model):
    """One confirmed email address. Nobody's until a click in a mail to it has proved it."""

    key = models.CharField(max_length=20)
    email = models.BinaryField()
    email_digest = models.BinaryField(unique=True)
    confirmed_at = models.DateTimeField(default=timezone.now)
    # What a device cookie must carry; a new one makes all of them worthless.
    device_key = models.CharField(max_length=22, default=_device_key, editable=False)

    inventory = Inventory(
        what=_("Your email address, once you have confirmed it"),
        fields={
            "email": ENCRYPTED_ADDRESS,
            "email_digest": KEYED_FINGERPRINT,
            "confirmed_at": _("when it was confirmed"),
            "device_key": _("the key by which we recognise your browser, if you allowed that"),
        },
        seen_by=ONLY_OUR_SOFTWARE,
        kept=_("until none of your comments or alerts needs it, or you erase it"),
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
        """The email address in clear, for writing to it. Raises encryption.DecryptionFailed."""
        return encryption.decrypt(self.email, self.key, _bound_to_reader(self.pk))

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
        self.email = encryption.encrypt(email, _bound_to_reader(self.pk))
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
        return Confirmation.objects.filter(email_digest=bytes(self.email_digest))


class ConfirmationQuerySet(models.QuerySet):
    @transaction.atomic
    def ask(self, email, address, article, comment=None, wishes=(), at=None):
        """Send a mail that asks whether `email` may be written to; None when caps forbid it.

        `address` is the IP address of who asks, `wishes` what to subscribe to after a yes: pairs of
        kind and rhythm. The person who asks is told the same in every case.
        """
        at = at or timezone.now()
        digest = email_digest(email)
        network = encryption.digest("network", ip_addresses.network(address))
        advisory_lock(network)
        advisory_lock(digest)
        lately = self.filter(at__gte=at - DAY)
        if (
            lately.filter(email_digest=digest).count() >= settings.CONFIRMATIONS_PER_ADDRESS
            or lately.filter(network_digest=network).count() >= settings.CONFIRMATIONS_PER_NETWORK
        ):
            return None
        number = next_id(Confirmation)
        confirmation = self.create(
            pk=number,
            key=encryption.newest_key(),
            email=encryption.encrypt(email, _bound_to_confirmation(number)),
            email_digest=digest,
            network_digest=network,
            article=article,
            comment=comment,
            wishes=[list(wish) for wish in wishes],
            at=at,
        )
        enqueue.send_confirmation(confirmation)
        return confirmation

    def claim(self, number, at=None) -> "Confirmation | None":
        """The one whose mail is to be sent now, from now on by this worker alone.

        Committed before anything is sent. None where it was sent or answered, or is too old.
        """
        at = at or timezone.now()
        # Read first: what fails once it is claimed has to give it back.
        confirmations = self.select_related("article__live_edition__type", "comment")
        confirmation = confirmations.filter(pk=number).first()
        if confirmation is None or not confirmation.is_good(at):
            return None
        with transaction.atomic(durable=True):
            unsent = self.filter(pk=number, claimed_at__isnull=True, confirmed_at__isnull=True)
            is_mine = unsent.update(claimed_at=at)
        confirmation.claimed_at = at
        return confirmation if is_mine else None

    def old(self, at=None):
        """Those that no cap and no answer needs any longer."""
        lifetime = max(DAY, timedelta(hours=settings.CONFIRMATION_HOURS))
        return self.filter(at__lt=(at or timezone.now()) - lifetime)


def _bound_to_confirmation(pk: int) -> str:
    return f"confirmation:{pk}:email"


class Confirmation(models.Model):
    """A mail that asks: are you who typed this address, and do you want what was asked for?"""

    key = models.CharField(max_length=20)
    email = models.BinaryField()
    email_digest = models.BinaryField()
    network_digest = models.BinaryField()
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")
    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, null=True, related_name="confirmations"
    )
    wishes = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)
    # Before the mail is handed over, so that a killed worker does not send it twice.
    claimed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    inventory = Inventory(
        what=_("An email asking you to confirm your address"),
        fields={
            "email": ENCRYPTED_ADDRESS,
            **dict.fromkeys(
                ("email_digest", "network_digest"),
                _("keyed fingerprints of the address and of the network the request came from"),
            ),
            **dict.fromkeys(("article", "comment", "wishes"), _("what it was for")),
            **dict.fromkeys(
                ("at", "claimed_at", "confirmed_at"), _("when it was requested, sent and confirmed")
            ),
        },
        seen_by=ONLY_OUR_SOFTWARE,
        kept=lasting(_("%(time)s, or a day if that is longer"), "CONFIRMATION_HOURS", unit="hours"),
        not_personal=("key",),
    )

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        default_permissions = ()
        indexes = [
            models.Index("email_digest", models.F("at").desc(), name="confirmation_to_address"),
            models.Index("network_digest", models.F("at").desc(), name="confirmation_by_network"),
            models.Index(fields=["at"], name="confirmation_old"),
        ]

    def __str__(self):
        return f"confirmation {self.pk}"

    @property
    def address(self) -> str:
        """The email address in clear, for writing to it. Raises encryption.DecryptionFailed."""
        return encryption.decrypt(self.email, self.key, _bound_to_confirmation(self.pk))

    def renew(self) -> bool:
        """Encrypt under the newest key and digest under the present one; False if all was so."""
        email = self.address
        if self.key == encryption.newest_key() and bytes(self.email_digest) == email_digest(email):
            return False
        self.email, self.email_digest = (
            encryption.encrypt(email, _bound_to_confirmation(self.pk)),
            email_digest(email),
        )
        self.key = encryption.newest_key()
        self.save(update_fields=["key", "email", "email_digest"])
        return True

    def is_good(self, at=None) -> bool:
        """Whether a click can still answer it."""
        return (at or timezone.now()) < self.at + timedelta(hours=settings.CONFIRMATION_HOURS)

    def give_back(self):
        """The mail was not sent: it may be tried again."""
        self.claimed_at = None
        self.save(update_fields=["claimed_at"])

    @transaction.atomic
    def confirm(self, at=None) -> Reader | None:
        """The address is its owner's: the comment becomes theirs, and the wishes come true.

        Done twice, it is done once; None where the reader has been erased since.
        """
        at = at or timezone.now()
        if self.comment:
            # Always the thread first, as whoever decides, withdraws or erases does.
            Thread.objects.select_for_update().get(article=self.comment.article_id)
        current = Confirmation.objects.select_for_update().get(pk=self.pk)
        if current.confirmed_at:
            self.confirmed_at = current.confirmed_at
            return Reader.objects.by_email(current.address)
        reader = Reader.objects.confirm(current.address, at)
        current.confirmed_at = self.confirmed_at = at
        current.save(update_fields=["confirmed_at"])
        for kind, rhythm in current.wishes:
            Subscription.objects.start(
                reader, kind, current.article, comment=current.comment, rhythm=rhythm, at=at
            )
        contact = getattr(current.comment, "contact", None)
        if contact and bytes(contact.email_digest or b"") == bytes(current.email_digest):
            contact.belongs_to(reader)
            current.comment.publish_if_trusted(reader, at)
        if current.comment and current.comment.is_asked:
            # The asking was before anybody could be mailed about it.
            enqueue.announce(current.comment)
        return reader
