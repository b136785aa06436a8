from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import Stored, lasting
from comments.models.sequence import next_id
from comments.security import encryption, ip_addresses

from . import enqueue
from .advisory_lock import advisory_lock
from .contact import email_digest
from .reader import Reader
from .subscription import Subscription
from .thread import Thread

DAY = timedelta(days=1)


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
            email=encryption.encrypt(email, _bound(number)),
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
        found = self.select_related("article__live_edition__type", "comment")
        confirmation = found.filter(pk=number).first()
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


def _bound(pk: int) -> str:
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

    stored = Stored(
        what=_("A question by mail: is this address yours?"),
        fields={
            "email": _("the address, encrypted"),
            "email_digest": _("keyed fingerprints of the address and of the network that asked"),
            "network_digest": _("keyed fingerprints of the address and of the network that asked"),
            "article": _("what it was asked for"),
            "comment": _("what it was asked for"),
            "wishes": _("what it was asked for"),
            "at": _("when it was asked, sent and answered"),
            "claimed_at": _("when it was asked, sent and answered"),
            "confirmed_at": _("when it was asked, sent and answered"),
        },
        seen_by=_("nobody but you: our machines write to it"),
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
        """The e-mail address in clear, for writing to it. Raises secrecy.Unreadable."""
        return encryption.decrypt(self.email, self.key, _bound(self.pk))

    def renew(self) -> bool:
        """Encrypt under the newest key and digest under the present one; False if all was so."""
        email = self.address
        if self.key == encryption.newest_key() and bytes(self.email_digest) == email_digest(email):
            return False
        self.email, self.email_digest = (
            encryption.encrypt(email, _bound(self.pk)),
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
        if self.comment_id:
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
