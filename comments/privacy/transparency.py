"""What the public is told of moderation: how much was declined in each month, and for what.

Nobody is to work out a count of one or two, or somebody would know that it is about them.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from comments.models import Decision, Reason
from comments.models.decision_kinds import kinds_that
from opinion.page_cache.drawing import holds_until, shows

FEWEST = 3
MONTHS = 12
# A decision that was begun before midnight is stored by then: a month told once never changes.
SETTLED = timedelta(hours=1)
Kind = Decision.Kind
# What decides whether a comment is shown. Only two of them name a reason.
VERDICTS = kinds_that(lambda kind: kind.changes_status)

# Of each comment the verdict of the month that stood at its end. Reversing goes back a single step,
# so that this is the last verdict which led to where the comment stood then.
STANDING = """
WITH decided AS (
    SELECT comment_id, comment_version, kind, reason, status_after, month,
           first_value(status_after) OVER (
               PARTITION BY month, comment_id ORDER BY comment_version DESC
           ) AS status_at_the_end
    FROM (
        SELECT comment_id, comment_version, kind, reason, status_after,
               date_trunc('month', at AT TIME ZONE %(zone)s)::date AS month
        FROM comments_decision WHERE at >= %(since)s AND at < %(until)s
    ) AS of_these_months
), standing AS (
    SELECT DISTINCT ON (month, comment_id) month, reason, status_after AS status
    FROM decided
    WHERE kind = ANY(%(verdicts)s) AND status_after = status_at_the_end
    ORDER BY month, comment_id, comment_version DESC
)
SELECT month, status, reason, count(*) FROM standing GROUP BY month, status, reason
"""


@dataclass(frozen=True)
class Month:
    """What is shown of one. None is "fewer than three", which may be none at all.

    `declined` are pairs of a public wording and a count, the greatest first; `spam` and `others`
    are 0 where there is no such line.
    """

    begins: date
    published: int | None = None
    declined: tuple = ()
    spam: int = 0
    others: int | None = None

    @property
    def is_quiet(self) -> bool:
        return self.published is None and self.others is None


def months(at=None) -> list[Month]:
    """The last finished months in the publication's time zone, the newest first."""
    begin = timezone.localdate((at or timezone.now()) - SETTLED).replace(day=1)
    shows("decisions")
    holds_until(timezone.make_aware(datetime.combine(_month_after(begin), time())) + SETTLED)
    days = [begin := _month_before(begin) for _number in range(MONTHS)]
    counts = _counts(days[-1], _month_after(days[0]))
    wordings = dict(Reason.objects.values_list("code", "wording"))
    return [_month(day, counts.get(day, []), wordings) for day in days]


def grouped(counts: dict) -> tuple[dict, int]:
    """Which of these counts are shown by themselves, and how many all the others are together.

    Where a group is too small to be shown, the smallest that is not goes with it, always: if it did
    so only at need, "others: 4" beside a known list of groups could mean nothing but two and two.
    The others are fewer than three only where no group is shown.
    """
    shown = {group: count for group, count in counts.items() if count >= FEWEST}
    others = sum(counts.values()) - sum(shown.values())
    if others and shown:
        smallest = min(shown.values())
        shown = {group: count for group, count in shown.items() if count > smallest}
        others = sum(counts.values()) - sum(shown.values())
    return shown, others


def _month(day, rows, wordings) -> Month:
    published = 0
    # By Kind.SPAM, or by what readers are told of the reason.
    counts: dict[Any, int] = {}
    for status, reason, count in rows:
        if status == "published":
            published += count
        else:
            group = Kind.SPAM if status == "spam" else ("reason", wordings.get(reason, reason))
            counts[group] = counts.get(group, 0) + count
    shown, others = grouped(counts)
    spam = shown.pop(Kind.SPAM, 0)
    declined = sorted(
        ((wording, count) for (_reason, wording), count in shown.items()),
        key=lambda pair: (-pair[1], pair[0]),
    )
    is_told = declined or spam or others >= FEWEST
    return Month(
        day,
        published if published >= FEWEST else None,
        tuple(declined),
        spam,
        others if is_told else None,
    )


def _counts(first, end) -> dict[date, list]:
    bounds: dict[str, Any] = {
        "zone": timezone.get_current_timezone_name(),
        "since": _midnight(first),
        "until": _midnight(end),
        "verdicts": VERDICTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(STANDING, bounds)
        rows_by_month: dict[date, list] = {}
        for month, *row in cursor.fetchall():
            rows_by_month.setdefault(month, []).append(row)
    return rows_by_month


def _month_before(day) -> date:
    return (day - timedelta(days=1)).replace(day=1)


def _month_after(day) -> date:
    return (day + timedelta(days=31)).replace(day=1)


def _midnight(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
