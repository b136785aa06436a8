"""Which backups are kept: the last of each of the latest days, weeks and months."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

PERIODS: dict[str, Callable[[datetime], Any]] = {
    "daily": lambda moment: moment.date(),
    "weekly": lambda moment: moment.isocalendar()[:2],
    "monthly": lambda moment: (moment.year, moment.month),
}


def kept(moments: Iterable[datetime], counts: Mapping[str, int]) -> set[datetime]:
    """Those of `moments` to keep, where `counts` says of how many days, weeks and months.

    Counted are periods that have a backup, so that nothing goes because none was made for long.
    """
    latest_first = sorted(moments, reverse=True)
    found = {*latest_first[:1]}
    for name, period_of in PERIODS.items():
        last_of: dict[Any, datetime] = {}
        for moment in latest_first:
            last_of.setdefault(period_of(moment), moment)
        found |= {*[*last_of.values()][: counts[name]]}
    return found


def old(good: Mapping[datetime, bool], counts: Mapping[str, int]) -> set[datetime]:
    """Those to delete, where `good` says of each whether it was found good.

    One that was not never takes the place of one that was.
    """
    sure = [moment for moment, is_good in good.items() if is_good]
    return {*good} - kept(good, counts) - kept(sure, counts)
