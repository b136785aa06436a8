"""How an act is measured: warm, both sizes in turn, and the middle of many rounds."""

import gc
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

from .outlets import Outlet

WARM_UP = 3


@dataclass(frozen=True)
class Case:
    """One act. What `act(outlet, measured)` does `with measured:` counts; the rest is preparation.

    It returns how much it did, where that differs between the sizes: the ratio is then `per` one
    of it. `large_only` is for what has no size to compare.
    """

    name: str
    act: Callable[[Outlet, AbstractContextManager], int | None]
    per: str = ""
    large_only: bool = False
    # How many queries more one comment may need than another, by what is known of it.
    varies: int = 0


@dataclass(frozen=True)
class Group:
    """Cases about one thing. `title` is formatted with the sizes `small` and `large`."""

    title: str
    cases: tuple[Case, ...]
    asks_database: bool = True


@dataclass(frozen=True)
class Measured:
    milliseconds: float
    amount: int
    queries: int


@dataclass(frozen=True)
class Result:
    case: Case
    small: Measured | None
    large: Measured

    @property
    def ratio(self) -> float | None:
        """How many times as long the large act takes as the small one, for the same amount."""
        if self.small is None:
            return None
        small = self.small.milliseconds / self.small.amount
        return self.large.milliseconds / self.large.amount / small


class Stopwatch:
    def __enter__(self):
        self.begun = time.perf_counter()

    def __exit__(self, *_error):
        self.milliseconds = (time.perf_counter() - self.begun) * 1_000


def measure(group: Group, case: Case, small: Outlet, large: Outlet, rounds: int) -> Result:
    outlets = [large] if case.large_only else [small, large]
    # A single round is there to be seen to work, and to count.
    warm_up = min(rounds - 1, WARM_UP)
    counts = [_warmed_up(group, case, outlet, warm_up) for outlet in outlets]
    times: list[list[float]] = [[] for _outlet in outlets]
    if rounds > 1:
        gc.collect()
    gc.disable()
    try:
        for _round in range(rounds):
            for outlet, found in zip(outlets, times, strict=True):
                found.append(_timed(case, outlet))
    finally:
        gc.enable()
    parts = [Measured(median(found), *count) for found, count in zip(times, counts, strict=True)]
    return Result(case, None if case.large_only else parts[0], parts[-1])


def _timed(case: Case, outlet: Outlet) -> float:
    watch = Stopwatch()
    with outlet.in_charge():
        case.act(outlet, watch)
    return watch.milliseconds


def _warmed_up(group: Group, case: Case, outlet: Outlet, rounds: int) -> tuple[int, int]:
    """How much the act does and how many queries it asks, once all caches are warm."""
    with outlet.in_charge():
        for _round in range(rounds):
            case.act(outlet, Stopwatch())
        if not group.asks_database:
            return case.act(outlet, Stopwatch()) or 1, 0
        asked = CaptureQueriesContext(connection)
        amount = case.act(outlet, asked)
        return amount or 1, len(asked)
