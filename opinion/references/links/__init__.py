"""Whether the addresses of references still lead to what was cited.

Seven states, each with when, which code and where in the end. Only the public internet is ever
visited, politely: robots.txt is heeded, and a server is asked only for what has changed.
"""

from opinion.references.links.archive import nearest_copy
from opinion.references.links.checking import NAME, Checker, check
from opinion.references.links.outcome import Outcome, Reason, State

__all__ = ["NAME", "Checker", "Outcome", "Reason", "State", "check", "nearest_copy"]
