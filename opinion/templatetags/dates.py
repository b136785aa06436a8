"""Dates as readers of newspapers know them: "January 11, 2024 at 5:25 am"."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

register = template.Library()


@register.filter
def moment(value) -> str:
    """Day and minute in the publication's time zone. Django's own words would say "a.m."."""
    if not value:
        return ""
    return gettext("%(day)s at %(clock)s") % {"day": day(value), "clock": clock(value)}


@register.filter
def clock(value) -> str:
    """The minute alone, for what is of today."""
    local = timezone.localtime(value)
    half = pgettext("time of day", "am") if local.hour < 12 else pgettext("time of day", "pm")
    clock = gettext("%(hour)s:%(minute)s %(half)s") % {
        "hour": local.hour % 12 or 12,
        "minute": f"{local.minute:02}",
        "half": half,
    }
    if local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset():
        # When the clocks go back, this time comes twice.
        clock = f"{clock} {local.tzname()}"
    return clock


@register.filter
def day(value) -> str:
    return date_format(timezone.localtime(value), gettext("F j, Y")) if value else ""
