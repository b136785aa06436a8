import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Console:
    """What the person at the terminal reads: one line a step, with its seconds."""

    def __init__(self) -> None:
        self._unfinished = False

    def say(self, line: str) -> None:
        self._write(("\n" if self._unfinished else "") + line + "\n")
        self._unfinished = False

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Tell what begins, at once, and when it has ended how long it took."""
        begun = time.monotonic()
        self._write(f"{words} … ")
        self._unfinished = True
        try:
            yield
        except BaseException:
            self._finish(words, "not done")
            raise
        self._finish(words, f"{time.monotonic() - begun:.1f} s")

    def _finish(self, words: str, result: str) -> None:
        # Another line may have come in between.
        self._write(f"{result}\n" if self._unfinished else f"{words} … {result}\n")
        self._unfinished = False

    def _write(self, text: str) -> None:
        with suppress(OSError, ValueError):  # a terminal that was closed stops nothing
            sys.stdout.write(text)
            sys.stdout.flush()
