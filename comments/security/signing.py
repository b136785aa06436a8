"""Signed words for links in mail and for a cookie: each opens one door, and for a time only.

A signed value is JSON under Django's signature with a salt for its purpose: no other purpose
accepts it, all values for one purpose have one shape, and none carries an email address.
"""

from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.core import signing


class Purpose(Enum):
    CONFIRM = "an address is confirmed"
    STOP = "mails are stopped"
    # The number of a confirmation: whoever opens its mail may enter their page.
    ENTER = "a reader's page is entered"
    # The number of a reader, and the word that their devices carry.
    READER = "a reader's page"
    DEVICE = "a browser is recognised"
    # The numbers of a comment and of a report on it.
    REPORT = "a report is answered"

    @property
    def lifetime(self) -> timedelta:
        return {
            Purpose.CONFIRM: timedelta(hours=settings.CONFIRMATION_HOURS),
            # Whoever finds an old mail must still be able to stop the next.
            Purpose.STOP: timedelta(days=730),
            Purpose.ENTER: timedelta(hours=24),
            Purpose.READER: timedelta(hours=24),
            Purpose.DEVICE: timedelta(days=365),
            Purpose.REPORT: timedelta(days=settings.CONTACT_RETENTION_DAYS),
        }[self]


def sign(purpose: Purpose, value) -> str:
    """`value`, anything that JSON can hold, as a word that `unsign` accepts for this purpose."""
    return signing.dumps(value, salt=_salt(purpose))


def unsign(purpose: Purpose, word: str):
    """What was signed; None where the word is not ours, for another purpose, or too old."""
    try:
        return signing.loads(word, salt=_salt(purpose), max_age=purpose.lifetime)
    except signing.BadSignature:
        return None


def _salt(purpose: Purpose) -> str:
    return f"comments.security.signing: {purpose.value}"
