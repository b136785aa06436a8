"""What the newsroom's first page tells staff of the articles they may see."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Article

DAYS = 7
AT_ONCE = 8


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

    Of each the latest first, as far as `user` may see them.
    """
    seen = Article.objects.visible_to(user).filter(status=Article.Status.DRAFT, version__gt=0)
    seen = _brief(seen).select_related("edited_by").order_by("-edited_at", "-pk")
    first = seen.own(user).annotate(is_own=Value(True))[:AT_ONCE]
    then = seen.exclude(pk__in=Article.objects.own(user).order_by().values("pk")).annotate(
        is_own=Value(False)
    )[:AT_ONCE]
    both = [*first.union(then, all=True)]
    own = [draft for draft in both if draft.is_own]
    return own, both[len(own) :]


def week(user) -> list[Day]:
    """Today and the six days after it, in the publication's time zone, with what is scheduled."""
    today = timezone.localdate()
    days = {day: Day(day) for day in (today + timedelta(days=number) for number in range(DAYS))}
    for event in sorted(_events(user, today + timedelta(days=DAYS)), key=lambda event: event.at):
        # What is overdue by a minute is of today.
        days[max(timezone.localdate(event.at), today)].events.append(event)
    return [*days.values()]


def _events(user, end: date):
    until = timezone.make_aware(datetime.combine(end, time()))
    to_publish = Q(scheduled_for__lt=until, schedule_failed_at=None)
    coming = Article.objects.visible_to(user).filter(to_publish | Q(withdraw_at__lt=until))
    for article in _brief(coming):
        if (at := article.scheduled_for) and at < until and not article.schedule_failed_at:
            verb = _("Changes go live") if article.is_published else _("Goes live")
            yield Event(at, verb, article)
        if (at := article.withdraw_at) and at < until:
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
        "withdraw_at",
        "slug",
    )
