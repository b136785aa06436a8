from .importing import Import, ImportEntry
from .likeness import Likeness, WorkKey
from .link import Link, LinkCheck, LinkQuerySet
from .merge import Merge
from .rendering import Rendering
from .work import Work

__all__ = [
    "Import",
    "ImportEntry",
    "Likeness",
    "Link",
    "LinkCheck",
    "LinkQuerySet",
    "Merge",
    "Rendering",
    "Work",
    "WorkKey",
]
