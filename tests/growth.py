"""How much work a function does for its input, counted so that it is the same on every machine.

Counted are the lines of Python that it runs, here and in what it calls, and the memory that each of
ours makes, which tells of what a line does in C: joining, cutting, copying. A search in C that
makes nothing is not seen.
"""

import gc
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import contextmanager, suppress

# So many bytes cost about as much as a line of Python.
BYTES_PER_LINE = 256
# Twice the input is twice the work, and a little more for what grows on the way.
MOST = 2.5
# Memory that other threads ask for meanwhile is counted as well: only what all counts say is true.
COUNTS = 3


class Counter:
    def __init__(self) -> None:
        self.lines = 0
        self.bytes = 0
        self._held = 0

    @property
    def work(self) -> float:
        return self.lines + self.bytes / BYTES_PER_LINE

    def trace(self, frame, event, argument):
        """Of others' code only the lines: to ask for the memory costs more than they do."""
        self.note_memory()
        return self.in_theirs if "site-packages" in frame.f_code.co_filename else self.in_ours

    def in_ours(self, frame, event, argument):
        self.lines += 1
        self.note_memory()
        return self.in_ours

    def in_theirs(self, frame, event, argument):
        self.lines += 1
        return self.in_theirs

    def note_memory(self):
        held, peak = tracemalloc.get_traced_memory()
        self.bytes += max(0, peak - self._held)
        self._held = held
        tracemalloc.reset_peak()


@contextmanager
def counted():
    """What is done inside, in a Counter."""
    counter, before = Counter(), sys.gettrace()
    gc.disable()
    tracemalloc.start()
    sys.settrace(counter.trace)
    try:
        yield counter
    finally:
        sys.settrace(before)
        tracemalloc.stop()
        gc.enable()


def work_of(task: Callable, given) -> float:
    """The work of `task(given)`, whether it takes it or refuses it with a ValueError."""
    with counted() as counter, suppress(ValueError):
        task(given)
    return counter.work


def growth(task: Callable, make: Callable, size: int) -> float:
    """How many times the work is done for an input of twice the size, at its lowest count."""
    # What is read once and kept is read before.
    with suppress(ValueError):
        task(make(size))
    once, twice = [], []
    for _count in range(COUNTS):
        once.append(work_of(task, make(size)))
        twice.append(work_of(task, make(2 * size)))
        if min(twice) <= MOST * min(once):
            break
    return min(twice) / min(once)
