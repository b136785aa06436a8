from .likeness import Likeness, WorkKey
from .link import Link, LinkCheck, LinkQuerySet
from .merge import Merge
from .rendering import Rendering
from .work import Work

__all__ = [
    "Likeness",
    "Link",
    "LinkCheck",
    "LinkQuerySet",
    "Merge",
    "Rendering",
    "Work",
    "WorkKey",
]
