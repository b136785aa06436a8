"""How much memory programs hold while they work, and whether it grows."""

import time
from contextlib import suppress
from statistics import linear_regression, mean

import psutil

MEGABYTE = 1024 * 1024
# By so much they may have grown from the second quarter of a long run to its last one. A process
# takes a while to meet all it will ever hold.
MOST_GROWTH = 1.15
LONG = 300


class Watch:
    """Looks at programs now and then."""

    def __init__(self, programs):
        self.programs, self.begun = programs, time.monotonic()
        self.seen: list[tuple[float, float]] = []

    def look(self):
        # Somebody may just have been killed.
        with suppress(psutil.Error, KeyError):
            self.seen.append((time.monotonic() - self.begun, self._held()))

    def _held(self) -> float:
        """Megabytes of the web server's processes together."""
        web = self.programs.process("web")
        processes = [web, *web.children(recursive=True)]
        return sum(process.memory_info().rss for process in processes) / MEGABYTE

    def told(self) -> str:
        """What was seen. Raises AssertionError where a long run's memory was not flat."""
        if len(self.seen) < 8:
            return "memory hardly looked at"
        moments, held = zip(*self.seen, strict=True)
        quarter = len(held) // 4
        before, after = mean(held[quarter : 2 * quarter]), mean(held[-quarter:])
        slope = linear_regression(moments[quarter:], held[quarter:]).slope * 60
        said = f"{before:.0f} MB, later {after:.0f} MB ({slope:+.2f} MB a minute)"
        assert moments[-1] < LONG or after < before * MOST_GROWTH, f"memory grows: {said}"
        return said
