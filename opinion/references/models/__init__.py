from .duplicates import Likeness, WorkKey
from .importing import Import, ImportEntry
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
