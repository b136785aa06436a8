"""What a rule would say, with terms that nobody has saved yet. It stores nothing."""

from dataclasses import dataclass, field

from comments.models import Comment

from . import checks
from .checks import Submission

LOOKED_AT, SHOWN = 500, 5


@dataclass
class DryRun:
    """`said` about a text that was typed, None where the rule is silent.

    Of the newest comments, `looked` at, it would have spoken up about `count`; `found` are the
    first of them.
    """

    sample: str = ""
    said: checks.Finding | None = None
    looks_back: bool = False
    looked: int = 0
    count: int = 0
    found: list[Comment] = field(default_factory=list)

    @classmethod
    def of(cls, terms, sample="") -> "DryRun":
        """Try a rule's `terms` on a text, and on the newest comments where only the text counts."""
        trial = cls(sample, looks_back=terms.kind in checks.ABOUT_TEXT)
        if not trial.looks_back:
            return trial
        if sample:
            trial.said = _said(terms, sample)
        newest = [*_comments().order_by("-pk")[:LOOKED_AT]]
        spoken = [comment for comment in newest if _said(terms, comment.text, comment.name)]
        trial.looked, trial.count, trial.found = len(newest), len(spoken), spoken[:SHOWN]
        return trial


def _comments():
    """What readers wrote: no rule looks at what staff answer."""
    return Comment.objects.filter(erased_at=None, staff=None).only("name", "text")


def _said(terms, text, name=""):
    return checks.CHECKS[terms.kind](terms, Submission(article=None, text=text, name=name))
