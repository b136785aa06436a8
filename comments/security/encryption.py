"""Encrypting what readers trust us with, and finding it again without reading it.

AES-GCM (NIST SP 800-38D) with a random 96-bit nonce, bound to its row by the associated data; a
digest under a key of its own (HMAC-SHA256) finds the same address again. Both keys live in the
environment, never in the database or its backup.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class DecryptionFailed(Exception):
    """The key that encrypted this is gone, or the bytes were moved to another row."""


def newest_key() -> str:
    """The identifier of the key that encrypts from now on."""
    return next(iter(settings.CONTACT_KEYS))


def encrypt(text: str, bound_to: str) -> bytes:
    """`text` under the newest key; `bound_to` names the row and column it may be read from."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    key = settings.CONTACT_KEYS[newest_key()]
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())


def decrypt(sealed: bytes | memoryview, key: str, bound_to: str) -> str:
    """What `encrypt` sealed under the key named `key`. Raises DecryptionFailed."""
    if key not in settings.CONTACT_KEYS:
        raise DecryptionFailed(f"The key {key!r} is not among CONTACT_KEYS.")
    sealed = bytes(sealed)
    cipher = AESGCM(settings.CONTACT_KEYS[key])
    try:
        return cipher.decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()
        ).decode()
    except InvalidTag as error:
        raise DecryptionFailed(
            "The key does not fit, or the row is not the one that was sealed."
        ) from error


def digest(kind: str, *values: str) -> bytes:
    """32 bytes that are the same for the same values, and tell nothing without the key.

    `kind` keeps purposes apart: the digest of an address as email is never that of a network.
    """
    message = "\x1f".join((kind, *values)).encode()
    return hmac.new(settings.CONTACT_DIGEST_KEY, message, hashlib.sha256).digest()
