"""Dates as readers of newspapers know them: "January 11, 2024 at 5:25 am"."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext, pgettext

register = template.Library()
# Days and minutes of a day that are remembered, as one language says them.
REMEMBERED = 5_000


class Dates:
    """Dates in the language and the time zone that are in force, for who writes many of them."""

    def __init__(self) -> None:
        self.language, self.zone = get_language(), timezone.get_current_timezone()

    def moment(self, value: datetime) -> str:
        """Day and minute. Django's own words would say "a.m."."""
        return _together(self.language) % {"day": self.day(value), "clock": self.clock(value)}

    def clock(self, value: datetime) -> str:
        """The minute alone; with its zone where the clocks go back and it comes twice."""
        local = value.astimezone(self.zone)
        minute = _clock(local.hour, local.minute, self.language)
        comes_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
        return f"{minute} {local.tzname()}" if comes_twice else minute

    def day(self, value: datetime) -> str:
        return _day(value.astimezone(self.zone).date(), self.language)

    def iso(self, value: datetime) -> str:
        r"""For programs, as `|date:'Y-m-d\TH:i:sO'` writes it."""
        return f"{value.astimezone(self.zone):%Y-%m-%dT%H:%M:%S%z}"


@register.filter
def moment(value) -> str:
    return Dates().moment(value) if value else ""


@register.filter
def clock(value) -> str:
    """The minute alone, for what is of today."""
    return Dates().clock(value)


@register.filter
def about_since(value: datetime) -> str:
    """How long ago, by its largest unit: “2 days”."""
    return timesince(value, depth=1)


@register.filter
def day(value) -> str:
    return Dates().day(value) if value else ""


@register.filter
def month_name(number) -> str:
    """The name of a month by its number: 11 is November."""
    return date_format(date(2000, int(number), 1), "F")


# Each is called in the language that it is given, so that another one is another answer.


@lru_cache(REMEMBERED)
def _day(local: date, language) -> str:
    return date_format(local, gettext("F j, Y"))


@lru_cache(REMEMBERED)
def _clock(hour: int, minute: int, language) -> str:
    half = pgettext("time of day", "am") if hour < 12 else pgettext("time of day", "pm")
    return gettext("%(hour)s:%(minute)s %(half)s") % {
        "hour": hour % 12 or 12,
        "minute": f"{minute:02}",
        "half": half,
    }


@lru_cache
def _together(language) -> str:
    return gettext("%(day)s at %(clock)s")
