from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Change(models.TextChoices):
    """What an edition is to the one before it: said when it is published, and never afterwards.

    Readers, feeds, sitemaps and search engines are told that an article was modified when an
    edition changes what it says: by every kind but a typo. After a typo the moment stays that of
    the edition before (`Edition.modified_at`). A clarification, a correction and an update say in a
    note for readers what changed; the other kinds have none.

    This is the newsroom's word on the edition as a whole. What changed in the references is found
    by comparing them, whatever the newsroom says: see Erratum.
    """

    FIRST = "first", _("First publication")
    UNSTATED = "unstated", _("Not stated")
    TYPO = "typo", _("Typo: nothing is said differently")
    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction")
    UPDATE = "update", _("Update")

    @classmethod
    def of_live(cls) -> list[tuple[str, str | Promise]]:
        """The choices for a new edition of what was published before."""
        return [choice for choice in cls.choices if choice[0] != cls.FIRST]

    @property
    def moves_modified(self) -> bool:
        return self != Change.TYPO


WITH_NOTE = (Change.CLARIFICATION, Change.CORRECTION, Change.UPDATE)


def check(change: str, note: str):
    """Raises ValidationError where `note` and `change` do not go together."""
    if change in WITH_NOTE and not note:
        raise ValidationError({"change_note": _("Tell readers in a sentence what changed.")})
    if note and change not in WITH_NOTE:
        raise ValidationError(
            {"change": _("A note goes with a clarification, a correction or an update.")}
        )
