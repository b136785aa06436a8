"""What is noticed about a comment while it is posted. It refuses nothing: a moderator reads it.

Leaving something out never looks better than sending it.
"""

import re
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _

from authors.models import Author, User
from opinion.articles.models import Publication
from opinion.fields import sort_key

from . import clock
from .models import Comment, Signal

# What badges look like elsewhere: ticks, stars, medals, shields.
_BADGE_SIGNS = re.compile("[✓✔✅☑🗸🗹⍻√⮽🗷☒★⭐🌟✪🎖🏅🛡🔰]")
_WORDS = re.compile(r"[^\W_]+")


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
    publication = Publication.objects.current().name
    if whose := claimed_identity(name, email, publication) or claimed_badge(name, publication):
        found.append((Signal.Kind.STAFF_NAME, whose[:300]))
    return found


def _fastest() -> timedelta:
    return timedelta(seconds=settings.COMMENT_MINIMUM_SECONDS)


def claimed_identity(name: str, email: str, publication: str = "") -> str:
    """Which member of staff, author or publication has this name or address; else nothing."""
    claimed = {folded(name), folded(email)} - {""}
    return next((known for known, names in _known(publication) if claimed & names), "")


def _known(publication: str):
    """Everybody who speaks for the publication, each with all their folded names."""
    for user in User.objects.only("first_name", "last_name", "username", "email"):
        yield str(user), {*map(_folded_before, (user.get_full_name(), user.username, user.email))}
    for name in (publication, *Author.objects.values_list("name", flat=True)):
        yield name, {_folded_before(name)}


def folded(name: str) -> str:
    """A name as the eye takes it in: without case, accents, spaces of any kind and punctuation."""
    return "".join(letter for letter in sort_key(name).casefold() if letter.isalnum())


# Folding all authors took most of the time of a post. Only names of the house are remembered.
_folded_before = lru_cache(maxsize=20_000)(folded)


def claimed_badge(name: str, publication: str = "") -> str:
    """The sign or word in `name` by which readers would take its bearer for one of the house."""
    if sign := _BADGE_SIGNS.search(name):
        return sign[0]
    words = _words(name)
    return next((claim for claim in _badges(publication) if _stands_in(words, _words(claim))), "")


def _badges(publication: str) -> list[str]:
    """What a badge may say, in the publication's language and in English; and its name."""
    here = [_("Staff"), _("Author"), _("Editor"), _("Moderator"), _("Administrator")]
    labels = [str(label) for label in Comment.Badge.labels]
    return [*here, *labels, "Staff", "Author", "Editor", "Moderator", "Admin", publication]


def _words(text: str) -> list[str]:
    return _WORDS.findall(sort_key(text))


def _stands_in(words: list[str], claim: list[str]) -> bool:
    length = len(claim)
    return bool(claim) and any(
        words[place : place + length] == claim for place in range(len(words) - length + 1)
    )
