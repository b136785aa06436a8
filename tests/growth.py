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
    """Lines and bytes so far. `trace` runs for each line, and so is kept short."""

    def __init__(self) -> None:
        self.lines = 0
        self.bytes = 0
        self.trace = self._tracer()

    @property
    def work(self) -> float:
        return self.lines + self.bytes / BYTES_PER_LINE

    def _tracer(self):
        held, is_ours = 0, {}
        traced, reset_peak = tracemalloc.get_traced_memory, tracemalloc.reset_peak

        def note_memory():
            nonlocal held
            before, (held, peak) = held, traced()
            if peak > before:
                self.bytes += peak - before
            reset_peak()

        def in_ours(frame, event, argument):
            self.lines += 1
            note_memory()
            return in_ours

        def in_theirs(frame, event, argument):
            self.lines += 1
            return in_theirs

        def called(frame, event, argument):
            """Of others' code only the lines: to ask for the memory costs more than they do."""
            note_memory()
            file = frame.f_code.co_filename
            if file not in is_ours:
                is_ours[file] = "site-packages" not in file
            return in_ours if is_ours[file] else in_theirs

        return called


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
