"""What the newsroom's first page tells staff of the articles they may see."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Article, DeskEntry, DeskState

DAYS = 7
AT_ONCE = 8
STANDING_AT_ONCE = 50
FAILED_AT_ONCE = 20


@dataclass(frozen=True)
class Event:
    """What the clock will do to an article."""

    at: datetime
    verb: Promise
    article: Article


@dataclass
class Day:
    date: date
    events: list[Event] = field(default_factory=list)


def drafts(user) -> tuple[list[Article], list[Article]]:
    """What readers do not have yet: what `user` wrote or edited last, and what colleagues did.

    Of each the latest first, as far as `user` may see them. What stands between an author and the
    desk is told by `standing`, and takes no place here from what does not.
    """
    seen = Article.objects.visible_to(user).filter(
        status=Article.Status.DRAFT, version__gt=0, desk_state=DeskState.NOWHERE
    )
    seen = _brief(seen).select_related("edited_by").order_by("-edited_at", "-pk")
    first = seen.own(user).annotate(is_own=Value(True))[:AT_ONCE]
    then = seen.of_others(user).annotate(is_own=Value(False))[:AT_ONCE]
    both = [*first.union(then, all=True)]
    own = [draft for draft in both if draft.is_own]
    return own, both[len(own) :]


def standing(user) -> tuple[list[DeskEntry], list[DeskEntry]]:
    """The last steps of drafts between author and desk: what waits for `user`, and the others.

    For who publishes, what was handed in and what they have taken waits; for an author, what was
    sent back. Those that stand longest come first. What the clock will publish waits for nobody.
    """
    goes_live = Q(status=Article.Status.SCHEDULED, schedule_failed_at__isnull=True)
    seen = Article.objects.visible_to(user).exclude(goes_live)
    last = [*DeskEntry.objects.standing(seen)[:STANDING_AT_ONCE]]
    waits = _waits_for_the_desk if user.has_perm("articles.publish_article") else _waits_for_author
    mine = [entry for entry in last if waits(entry, user)]
    return mine, [entry for entry in last if entry not in mine]


def _waits_for_the_desk(entry, user) -> bool:
    is_taken = entry.kind == entry.Kind.TAKEN and entry.by == user
    return is_taken or entry.kind == entry.Kind.HANDED_IN


def _waits_for_author(entry, user) -> bool:
    return entry.kind == entry.Kind.SENT_BACK


@dataclass
class Clock:
    """What the clock could not publish, the first failure first, and what it will do by day."""

    failed: list[Article]
    days: list[Day]

    @property
    def has_events(self) -> bool:
        return any(day.events for day in self.days)


def clock(user) -> Clock:
    """What failed, and today and the six days after it in the publication's time zone."""
    today = timezone.localdate()
    end = timezone.make_aware(datetime.combine(today + timedelta(days=DAYS), time()))
    seen = Article.objects.visible_to(user)
    due = seen.filter(Q(scheduled_for__lt=end) | Q(withdraw_at__lt=end))
    articles = [*_brief(due | seen.failed())]
    failed = [article for article in articles if article.schedule_failed_at]
    failed.sort(key=lambda article: (article.schedule_failed_at, article.pk))
    days = {day: Day(day) for day in (today + timedelta(days=number) for number in range(DAYS))}
    for event in sorted(_events(articles, end), key=lambda event: event.at):
        # What is overdue by a minute is of today.
        days[max(timezone.localdate(event.at), today)].events.append(event)
    return Clock(failed[:FAILED_AT_ONCE], [*days.values()])


def _events(articles: list[Article], end: datetime):
    for article in articles:
        if (at := article.scheduled_for) and at < end and not article.schedule_failed_at:
            verb = _("Changes go live") if article.is_published else _("Goes live")
            yield Event(at, verb, article)
        if (at := article.withdraw_at) and at < end:
            yield Event(at, _("Is withdrawn"), article)


def newest(user) -> list[Article]:
    """What readers got last, each with its live edition."""
    shown = Article.objects.visible_to(user).published().newest()
    return [*shown.select_related("live_edition").defer(*_TEXTS)[:AT_ONCE]]


_TEXTS = tuple(
    f"{prefix}{name}"
    for prefix in ("", "live_edition__")
    for name in ("body", "body_html", "note", "note_html")
)


def _brief(articles):
    return articles.only(
        "headline",
        "status",
        "version",
        "edited_at",
        "edited_by",
        "scheduled_for",
        "schedule_failed_at",
        "schedule_failure",
        "withdraw_at",
        "slug",
    )
