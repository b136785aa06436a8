"""Reading a pasted reference line: what its parts are, and how sure that is."""

from .accounting import left_over
from .reader import Reading, read

__all__ = ["Reading", "left_over", "read"]
