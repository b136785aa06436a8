"""Works as citation styles print them: each entry for itself, in the order given."""

from .digest import digest
from .entries import Printed, print_all
from .pandoc import PandocUnavailable
from .styles import STYLES, style_hash

__all__ = ["STYLES", "PandocUnavailable", "Printed", "digest", "print_all", "style_hash"]
