from .likeness import Likeness, WorkKey
from .merge import Merge
from .rendering import Rendering
from .work import Work

__all__ = ["Likeness", "Merge", "Rendering", "Work", "WorkKey"]
