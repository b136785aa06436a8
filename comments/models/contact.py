from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.inventory import MODERATORS, Inventory, lasting
from comments.security import encryption, ip_addresses

NOTE_LIMIT = 1_000


class ContactQuerySet(models.QuerySet):
    def by_email(self, email: str):
        """The contacts of exactly this address."""
        return self.filter(email_digest=email_digest(email))

    def found_by(self, by, email: str) -> list["Contact"]:
        """The contacts of exactly this address, each look noted: a search tells whose they are."""
        contacts = [*self.by_email(email).order_by("-pk")]
        ContactLook.objects.bulk_create(ContactLook(contact=contact, by=by) for contact in contacts)
        return contacts

    def kept_since_before(self, moment):
        """Contacts that are older than `moment` and not blanked yet."""
        return self.filter(created_at__lt=moment, blanked_at__isnull=True)

    @transaction.atomic
    def blank(self, at=None) -> int:
        """Forget the addresses for good, digests and notes on the person included. How many."""
        count = self._empty(at)
        # After it: a note that was written meanwhile has waited, and was let in before.
        PersonNote.objects.left_behind().delete()
        return count

    def _empty(self, at) -> int:
        return self.update(
            email=None,
            address=None,
            email_digest=None,
            household_digest=None,
            network_digest=None,
            submission_digest=None,
            reader=None,
            blanked_at=at or timezone.now(),
        )


def email_digest(email: str) -> bytes:
    return encryption.digest("email", email.strip().lower())


def household_digest(address: str) -> bytes:
    return encryption.digest("household", ip_addresses.household(address))


def submission_digest(article_id: int, parent, email: str, text: str) -> bytes:
    """By which the same text from the same person to the same place is known again."""
    return encryption.digest(
        "submission", str(article_id), str(parent and parent.pk), email.lower(), text
    )


def _digests(email: str, address: str) -> dict[str, bytes]:
    """Of what is known: a comment that moved in from elsewhere has no IP address."""
    digests = {"email_digest": email_digest(email)}
    if address:
        network = encryption.digest("network", ip_addresses.network(address))
        digests |= {"household_digest": household_digest(address), "network_digest": network}
    return digests


def _bound(column: str, comment_id: int) -> str:
    return f"contact:{comment_id}:{column}"


class Contact(models.Model):
    """The private side of a comment: email and IP address, which leave here for nobody."""

    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="contact"
    )
    key = models.CharField(max_length=20)
    email = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    email_digest = models.BinaryField(null=True)
    household_digest = models.BinaryField(null=True)
    network_digest = models.BinaryField(null=True)
    submission_digest = models.BinaryField(null=True)
    # Only once this comment was confirmed: by a click in its mail, or by a signed device cookie.
    reader = models.ForeignKey(
        "comments.Reader",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="contacts",
        db_index=False,
    )
    created_at = models.DateTimeField(default=timezone.now)
    blanked_at = models.DateTimeField(null=True)

    inventory = Inventory(
        what=_("Your addresses, encrypted and stored apart from the comment"),
        fields={
            "email": _("your email address"),
            "address": _("the IP address of your connection"),
            **dict.fromkeys(
                ("email_digest", "household_digest", "network_digest", "submission_digest"),
                _("keyed fingerprints of both, and of what you sent"),
            ),
            "reader": _("whether your address is confirmed"),
            **dict.fromkeys(
                ("created_at", "blanked_at"), _("when they were stored, and when they were erased")
            ),
        },
        seen_by=_("authorised moderators, one comment at a time, with every look logged; and you"),
        kept=lasting(
            _("%(time)s, then erased for good; sooner if the comment is erased"),
            "CONTACT_RETENTION_DAYS",
        ),
        not_personal=("comment", "key"),
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        default_permissions = ("view",)
        indexes = [
            models.Index(
                "household_digest", F("created_at").desc(), name="contact_household_lately"
            ),
            models.Index(
                "submission_digest", F("created_at").desc(), name="contact_submission_lately"
            ),
            # Of one address the newest first, however many there are.
            models.Index("email_digest", F("comment").desc(), name="contact_of_address"),
            models.Index(
                fields=["reader"], name="contact_reader", condition=Q(reader__isnull=False)
            ),
            models.Index(
                fields=["created_at"], name="contact_to_blank", condition=Q(blanked_at__isnull=True)
            ),
        ]

    def __str__(self):
        # Never the address: this text reaches logs, messages and error reports.
        return f"contact of comment {self.pk}"

    @classmethod
    def of(cls, email: str, address: str, submission: bytes, at) -> "Contact":
        """Who writes a comment, by digests only and unsaved: to be found again, not read."""
        return cls(submission_digest=submission, created_at=at, **_digests(email, address))

    @classmethod
    def as_typed_elsewhere(cls, comment, email: str, at) -> "Contact":
        """That of a comment that moved in: nobody has confirmed it, so it is trusted for nothing.

        Unsaved. `at` is when it was given: it is forgotten as if it had been given here.
        """
        contact = cls(comment=comment, created_at=at, email_digest=email_digest(email))
        contact.key = encryption.newest_key()
        contact.email = encryption.encrypt(email, _bound("email", comment.pk))
        return contact

    def seal(self, comment, email: str, address: str):
        """Encrypt both, for reading, as those of this new `comment`. Unsaved."""
        self.comment = comment
        self.key = encryption.newest_key()
        self.email = encryption.encrypt(email, _bound("email", comment.pk))
        self.address = encryption.encrypt(address, _bound("address", comment.pk))

    def look(self, by) -> tuple[str, str]:
        """The email and IP address in clear, for one person, noted down. Empty once blanked."""
        ContactLook.objects.create(contact=self, by=by)
        return self._open("email"), self._open("address")

    def belongs_to(self, reader):
        """Its comment is confirmed as this reader's."""
        self.reader = reader
        self.save(update_fields=["reader"])

    @property
    def email_to_write_to(self) -> str:
        """The email in clear, for asking its owner; nobody looks. Raises DecryptionFailed."""
        return self._open("email")

    def export(self) -> dict[str, str]:
        """What is kept here, for the person themselves, once their address is proved."""
        return {"email": self._open("email"), "ip_address": self._open("address")}

    def renew(self) -> bool:
        """Encrypt under the newest key and digest under the present one; False if all was so.

        Raises DecryptionFailed, and changes nothing, when the key it was sealed with is gone.
        """
        email, address = self._open("email"), self._open("address")
        digests = _digests(email, address)
        if self.key == encryption.newest_key() and all(
            bytes(getattr(self, column) or b"") == value for column, value in digests.items()
        ):
            return False
        self.email = encryption.encrypt(email, _bound("email", self.pk))
        self.address = encryption.encrypt(address, _bound("address", self.pk)) if address else None
        self.key = encryption.newest_key()
        self.submission_digest = None
        for column, value in digests.items():
            setattr(self, column, value)
        self.save()
        return True

    def _open(self, column: str) -> str:
        sealed = getattr(self, column)
        return encryption.decrypt(sealed, self.key, _bound(column, self.pk)) if sealed else ""


class ContactLook(models.Model):
    """Somebody on the staff read an address, and when."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    inventory = Inventory(not_personal=("contact", "by", "at"))

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.by} at {self.at:%Y-%m-%d %H:%M}"


class UnknownPerson(Exception):
    """There is no address by which a note would be found again."""


class PersonNoteQuerySet(models.QuerySet):
    @transaction.atomic
    def write(self, comment, text, by, at=None) -> "PersonNote":
        """Note something about whoever gave the address of this comment.

        Raises UnknownPerson where there is none: staff wrote it, or the address has been forgotten.
        """
        # Locked as who erases locks them: neither leaves a note behind.
        type(comment).objects.select_for_update().get(pk=comment.pk)
        contacts = Contact.objects.select_for_update()
        if not contacts.filter(comment=comment, email_digest__isnull=False).exists():
            raise UnknownPerson
        return self.create(comment=comment, text=text, by=by, at=at or timezone.now())

    def left_behind(self):
        """Those whose address has been forgotten since."""
        return self.filter(comment__contact__blanked_at__isnull=False)

    def on(self, contact):
        """What colleagues noted about whoever gave the address of this contact."""
        own = Q(comment=contact.comment_id)
        if contact.email_digest is None:
            return self.filter(own)
        return self.filter(own | Q(comment__contact__email_digest=contact.email_digest))


class PersonNote(models.Model):
    """Moderators' words about a person, kept at one of their comments and found from all of them.

    It holds neither address nor digest: once the comment's contact is blanked, it is forgotten.
    """

    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, related_name="person_notes", verbose_name=_("comment")
    )
    text = models.CharField(
        _("note"),
        max_length=NOTE_LIMIT,
        help_text=_("For colleagues only. Stick to the facts."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    inventory = Inventory(
        what=_("Moderators' notes about you"),
        fields=dict.fromkeys(("text", "at"), _("what the moderator wrote, and when")),
        seen_by=MODERATORS,
        kept=_("as long as the address you gave with that comment; erased with the comment"),
        not_personal=("comment", "by"),
    )

    objects = PersonNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note about a writer")
        verbose_name_plural = _("notes about writers")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return self.text
