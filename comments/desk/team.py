"""How the team as a whole does, week by week: nothing here tells one moderator from another."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import (
    Aggregate,
    Count,
    DateField,
    DurationField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    Subquery,
)
from django.db.models.functions import TruncWeek
from django.db.models.lookups import Exact
from django.utils import timezone

from comments.models import Comment, Decision
from comments.models.decision_kinds import kinds_that
from comments.readers.receipt import in_words

Kind, Status = Decision.Kind, Comment.Status

WEEKS = 8
# What moderators decide about readers' comments; assignments and reversals decide nothing.
JUDGED = kinds_that(lambda kind: kind.is_judgement and not kind.is_automatic)


class Percentile(Aggregate):
    """The value that a share of all values does not exceed, as PostgreSQL interpolates it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression, share, **extra):
        super().__init__(expression, share=share, **extra)


@dataclass(frozen=True)
class Week:
    """One week from Monday on. A wait is None where nothing was decided for the first time."""

    begins: date
    comments: int = 0
    decisions: int = 0
    overturned: int = 0
    median: timedelta | None = None
    longest: timedelta | None = None

    @property
    def half_within(self) -> str:
        return in_words(self.median)

    @property
    def most_within(self) -> str:
        return in_words(self.longest)

    @property
    def share_overturned(self) -> int | None:
        """In per cent."""
        return round(100 * self.overturned / self.decisions) if self.decisions else None


def weeks(at=None) -> list[Week]:
    """The last weeks in the publication's time zone, the present one first."""
    today = timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    days = [monday - timedelta(weeks=number) for number in range(WEEKS)]
    since = timezone.make_aware(datetime.combine(days[-1], time.min))
    decided, waited = _by_week(_judged(since)), _by_week(_waited(since))
    return [Week(day, **decided.get(day, {}), **waited.get(day, {})) for day in days]


def queue() -> dict:
    """How many wait now and since when the first of them; how many of the others are put aside."""
    waiting = Comment.objects.waiting().order_by()
    aside = Comment.objects.put_aside().filter(status=Status.WAITING)
    return waiting.aggregate(count=Count("pk"), since=Min("waiting_since")) | {
        "aside": aside.count()
    }


def _by_week(figures) -> dict[date, dict]:
    return {row.pop("week"): row for row in figures}


def _weekly(decisions):
    week = TruncWeek("at", output_field=DateField())
    return decisions.order_by().annotate(week=week).values("week")


def _judged(since):
    """What was decided in each week, and how much of it did not last until now."""
    decisions = _of_readers(since).filter(kind__in=JUDGED)
    return _weekly(decisions).annotate(
        comments=Count("comment", distinct=True),
        decisions=Count("pk"),
        overturned=Count("pk", filter=_was_overturned()),
    )


def _was_overturned():
    """Reversed, or followed by a decision to the contrary, whoever made it."""
    later = Decision.objects.filter(
        comment=OuterRef("comment"), comment_version__gt=OuterRef("comment_version")
    )
    following = Subquery(later.order_by("comment_version").values("kind")[:1])
    shows = Q(status_after=Status.PUBLISHED)
    contrary = shows & Exists(later.exclude(shows)) | ~shows & Exists(later.filter(shows))
    return Q(Exact(following, Kind.REVERSE)) | contrary


def _waited(since):
    """How long comments had waited that were decided for the first time in each week."""
    earlier = _left_the_queue(Decision.objects).filter(
        comment=OuterRef("comment"), comment_version__lt=OuterRef("comment_version")
    )
    decisions = _left_the_queue(_of_readers(since)).exclude(kind=Kind.TRUST)
    # One look for each of them: "not exists" would be joined with the decisions of all years.
    one = Subquery(earlier.order_by("comment_version").values("pk")[:1])
    first = decisions.alias(earlier=one).filter(earlier=None)
    wait = F("at") - F("comment__created_at")
    return _weekly(first).annotate(
        median=Percentile(wait, 0.5, output_field=DurationField()),
        longest=Percentile(wait, 0.9, output_field=DurationField()),
    )


def _left_the_queue(decisions):
    return decisions.filter(status_before=Status.WAITING).exclude(status_after=Status.WAITING)


def _of_readers(since):
    """Answers of the staff are published by writing them: nobody waits, nobody judges."""
    return Decision.objects.filter(at__gte=since, comment__staff=None)
