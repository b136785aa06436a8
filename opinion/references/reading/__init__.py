"""Reading a pasted reference line: what its parts are, and how sure that is."""

from .accounting import left_over
from .reader import Reading, read
from .work_types import is_told

__all__ = ["Reading", "is_told", "left_over", "read"]
