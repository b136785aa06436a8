"""What is noticed about a comment while it is posted. It refuses nothing: a moderator reads it.

Leaving something out never looks better than sending it.
"""

from datetime import timedelta

from django.conf import settings

from authors.models import Author, User
from opinion.articles.models import Publication
from opinion.fields import sort_key

from . import clock
from .models import Signal


def noticed(*, article, name, email, trap="", opened="") -> list[tuple[str, str]]:
    """The signals of a comment, as `Thread.receive` takes them: pairs of kind and detail.

    `trap` is what was typed into the field that people do not see, `opened` the signed time at
    which the form was opened.
    """
    found = []
    if trap:
        found.append((Signal.Kind.HONEYPOT, ""))
    if not clock.is_good(opened, article.pk):
        found.append((Signal.Kind.UNTIMED, ""))
    elif clock.is_younger(opened, article.pk, than=_fastest()):
        found.append((Signal.Kind.TOO_FAST, ""))
    if whose := claimed_identity(name, email):
        found.append((Signal.Kind.STAFF_NAME, whose[:300]))
    return found


def _fastest() -> timedelta:
    return timedelta(seconds=settings.COMMENT_MINIMUM_SECONDS)


def claimed_identity(name: str, email: str) -> str:
    """Which member of staff, author or publication has this name or address; else nothing."""
    claimed = {folded(name), folded(email)} - {""}
    return next((known for known, names in _known() if claimed & names), "")


def _known():
    """Everybody who speaks for the publication, each with all their folded names."""
    for user in User.objects.only("first_name", "last_name", "username", "email"):
        yield str(user), {*map(folded, (user.get_full_name(), user.username, user.email))}
    for name in (
        Publication.objects.current().name,
        *Author.objects.values_list("name", flat=True),
    ):
        yield name, {folded(name)}


def folded(name: str) -> str:
    """A name as the eye takes it in: without case, accents, spaces of any kind and punctuation."""
    return "".join(letter for letter in sort_key(name).casefold() if letter.isalnum())
