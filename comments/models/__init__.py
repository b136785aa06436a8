from .claim import Claim
from .comment import Comment
from .contact import Contact, ContactLook, PersonNote, UnknownPerson
from .decision import Decision, StaleVersion
from .decision_note import DecisionNote
from .edit import Edit
from .fingerprint import Fingerprint
from .hold import Hold
from .notice import Notice
from .policy import Policy, SectionPolicy
from .queue_notice import QueueNotice
from .reader import Confirmation, Reader
from .reason import Reason
from .receipt import Receipt
from .refusals import Closed, ParentGone, RateLimited, TooLate, Unacceptable
from .report import Report
from .rule import Effect, Rule, RuleVersion
from .signal import Signal, SignalDraft
from .subscription import Subscription
from .thread import Thread

__all__ = [
    "Claim",
    "Closed",
    "Comment",
    "Confirmation",
    "Contact",
    "ContactLook",
    "Decision",
    "DecisionNote",
    "Edit",
    "Effect",
    "Fingerprint",
    "Hold",
    "Notice",
    "UnknownPerson",
    "SignalDraft",
    "StaleVersion",
    "ParentGone",
    "PersonNote",
    "Policy",
    "QueueNotice",
    "Reader",
    "Reason",
    "Receipt",
    "Report",
    "Rule",
    "RuleVersion",
    "SectionPolicy",
    "Signal",
    "Subscription",
    "Thread",
    "TooLate",
    "RateLimited",
    "Unacceptable",
]
