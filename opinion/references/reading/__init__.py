"""Reading a pasted reference line: what its parts are, and how sure that is."""

from .comparison import Comparison, compare
from .reader import Reading, read

__all__ = ["Comparison", "Reading", "compare", "read"]
