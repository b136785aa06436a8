from django.core.management.base import BaseCommand
from django.db import transaction

from comments import secrecy
from comments.models import Contact, Hold

BATCH = 500


class Command(BaseCommand):
    help = (
        "Encrypt every reader's address under the newest of CONTACT_KEYS, and digest it anew under "
        "CONTACT_DIGEST_KEY. May be stopped and started again at any time."
    )

    def handle(self, **options):
        self.renewed = self.unchanged = self.lost = 0
        last = 0
        while keys := self._keys_after(last):
            self._renew(keys)
            last = keys[-1]
            self.stdout.write(f"… {self.renewed + self.unchanged + self.lost} read")
        holds, blind = self._renew_holds()
        self._tell(holds, blind)

    def _keys_after(self, last):
        contacts = Contact.objects.filter(pk__gt=last, blanked_at__isnull=True)
        return [*contacts.order_by("pk").values_list("pk", flat=True)[:BATCH]]

    @transaction.atomic
    def _renew(self, keys):
        # Locked: an address that is being forgotten meanwhile must not come back.
        contacts = Contact.objects.select_for_update().filter(pk__in=keys, blanked_at__isnull=True)
        for contact in contacts.order_by("pk"):
            try:
                was_old = contact.renew()
            except secrecy.Unreadable:
                self.lost += 1
            else:
                self.renewed += was_old
                self.unchanged += not was_old

    def _renew_holds(self):
        """Active holds compare digests: after a new digest key they are copied from the contact."""
        renewed = blind = 0
        for hold in Hold.objects.active().select_related("comment__contact"):
            digest = Hold.digest_for(hold.kind, hold.comment.contact)
            if digest is None:
                blind += 1
            elif bytes(digest) != bytes(hold.digest):
                Hold.objects.filter(pk=hold.pk).update(digest=digest)
                renewed += 1
        return renewed, blind

    def _tell(self, holds, blind):
        self.stdout.write(
            f"{self.renewed} renewed under {secrecy.newest_key()}, {self.unchanged} were so "
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
