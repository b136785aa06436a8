"""What is refused before it is read. Nothing is ever cut to fit."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

ARTICLE_LIMIT = 400_000
NOTE_LIMIT = 20_000
INLINE_LIMIT = 10_000
COMMENT_LIMIT = 10_000

DEPTH_LIMIT = 100
ELEMENT_LIMIT = 40_000
ATTRIBUTE_LIMIT = 100
MISPLACED_LIMIT = 1_000
# Twice the elements, with their ends, and as many characters by their names.
MARK_LIMIT = 100_000


class TooLong(ValueError):
    """A text longer than its limit; `str()` of it is for the person who typed it."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(length, limit)
        self.length = length
        self.limit = limit

    def __str__(self) -> str:
        return ngettext(
            "This text is %(length)d characters long. The limit is %(limit)d.",
            "This text is %(length)d characters long. The limit is %(limit)d.",
            self.limit,
        ) % {"length": self.length, "limit": self.limit}


class TooDeep(ValueError):
    """Markup that is nested too deeply, or too crowded, to be read in reasonable time."""

    def __str__(self) -> str:
        return _("The formatting of this text is too complex. Please paste it as plain text.")


def check_length(text: str, limit: int) -> None:
    """Browsers send a line break as two characters and count it as one: so does this."""
    length = len(text) - text.count("\r\n")
    if length > limit:
        raise TooLong(length, limit)
