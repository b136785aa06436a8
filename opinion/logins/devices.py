"""Browsers on which somebody has logged in before: a signed cookie that is worth nothing alone."""

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "opinion_staff"
SALT = "opinion.logins.devices"
YEAR = 365 * 24 * 3600
# A browser that several of the staff use.
MOST = 5


def known(request, user) -> str | None:
    """A word for this browser, where `user` has logged in on it with the password of today."""
    word = _marks(request).get(str(user.pk)) if user else None
    if word is None or not constant_time_compare(word, _mark(user)):
        return None
    return f"{user.pk} {word}"


def is_ours(request) -> bool:
    """Whether somebody has logged in with this browser before, told without the database."""
    return bool(_marks(request))


def remember(request, response, user):
    """Give the browser its mark. A new password makes those of other browsers worthless."""
    others = {pk: mark for pk, mark in _marks(request).items() if pk != str(user.pk)}
    newest = dict(list(others.items())[1 - MOST :]) | {str(user.pk): _mark(user)}
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=SALT),
        max_age=YEAR,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return {}


def _mark(user) -> str:
    return salted_hmac(SALT, f"{user.pk} {user.password}", algorithm="sha256").hexdigest()[:32]
