"""Names by which readers would take somebody for one of the house."""

import re
from functools import lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from authors.models import Author, StaffNames, User
from comments.models import Comment
from opinion.fields import sort_key

# What badges look like elsewhere: ticks, stars, medals, shields.
_BADGE_SIGNS = re.compile("[✓✔✅☑🗸🗹⍻√⮽🗷☒★⭐🌟✪🎖🏅🛡🔰]")
_WORDS = re.compile(r"[^\W_]+")


def claimed_identity(
    name: str, email: str, publication: str = "", version: UUID | None = None
) -> str:
    """Which member of staff, author or publication has this name or address; else nothing.

    `version` is that of the names where it is known; asked for when left out.
    """
    house = _house(version or StaffNames.objects.version())
    claimed = [claim for claim in (folded(name), folded(email)) if claim]
    if folded(publication) in claimed:
        return publication
    return next((house[claim] for claim in claimed if claim in house), "")


# Kept by the version that was read before the names: it is never newer than they are.
@lru_cache(maxsize=1)
def _house(version) -> dict[str, str]:
    """Everybody who speaks for the publication, under each of their folded names."""
    return dict(_all_names())


def _all_names():
    for name in Author.objects.values_list("name", flat=True):
        yield _folded_before(name), name
    for user in User.objects.only("first_name", "last_name", "username", "email"):
        for name in (user.get_full_name(), user.username, user.email):
            yield _folded_before(name), str(user)


def folded(name: str) -> str:
    """A name as the eye takes it in: without case, accents, spaces of any kind and punctuation."""
    return "".join(letter for letter in sort_key(name).casefold() if letter.isalnum())


# After one new name the others need not be folded again. Only names of the house are remembered.
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
