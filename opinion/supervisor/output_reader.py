import os
import selectors
import subprocess
from collections.abc import Callable

Hearer = Callable[[str], None]


class OutputReader:
    """Hears what all processes say, at once, so that none ever waits for a reader."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()

    def add(self, process: subprocess.Popen[bytes], hear: Hearer) -> None:
        if process.stdout is not None:
            os.set_blocking(process.stdout.fileno(), False)
            self._selector.register(process.stdout, selectors.EVENT_READ, _Lines(hear))

    def listen(self, seconds: float) -> bool:
        """Hand on what is said, waiting at most so long for it; whether there was anything."""
        events = self._selector.select(seconds)
        for key, _mask in events:
            said = os.read(key.fd, 65_536)
            key.data.feed(said)
            if not said:
                self._selector.unregister(key.fileobj)
                # A selector takes bare numbers too; `add` gives it only pipes.
                key.fileobj.close()  # type: ignore[union-attr]
        return bool(events)


class _Lines:
    def __init__(self, hear: Hearer) -> None:
        self._hear, self._rest = hear, b""

    def feed(self, said: bytes) -> None:
        """Pass whole lines on; an empty `said` is the end, which completes the last one."""
        *lines, self._rest = (self._rest + (said or b"\n")).split(b"\n")
        for line in lines:
            if line.strip():
                self._hear(line.decode(errors="replace").rstrip())
