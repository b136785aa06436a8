"""A Word, OpenDocument or Markdown file that becomes a draft, and what is proposed beside it."""

from .files import KINDS, MOST_BYTES, Refused
from .parts import Document, parted
from .pictures import keep as keep_pictures
from .reading import html_of

__all__ = ["KINDS", "MOST_BYTES", "Document", "Refused", "keep_pictures", "read"]


def read(upload) -> Document:
    """What an uploaded file says. Raises Refused, in words for who uploads it."""
    return parted(*html_of(upload))
