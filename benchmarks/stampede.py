"""A hundred readers ask at once for a page that was just changed: who draws it, and who waits.

Others go on reading other pages. How long they wait is compared with the same crowd at a page that
was not changed, in turns.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import quantiles

from opinion.supervisor.console import Console

from . import budgets, mixed_load, outlets
from .load import Request, Visitor, ask
from .programs import Programs
from .served_acts import BROTLI
from .survival import _wait

CROWD, OTHERS = 100, 4


@dataclass(frozen=True)
class Figures:
    rounds: int
    crowd: int
    drawn: list[int]
    """How often the page was drawn, each time it was changed."""
    slow: float
    slow_beside: float
    """What one in a hundred of the other readers waited longer than: at a change, and at none."""

    def __str__(self) -> str:
        return (
            f"{self.rounds} changes, {self.crowd} readers at each: drawn {max(self.drawn)} times "
            f"at most; one in a hundred of the others waited more than {self.slow:.0f} ms, beside "
            f"a crowd at an unchanged page {self.slow_beside:.0f} ms"
        )

    @property
    def slower(self) -> float:
        return self.slow / self.slow_beside


class Crowd:
    """Readers who ask for one page in the same moment, while others read other pages."""

    def __init__(self, town, programs: Programs, crowd: int):
        self.town, self.port, self.crowd = town, programs.port, crowd
        self.page = town.articles[0].get_absolute_url()
        self.others = [article.get_absolute_url() for article in town.articles[1:]]

    def change(self) -> str:
        """Words that are on the page from now on."""
        _address, words, _there = self.town.approve(self.town.articles[0])
        return words

    def come(self, words: str) -> tuple[int, list[float]]:
        """How often the page was drawn, and how long the others waited, in milliseconds.

        Raises AssertionError where anybody of the crowd does not find the words.
        """
        gate, gone = threading.Barrier(self.crowd, timeout=60), threading.Event()
        with ThreadPoolExecutor(self.crowd + OTHERS) as pool:
            others = [pool.submit(self._read, gone) for _one in range(OTHERS)]
            crowd = [pool.submit(self._come, gate) for _one in range(self.crowd)]
            try:
                answers = [reader.result() for reader in crowd]
            finally:
                gone.set()
        for answer in answers:
            assert answer.status == 200 and words in answer.body.decode(), f"{words!r} is not there"
        drawn = [answer.headers["server-timing"] for answer in answers].count("cache;desc=miss")
        return drawn, [spent for other in others for spent in other.result()]

    def _come(self, gate: threading.Barrier):
        gate.wait()
        return ask(self.port, Request(self.page))

    def _read(self, gone: threading.Event) -> list[float]:
        visitor, spent = Visitor(self.port), []
        while not gone.is_set():
            for address in self.others:
                begun = time.perf_counter()
                assert visitor.ask(Request(address, BROTLI)).status == 200
                spent.append((time.perf_counter() - begun) * 1_000)
        visitor.close()
        return spent


def run(
    rounds: int,
    console: Console | None = None,
    name: str = "bench_stampede",
    crowd: int = CROWD,
) -> Figures:
    """Play it in a database of its own. Raises AssertionError where a process drew twice.

    Programs are started, so call it from the main thread.
    """
    with (
        outlets.scratch(console or Console(), name) as outlet,
        outlet.in_charge(),
        mixed_load.stage(outlet) as (town, programs),
    ):
        programs.start("web")
        _wait(programs.are_up, [])
        return _compare(Crowd(town, programs, crowd), programs, rounds)


def _compare(crowd: Crowd, programs: Programs, rounds: int) -> Figures:
    processes = len(programs.process("web").children())
    drawn, waited, beside = [], [], []
    words = crowd.change()
    for _round in range(rounds):
        crowd.come(words)
        beside += crowd.come(words)[1]
        words = crowd.change()
        times, spent = crowd.come(words)
        assert 1 <= times <= processes, f"drawn {times} times by {processes} processes"
        drawn.append(times)
        waited += spent
    slow, slow_beside = (quantiles(spent, n=100)[-1] for spent in (waited, beside))
    return Figures(rounds, crowd.crowd, drawn, slow, slow_beside)


def judged(figures: Figures) -> str:
    """The figures, and where more is waited than was wanted. AssertionError past what is held."""
    return "; ".join(filter(None, [str(figures), budgets.BESIDE_A_CROWD.judge(figures.slower)]))
