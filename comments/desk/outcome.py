"""What came of the last decisions, told on the next page of the desk and then forgotten."""

from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse

from comments.models import Comment, StaleVersion, Thread

from .attached import attach
from .card import Card
from .labels import VERBS
from .queue import read
from .together import asked_together

COOKIE = "desk_report"
# For who comes back to a page that was on its way when the connection broke.
MOST_SECONDS = 3600


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
        found = read(comments)
        asked_together(attach(found))
        return [Card(comment, back, seen=seen[comment.pk]) for comment in found]

    def store_in(self, response, user):
        """Have the next page tell `user` of it, by a cookie that they cannot forge."""
        told = signing.dumps(asdict(self), salt=_salt(user), compress=True)
        response.set_cookie(
            COOKIE,
            told,
            max_age=MOST_SECONDS,
            path=_desk(),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    @classmethod
    def pop_from(cls, request) -> "DecisionOutcome | None":
        """What the last decision left to be told; `forget` then takes it out of the answer."""
        try:
            told = request.COOKIES.get(COOKIE, "")
            return cls(**signing.loads(told, salt=_salt(request.user), max_age=MOST_SECONDS))
        except (signing.BadSignature, TypeError):
            return None


def forget(request, response):
    """What was told on this page is told once."""
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, path=_desk(), samesite="Lax")


def _salt(user) -> str:
    return f"{COOKIE}.{user.pk}"


def _desk() -> str:
    return reverse("admin:app_list", args=["comments"])


def decide(chosen: dict[int, int], by, kind, **words) -> DecisionOutcome:
    """Decide about each comment chosen, in the version seen. The one may fail, the others stand.

    `words` go with the decision, as `Decision.objects.decide` takes them.
    """
    report = DecisionOutcome(kind)
    for comment in _visible(chosen, by):
        _decide_one(report, comment, chosen[comment.pk], by=by, **words)
    return report


def _visible(numbers, by) -> list[Comment]:
    """By their keys: each decision locks its comment and reads it anyway."""
    if not by.has_perm("comments.view_comment"):
        numbers = Comment.objects.visible_to(by).filter(pk__in=numbers).values_list("pk", flat=True)
    return [Comment(pk=number) for number in sorted(numbers)]


def _decide_one(report, comment, version, **words):
    try:
        decision = comment.decide(report.kind, version=version, **words)
    except StaleVersion:
        report.overtaken.append([comment.pk, version])
    except ValidationError:
        report.impossible += 1
    except Thread.DoesNotExist:
        pass  # There is no such comment.
    else:
        report.note_done(comment, decision)
