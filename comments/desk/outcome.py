"""What came of the last decisions, told on the next page of the desk and then forgotten."""

from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError

from comments.models import Comment, StaleVersion

from .card import Card
from .labels import VERBS
from .queue import with_context

KEY = "desk_report"


@dataclass
class DecisionOutcome:
    """What was done, what somebody else was quicker with, and how much made no sense.

    `done`, `undoable` and `overtaken` are pairs of a comment's key and a version: that after it,
    and of the last that seen.
    """

    kind: str
    done: list = field(default_factory=list)
    undoable: list = field(default_factory=list)
    overtaken: list = field(default_factory=list)
    impossible: int = 0
    name: str = ""
    following: int | None = None

    def note_done(self, comment, decision):
        self.done.append([comment.pk, comment.version])
        if decision.is_reversible:
            self.undoable.append(self.done[-1])
        self.name = comment.name

    @property
    def verb(self):
        return VERBS[self.kind]

    @property
    def outcome(self) -> str:
        return self.verb.outcome % len(self.done) if self.done else ""

    @property
    def chosen(self) -> list[str]:
        """What of it can be undone, as a form sends it."""
        return [f"{pk}-{version}" for pk, version in self.undoable]

    def cards(self, user, back) -> list[Card]:
        """The comments that somebody else was quicker with, as they are now."""
        seen = dict(self.overtaken)
        comments = Comment.objects.visible_to(user).filter(pk__in=seen).order_by("pk")
        return [Card(comment, back, seen=seen[comment.pk]) for comment in with_context(comments)]

    def store_in(self, session):
        session[KEY] = asdict(self)

    @classmethod
    def pop_from(cls, session) -> "DecisionOutcome | None":
        stored = session.pop(KEY, None)
        return cls(**stored) if stored else None


def decide(chosen: dict[int, int], by, kind, **words) -> DecisionOutcome:
    """Decide about each comment chosen, in the version seen. The one may fail, the others stand.

    `words` go with the decision, as `Decision.objects.decide` takes them.
    """
    report = DecisionOutcome(kind)
    comments = Comment.objects.visible_to(by).in_bulk(chosen)
    for pk in sorted(comments):
        _decide_one(report, comments[pk], chosen[pk], by=by, **words)
    return report


def _decide_one(report, comment, version, **words):
    try:
        decision = comment.decide(report.kind, version=version, **words)
    except StaleVersion:
        report.overtaken.append([comment.pk, version])
    except ValidationError:
        report.impossible += 1
    else:
        report.note_done(comment, decision)
