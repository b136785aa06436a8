"""What a model keeps about readers, said beside its fields: the privacy page is made of this."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Words = str | Promise


@dataclass(frozen=True)
class Inventory:
    """One kind of record: for readers in words, for the tests by the names of its fields.

    Every field is in `fields` with words for it, or in `not_personal`. Without `fields` it tells
    nothing about readers, and no page mentions it.
    """

    what: Words = ""
    fields: dict[str, Words] = field(default_factory=dict)
    seen_by: Words = ""
    kept: Words = ""
    not_personal: tuple[str, ...] = ()

    @property
    def words(self) -> list[Words]:
        """What the fields hold, each thing once, in their order."""
        return list(dict.fromkeys(map(str, self.fields.values())))


@dataclass(frozen=True)
class InTheBrowser:
    """One thing that a page may leave in a reader's browser."""

    name: str
    where: Words
    what: Words
    kept: Words


def lasting(words: Words, setting: str, unit: str = "days") -> Words:
    """`words`, in which %(time)s is how long `setting` says, in the language they are read in."""
    return lazy(lambda: str(words) % {"time": _in_words(getattr(settings, setting), unit)}, str)()


def _in_words(count: int, unit: str) -> str:
    if unit == "hours":
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


MODERATORS = _("moderators")
MODERATORS_AND_YOU = _("moderators, and you on the comment's status page")
WITH_THE_COMMENT = _("as long as the comment; erased with it")
ONLY_OUR_SOFTWARE = _("nobody but you: only our software uses it")
ENCRYPTED_ADDRESS = _("the address, encrypted")
KEYED_FINGERPRINT = _("a keyed fingerprint of it")
