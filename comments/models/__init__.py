from .comment import Comment, Signal
from .contact import Contact, ContactLook
from .decision import Decision, DecisionNote, Overtaken, Reason
from .hold import Hold
from .notice import QueueNotice
from .thread import Closed, ParentGone, Thread, TooMany, Unacceptable

__all__ = [
    "Closed",
    "Comment",
    "Contact",
    "ContactLook",
    "Decision",
    "DecisionNote",
    "Hold",
    "Overtaken",
    "ParentGone",
    "QueueNotice",
    "Reason",
    "Signal",
    "Thread",
    "TooMany",
    "Unacceptable",
]
