from .comment import Comment
from .confirmation import Confirmation
from .contact import Contact, ContactLook
from .decision import Decision, DecisionNote, Overtaken, Reason
from .edit import Edit
from .hold import Hold
from .notice import Notice
from .policy import Policy, SectionPolicy
from .queue_notice import QueueNotice
from .reader import Reader
from .receipt import Receipt
from .refusals import Closed, ParentGone, TooLate, TooMany, Unacceptable
from .report import Report
from .signal import Signal
from .subscription import Subscription
from .thread import Thread

__all__ = [
    "Closed",
    "Comment",
    "Confirmation",
    "Contact",
    "ContactLook",
    "Decision",
    "DecisionNote",
    "Edit",
    "Hold",
    "Notice",
    "Overtaken",
    "ParentGone",
    "Policy",
    "QueueNotice",
    "Reader",
    "Reason",
    "Receipt",
    "Report",
    "SectionPolicy",
    "Signal",
    "Subscription",
    "Thread",
    "TooLate",
    "TooMany",
    "Unacceptable",
]
