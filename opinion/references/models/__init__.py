from .link import Link, LinkCheck, LinkQuerySet
from .rendering import Rendering
from .work import Work

__all__ = ["Link", "LinkCheck", "LinkQuerySet", "Rendering", "Work"]
