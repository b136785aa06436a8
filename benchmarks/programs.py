"""The web server and the worker as `make run` starts them, to be killed and started again."""

import atexit
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil
from django.db import connection

from opinion.database import CLONE
from opinion.embedded_secrets import embedded_secrets
from opinion.supervisor.commands import SERVING, WORKER
from opinion.supervisor.process import spawn

WORDS = {"web": SERVING, "worker": WORKER}


def environment_of(outlet, folder: str, port: int) -> dict[str, str]:
    """What the programs are told: an outlet's database, on a port of this machine.

    They sign with the secrets of this process, which logs people in for them.
    """
    ours = {} if "SECRET_KEY" in os.environ else embedded_secrets()
    return (
        ours
        | os.environ
        | {
            "DATABASE_URL": outlet.url,
            "OPINION_VAR": folder,
            "DEBUG": "0",
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "LOG_LEVEL": "WARNING",
        }
    )


_collected: list[Path] = []


def collect_static(environment: dict[str, str]):
    """Pages name styles and scripts by what is in them. One process collects them once."""
    if not _collected:
        _collected.append(_collect(environment))
    target = Path(environment["OPINION_VAR"]) / "static"
    shutil.copytree(_collected[0] / "static", target, copy_function=os.link)


def _collect(environment: dict[str, str]) -> Path:
    folder = tempfile.mkdtemp(prefix="opinion-static-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    words = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    told = environment | {"OPINION_VAR": folder}
    subprocess.run(words, cwd=CLONE, env=told, check=True)
    return Path(folder)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Programs:
    """Those two, ended at the end. Only what was started here is ever killed.

    `words` are how Python starts each of them.
    """

    def __init__(
        self,
        environment: dict[str, str],
        folder: Path,
        words: Mapping[str, list[str]] = WORDS,
    ):
        self.environment, self.folder, self.words = environment, folder, words
        self.port = int(environment["PORT"])
        self._running: dict[str, subprocess.Popen] = {}
        self._workers_before = 0

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.end()

    def start_all(self):
        for name in self.words:
            self.start(name)

    def kill(self, names):
        """Kill -9, with all their processes, and start them again."""
        for name in names:
            self._end(name)
        for name in names:
            self.start(name)

    def end_one(self, name: str):
        """Kill -9, with all its processes."""
        self._end(name)

    def start_what_ended(self):
        """As `make run` and systemd do: the worker ends where its database went away."""
        for name, process in [*self._running.items()]:
            if process.poll() is not None:
                self.kill([name])

    def end(self):
        for name in [*self._running]:
            self._end(name)

    def are_up(self) -> bool:
        """Whether the web server answers, and the worker has begun to work."""
        for name, process in self._running.items():
            assert process.poll() is None, f"the {name} ended by itself: {self.said(name)}"
        has_begun = "worker" not in self._running or self._last_worker() > self._workers_before
        return self._answers() and has_begun

    def work_once(self):
        """Let a worker do what is to do, and end."""
        done = subprocess.run(
            [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
            cwd=CLONE,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr

    def start(self, name: str):
        if name == "worker":
            self._workers_before = self._last_worker()
        with self._log(name).open("ab") as log:
            self._running[name] = spawn(
                [sys.executable, *self.words[name]],
                environment=self.environment,
                cwd=CLONE,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def process(self, name: str) -> psutil.Process:
        return psutil.Process(self._running[name].pid)

    def _end(self, name: str):
        process = self._running.pop(name)
        # It leads a session of its own: the group is the web server's processes, and nobody else's.
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _answers(self) -> bool:
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            browser.request("GET", "/health/")
            return browser.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            browser.close()

    def _last_worker(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COALESCE(max(id), 0) FROM procrastinate_workers")
            return cursor.fetchone()[0]

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def said(self, name: str) -> str:
        """The end of what it wrote to its log."""
        log = self._log(name)
        return log.read_text(errors="replace")[-12_000:] if log.exists() else ""
