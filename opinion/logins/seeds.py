"""What makes the codes of an app, and recovery codes: sealed with CONTACT_KEYS."""

import base64

from allauth.mfa.models import Authenticator
from django.db import transaction

from comments.security import encryption

BOUND_TO = "authenticator"
FIELDS = ("secret", "seed")


def seal(text: str) -> str:
    """`text` under the newest of CONTACT_KEYS, whose name stands before it."""
    sealed = base64.b64encode(encryption.encrypt(text, bound_to=BOUND_TO)).decode()
    return f"{encryption.newest_key()}:{sealed}"


def unseal(sealed: str) -> str:
    """Raises encryption.DecryptionFailed."""
    key, _colon, rest = sealed.rpartition(":")
    return encryption.decrypt(base64.b64decode(rest), key, bound_to=BOUND_TO)


def renew() -> tuple[int, int]:
    """Seal all of them under the newest key. Returns how many were renewed, how many are lost."""
    renewed = lost = 0
    for pk in Authenticator.objects.exclude(type="webauthn").values_list("pk", flat=True):
        try:
            renewed += _renew(pk)
        except encryption.DecryptionFailed:
            lost += 1
    return renewed, lost


@transaction.atomic
def _renew(pk) -> bool:
    # Locked: a recovery code that is used meanwhile stays used.
    row = Authenticator.objects.select_for_update().get(pk=pk)
    (name,) = (name for name in FIELDS if name in row.data)
    if row.data[name].startswith(f"{encryption.newest_key()}:"):
        return False
    row.data[name] = seal(unseal(row.data[name]))
    row.save(update_fields=["data"])
    return True
