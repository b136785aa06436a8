"""The order of the processes: database, then the services; and back, the services first."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from opinion import database
from opinion.supervisor.console import Console
from opinion.supervisor.errors import StartupError, explained
from opinion.supervisor.managed_process import ManagedProcess
from opinion.supervisor.output_reader import OutputReader
from opinion.supervisor.process import spawn

MOMENT = 0.1
SECONDS_TO_OPEN = 90.0
# `make` may hand on a signal that its whole group was sent: that is one wish, not two.
ONE_WISH = 0.5


class Stopped(Exception):
    """Somebody asked us to stop, by Ctrl-C or a signal."""


class Supervisor:
    """Runs parts and steps, attentive to all of them and to signals the whole time."""

    def __init__(self, environment: dict[str, str], console: Console) -> None:
        self.environment, self.console = environment, console
        self.database: ManagedProcess | None = None
        self.services: list[ManagedProcess] = []
        self._step: ManagedProcess | None = None
        self._listener = OutputReader()
        self._asked_at: float | None = None
        self._wishes = 0
        self._closing = False

    @property
    def parts(self) -> list[ManagedProcess]:
        return [*([self.database] if self.database else []), *self.services]

    def heed_signals(self) -> None:
        numbers = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # as nohup sets it
            numbers.append(signal.SIGHUP)
        for number in numbers:
            signal.signal(number, self._note_wish)

    def _note_wish(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._asked_at is None or now - self._asked_at > ONE_WISH:
            self._asked_at = now
            self._wishes += 1

    # --- Parts ------------------------------------------------------------------------------------

    def open_database(self, part: ManagedProcess) -> None:
        self.database = part
        self._launch(part)

    def open_service(self, part: ManagedProcess) -> None:
        self.services.append(part)
        self._launch(part)

    def _launch(self, part: ManagedProcess) -> None:
        def hear(line: str) -> None:
            part.last_lines.append(line)
            if part.worth_telling(line) and not self._closing:
                self.console.say(f"{part.name}: {line}")

        self._listener.add(part.start(), hear)

    def attend(self) -> None:
        """One moment: hear, start again what died, heed a wish to stop."""
        self._listener.listen(MOMENT)
        if self._wishes:
            raise Stopped
        for part in self.parts:
            if part.has_died:
                self._hear_the_rest()
                self.console.say(f"The {part.name} {part.bury()}. Starting it again.")
            if part.is_due:
                self._launch(part)

    def stay(self) -> None:
        while True:
            self.attend()

    def wait_until(self, done: Callable[[], bool], otherwise: str) -> None:
        patience = time.monotonic() + SECONDS_TO_OPEN
        while not done():
            self.attend()
            if time.monotonic() > patience:
                raise StartupError(otherwise)

    def _hear_the_rest(self) -> None:
        while self._listener.listen(0):
            pass

    # --- Steps ------------------------------------------------------------------------------------

    def manage(self, words: str, *command: str) -> list[str]:
        """Run a management command as a step. Returns what it said; raises StartupError with it."""
        step = ManagedProcess(command[0], lambda: self.spawn_python("manage.py", *command))
        with self.console.step(words):
            code = self._run(step)
        if code:
            sentence = f"{words} failed: see the reason above"
            raise StartupError(f"{explained(step.last_lines, sentence)}.")
        return list(step.last_lines)

    def run_aloud(self, *words: str) -> int:
        """Run a Python program of ours that speaks to the terminal itself; its exit code."""
        return self._run(ManagedProcess(words[-1], lambda: self.spawn_python(*words, aloud=True)))

    def _run(self, step: ManagedProcess) -> int:
        self._step = step
        process = step.start()
        self._listener.add(process, step.last_lines.append)
        while process.poll() is None:
            self.attend()
        self._hear_the_rest()
        self._step = None
        return process.returncode

    def spawn_python(self, *words: str, aloud: bool = False) -> subprocess.Popen[bytes]:
        return spawn(
            [sys.executable, *words],
            environment=self.environment,
            cwd=database.CLONE,
            stdout=None if aloud else subprocess.PIPE,
            stderr=None if aloud else subprocess.STDOUT,
        )

    # --- Closing ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Stop the step at work, the services in order, and the database last of all."""
        self._closing, self._wishes = True, 0
        if self._step:
            self._stop(self._step)
        for part in [*self.services, *([self.database] if self.database else [])]:
            if part.runs:
                with self.console.step(f"Stopping the {part.name}"):
                    self._stop(part)

    def _stop(self, part: ManagedProcess) -> None:
        part.ask_to_stop()
        patience = time.monotonic() + part.patience
        while part.runs:
            self._listener.listen(MOMENT)
            if self._wishes or time.monotonic() > patience:
                part.force_to_stop()
