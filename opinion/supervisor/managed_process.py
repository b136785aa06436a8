import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from opinion.supervisor.errors import StartupError, explained

DEATHS, WITHIN = 5, 60.0
LONGEST_PAUSE = 5.0


@dataclass
class ManagedProcess:
    """The database, the web server or the worker: started, and started again when it dies."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    is_up: Callable[[], bool] = lambda: True
    may_start: Callable[[], bool] = lambda: True
    worth_telling: Callable[[str], bool] = lambda line: True
    farewell: signal.Signals = signal.SIGTERM
    last_resort: signal.Signals = signal.SIGKILL
    patience: float = 20.0
    process: subprocess.Popen[bytes] | None = None
    due: float = 0.0
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))
    last_lines: deque[str] = field(default_factory=lambda: deque(maxlen=25))

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    @property
    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.due and self.may_start()

    def start(self) -> subprocess.Popen[bytes]:
        self.process = self.launch()
        return self.process

    def bury(self) -> str:
        """Note a death and when to start again; returns how it died, or raises at the fifth."""
        assert self.process is not None
        self._signal_group(signal.SIGKILL)  # children of a killed parent would hold its port
        how = _cause(self.process.returncode)
        now = time.monotonic()
        self.deaths.append(now)
        if len(self.deaths) == DEATHS and now - self.deaths[0] < WITHIN:
            raise StartupError(
                explained(self.last_lines, f"The {self.name} ended {DEATHS} times in a minute")
                + "; everything is stopped."
            )
        recent = sum(now - death < WITHIN for death in self.deaths)
        self.due = now + min(0.5 * (2 ** (recent - 1) - 1), LONGEST_PAUSE)
        self.process = None
        return how

    def ask_to_stop(self) -> None:
        if self.process and self.runs:
            self.process.send_signal(self.farewell)

    def force_to_stop(self) -> None:
        self._signal_group(self.last_resort)

    def _signal_group(self, number: signal.Signals) -> None:
        if self.process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def _cause(returncode: int) -> str:
    if returncode < 0:
        return f"was killed ({signal.Signals(-returncode).name})"
    return f"exited unexpectedly (exit code {returncode})"
