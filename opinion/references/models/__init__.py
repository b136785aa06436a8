from .rendering import Rendering
from .work import Work

__all__ = ["Rendering", "Work"]
