from django.core.management.base import BaseCommand
from django.db import transaction

from comments.models import Confirmation, Contact, Hold, Reader
from comments.security import encryption
from opinion.logins import seeds

BATCH = 500


class Command(BaseCommand):
    help = (
        "Encrypt every reader's address under the newest of CONTACT_KEYS, and digest it anew under "
        "CONTACT_DIGEST_KEY. So are the second factors of staff. May be stopped and started again "
        "at any time."
    )

    def handle(self, **options):
        self.renewed = self.unchanged = self.lost = 0
        self._renew_all(Contact.objects.filter(blanked_at__isnull=True))
        self._renew_all(Reader.objects.all())
        self._renew_all(Confirmation.objects.all())
        holds, blind = self._renew_holds()
        self._tell(holds, blind)
        self._tell_seeds(*seeds.renew())

    def _renew_all(self, sealed):
        last = 0
        while keys := self._keys_after(sealed, last):
            self._renew(sealed, keys)
            last = keys[-1]
            self.stdout.write(f"… {self.renewed + self.unchanged + self.lost} read")

    def _keys_after(self, sealed, last):
        return [*sealed.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]]

    @transaction.atomic
    def _renew(self, sealed, keys):
        # Locked: an address that is being forgotten meanwhile must not come back.
        for row in sealed.select_for_update().filter(pk__in=keys).order_by("pk"):
            try:
                was_old = row.renew()
            except encryption.DecryptionFailed:
                self.lost += 1
            else:
                self.renewed += was_old
                self.unchanged += not was_old

    def _renew_holds(self):
        """Active holds compare digests: after a new digest key they are copied from the contact."""
        renewed = blind = 0
        for hold in Hold.objects.active().select_related("comment__contact"):
            # An erased comment has none.
            contact = getattr(hold.comment, "contact", None)
            digest = contact and Hold.digest_for(hold.kind, contact)
            if digest is None:
                blind += 1
            elif bytes(digest) != bytes(hold.digest):
                Hold.objects.filter(pk=hold.pk).update(digest=digest)
                renewed += 1
        return renewed, blind

    def _tell_seeds(self, renewed, lost):
        self.stdout.write(f"{renewed} second factors of staff renewed.")
        if lost:
            self.stderr.write(
                f"{lost} cannot be read, for want of their key: whoever they belong to cannot log "
                f"in with them. A superuser removes them in the list of users."
            )

    def _tell(self, holds, blind):
        self.stdout.write(
            f"{self.renewed} renewed under {encryption.newest_key()}, {self.unchanged} were so "
            f"already; {holds} holds follow."
        )
        if self.lost:
            self.stderr.write(
                f"{self.lost} addresses cannot be read and stay as they are: the key they were "
                f"sealed with is not in CONTACT_KEYS. Add it and run this again, or accept that "
                f"they are lost."
            )
        if blind:
            self.stderr.write(
                f"{blind} active holds rest on addresses that have been forgotten. If "
                f"CONTACT_DIGEST_KEY has changed, they hold nothing any more: place them anew."
            )
