"""When a reader opened the form: signed, for one article, good for a day."""

from datetime import timedelta

from django.core import signing

LONGEST = timedelta(hours=24)


def stamp(article_id: int) -> str:
    """The present moment, signed, for the form under this article."""
    return _signer().sign(str(article_id))


def is_younger(stamped: str, article_id: int, than: timedelta) -> bool:
    """Whether `stamped` is ours, of this article, and at most as old as `than`."""
    try:
        return _signer().unsign(stamped, max_age=than) == str(article_id)
    except signing.BadSignature:
        return False


def is_good(stamped: str, article_id: int) -> bool:
    return is_younger(stamped, article_id, than=LONGEST)


def _signer():
    # The salt binds it to this purpose: no other token of the site opens this door, nor it another.
    return signing.TimestampSigner(salt="comments.security.form_time: a form was opened")
