"""A bibliography of thousands of entries brought in whole: time per entry, and memory."""

import time
import tracemalloc
from io import StringIO

from opinion.references import formats
from opinion.references.models import Import, Work

from . import same_work

MOST_GROWTH = 4_000_000  # bytes of memory, from the smallest import to the largest


def run(sizes) -> str:
    """Raises AssertionError where one is lost or doubled, or memory grows with the entries."""
    told, first = [], None
    for size in sizes:
        records = same_work.records(size)
        text = formats.write(records, "bibtex")
        before = Work.objects.count()
        begun = time.monotonic()
        peak = _import(text)
        spent = (time.monotonic() - begun) / size * 1_000
        first = first or (spent, peak)
        assert Work.objects.count() - before == size, f"{size:,} entries brought"
        assert peak - first[1] < MOST_GROWTH, f"{peak:,} bytes at {size:,} entries"
        told.append(
            f"{size:,} entries: {spent / first[0]:.2f} of the time for each, "
            f"{peak / 1_000_000:.1f} MB at most"
        )
    return "; ".join(told)


def _import(text: str) -> int:
    """Read all of it as the worker does; the peak of memory meanwhile, in bytes."""
    stream = StringIO(text)
    tracemalloc.start()
    begun = Import.objects.begin(stream, "bibtex", "a bibliography", None)
    while begun.carry_on():
        begun = Import.objects.get(pk=begun.pk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    counts = begun.counts()
    assert counts["new"] == begun.total and not counts["waiting"], counts
    return peak
