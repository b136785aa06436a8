"""A moment as people type it: a day and a time by the publication's clocks.

When these go back an hour comes twice, and the form asks which; when they go forward an hour is
skipped, and the form names the next time that there is.
"""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opinion.templatetags.dates import moment

MINUTE = timedelta(minutes=1)
FIRST, SECOND = "0", "1"


class Typed(NamedTuple):
    """What was sent: the day and time, and which of two hours where it was asked."""

    time: str
    hour: str = ""


class MomentInput(forms.DateTimeInput):
    """The browser's own field for a day and a time; where that comes twice, a choice beside it."""

    template_name = "forms/moment.html"

    def __init__(self, attrs=None):
        super().__init__({"type": "datetime-local"} | (attrs or {}), format="%Y-%m-%dT%H:%M")

    def value_from_datadict(self, data, files, name):
        return Typed(data.get(name) or "", data.get(f"{name}_hour") or "")

    def get_context(self, name, value, attrs):
        time, hour = value or Typed("")
        context = super().get_context(name, time, attrs)
        context["widget"]["hours"] = _hours(_read(time), hour)
        return context


class MomentField(forms.DateTimeField):
    """Reads by the clocks of the time zone that is in force; gives the moment in UTC."""

    widget = MomentInput
    default_error_messages = {
        "twice": _(
            "The clocks go back that night, so this time comes twice. Choose which one you mean."
        ),
        "skipped": _(
            "The clocks go forward then, so this time does not exist. The next one that does is "
            "%(moment)s."
        ),
    }

    def prepare_value(self, value):
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value)
        return Typed(f"{local:%Y-%m-%dT%H:%M}", str(local.fold))

    def to_python(self, value):
        typed = value if isinstance(value, Typed) else Typed(value or "")
        if not typed.time.strip():
            return None
        read = _read(typed.time)
        if read is None:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        at = self._in_zone(read, typed.hour) if timezone.is_naive(read) else read
        # In its own zone a time that comes twice would equal no other, not even itself in UTC.
        return at.astimezone(UTC)

    def _in_zone(self, naive: datetime, hour: str) -> datetime:
        first, second = _both(naive)
        if _is_skipped(naive):
            valid = timezone.make_aware(_after_gap(naive))
            raise ValidationError(
                self.error_messages["skipped"], "skipped", params={"moment": moment(valid)}
            )
        if first.utcoffset() == second.utcoffset():
            return first
        if hour not in (FIRST, SECOND):
            raise ValidationError(self.error_messages["twice"], "twice")
        return second if hour == SECOND else first


def _read(text: str) -> datetime | None:
    """The day and time that `text` says; None where it says none that we could keep."""
    try:
        read = parse_datetime(text.strip())
        # Near the ends of the calendar a zone leads over them.
        for one in _both(read) if read and timezone.is_naive(read) else filter(None, [read]):
            one.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return read


def _both(naive: datetime) -> list[datetime]:
    """The two readings of a time: one and the same but where the clocks are set."""
    zone = timezone.get_current_timezone()
    return [naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]


def _is_skipped(naive: datetime) -> bool:
    first, second = (one.utcoffset() or timedelta() for one in _both(naive))
    return first < second


def _after_gap(skipped: datetime) -> datetime:
    """The first time after `skipped` that is on the clocks, to the minute."""
    first, second = (one.utcoffset() or timedelta() for one in _both(skipped))
    start = skipped.replace(second=0, microsecond=0)
    minutes = range((second - first) // MINUTE)
    return (
        start
        + bisect_left(minutes, True, key=lambda n: not _is_skipped(start + n * MINUTE)) * MINUTE
    )


def _hours(naive: datetime | None, chosen: str) -> list[dict]:
    """The choice to offer beside a time; none where it comes once."""
    if naive is None or not timezone.is_naive(naive):
        return []
    first, second = _both(naive)
    if first.utcoffset() == second.utcoffset() or _is_skipped(naive):
        return []
    words = [
        (FIRST, gettext("the first time (%(zone)s)"), first),
        (SECOND, gettext("the second time, an hour later (%(zone)s)"), second),
    ]
    return [
        {"value": value, "label": label % {"zone": _zone(one)}, "is_chosen": value == chosen}
        for value, label, one in words
    ]


def _zone(local: datetime) -> str:
    return f"{local.tzname()}, UTC{local.isoformat(timespec='minutes')[16:]}"
