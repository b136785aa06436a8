"""A browser that its reader asked us to recognise: a signed cookie, set on consent only.

Public pages never read it. It says which confirmed reader posts, and a typed address that is not
theirs makes it worthless for that comment.
"""

from django.conf import settings
from django.utils.crypto import constant_time_compare

from comments.models import Reader
from comments.models.contact import email_digest
from comments.security import signing
from comments.security.signing import Purpose

COOKIE = "opinion_reader"


def remember(response, reader):
    """Let this browser be recognised as `reader`'s, for a year."""
    response.set_cookie(
        COOKIE,
        signing.sign(Purpose.DEVICE, [reader.pk, reader.device_key]),
        max_age=Purpose.DEVICE.lifetime,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response):
    response.delete_cookie(COOKIE, samesite="Lax")


def owner(request) -> Reader | None:
    """The reader whose browser this is, if it says so and may still be believed."""
    carried = signing.unsign(Purpose.DEVICE, request.COOKIES.get(COOKIE, ""))
    if not carried:
        return None
    number, key = carried
    reader = Reader.objects.filter(pk=number).first()
    return reader if reader and constant_time_compare(key, reader.device_key) else None


def owner_of_address(request, email: str) -> Reader | None:
    """The reader whose browser this is, where `email` is their confirmed address too."""
    reader = owner(request)
    if reader and bytes(reader.email_digest) == email_digest(email):
        return reader
    return None
