"""What the Containerfile does, as plain commands: for where there is no container engine.

The same files are copied, the same steps are taken (deploy/steps.sh), as the same user who owns no
file but those of its data. As root, on a machine with a Python that everybody may run.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from opinion.database import CLONE
from opinion.embedded_secrets import embedded_secrets
from opinion.supervisor.console import Console

from .disasters import _server
from .programs import free_port
from .survival import _postbox

CONTAINERFILE = CLONE / "Containerfile"
PYTHON = "/usr/bin/python3"
PATIENCE = 120
SETUP = {"name": "The Signal Box", "language": "en", "time-zone": "Europe/London"}
SETUP |= {"contact-email": "desk@example.org", "username": "chief", "email": "chief@example.org"}


@dataclass
class Figures:
    files: int
    megabytes: int
    memory: dict[str, int]
    """Of each program, in MB, what it does not share."""

    def __str__(self) -> str:
        memory = ", ".join(f"{name} {size} MB" for name, size in self.memory.items())
        return (
            f"{self.files:,} files of {self.megabytes} MB, none of them written to; in memory "
            f"{memory}"
        )


class Installed:
    """The files of an image in a folder, and commands run as in its container."""

    def __init__(self, folder: Path, user: int, environment: dict[str, str]):
        self.app, self.var, self.user = folder / "app", folder / "var", user
        self.environment = environment | {
            "PATH": "/usr/bin:/bin",
            "OPINION_VAR": str(self.var),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def install(self) -> None:
        for source, target in _copied():
            place = self.app / target / ("" if (CLONE / source).is_dir() else Path(source).name)
            place.parent.mkdir(parents=True, exist_ok=True)
            if (CLONE / source).is_dir():
                shutil.copytree(CLONE / source, self.app / target, ignore=_without_made)
            else:
                shutil.copy2(CLONE / source, place)
        self.var.mkdir(mode=0o750)
        os.chown(self.var, self.user, self.user)
        steps = [self.app / "deploy/steps.sh", "install"]
        subprocess.run(steps, env={"PATH": "/usr/bin:/bin", "PYTHON": PYTHON}, check=True,
                       capture_output=True)  # fmt: skip

    def begin(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            [self.app / "deploy/steps.sh", *words],
            env=self.environment,
            user=self.user,
            group=self.user,
            extra_groups=[],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def do(self, *words: str) -> str:
        done = self.begin(*words)
        said, _nothing = done.communicate(timeout=PATIENCE)
        assert done.returncode == 0, f"{words[0]} failed: {said}"
        return said

    def state(self) -> dict[str, tuple[int, int]]:
        """Of each file its size and when it was written."""
        found = (path for path in self.app.rglob("*") if path.is_file())
        return {str(one): (one.stat().st_size, one.stat().st_mtime_ns) for one in found}


def run(console: Console | None = None) -> Figures:
    """Raises AssertionError where a step fails, or a file of the program is written to."""
    assert os.geteuid() == 0, "run it as root: it becomes the container's user"
    console = console or Console()
    with (
        _server(console) as server,
        _postbox() as postbox,
        tempfile.TemporaryDirectory(prefix="opinion-") as place,
    ):
        Path(place).chmod(0o755)
        port = free_port()
        environment = embedded_secrets() | {
            "DATABASE_URL": server.url,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "BIND": f"127.0.0.1:{port}",
            "METRICS_PORT": str(free_port()),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(postbox.port),
            "SMTP_STARTTLS": "0",
        }
        # The only one but root who may speak with this database.
        installed = Installed(Path(place), server.data.stat().st_uid, environment)
        with console.step("Installing"):
            installed.install()
        before = installed.state()
        installed.do("prepare")
        answers = [word for name, value in SETUP.items() for word in (f"--{name}", value)]
        installed.do("manage", "setup", "--no-input", *answers)
        assert [one["To"] for one in postbox.messages] == [SETUP["email"]]
        memory = _serve(installed, port)
        assert installed.state() == before, "a file of the program was written to"
        size = sum(size for size, _written in before.values()) // 1024**2
        return Figures(len(before), size, memory)


def _serve(installed: Installed, port: int) -> dict[str, int]:
    """All programs at once, until everything is well; how much memory each takes."""
    with _running(installed, ("web", "worker", "metrics")) as programs:
        _until(lambda: _fetch(port, "/health/ready/") == {"database": "ok", "warnings": 0})
        assert SETUP["name"] in str(_fetch(port, "/"))
        metrics = int(installed.environment["METRICS_PORT"])
        _until(lambda: 'view="' in str(_fetch(metrics, "/metrics")))
        return {name: _memory(program.pid) for name, program in programs.items()}


@contextmanager
def _running(installed: Installed, names) -> Iterator[dict[str, subprocess.Popen]]:
    programs = {name: installed.begin(name) for name in names}
    try:
        yield programs
        assert all(program.poll() is None for program in programs.values()), "one ended by itself"
    finally:
        for program in programs.values():
            program.terminate()
        for program in programs.values():
            program.communicate(timeout=PATIENCE)


def _copied() -> Iterator[tuple[str, str]]:
    """What the Containerfile copies from here, and where to."""
    for words in re.findall(r"^COPY (?!--)(.+)$", CONTAINERFILE.read_text(), re.MULTILINE):
        source, target = words.split()
        yield source, target


def _without_made(_folder: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]


def _until(done) -> None:
    patience = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < patience, "it never came to be well"
        time.sleep(0.2)


def _fetch(port: int, path: str):
    """What is answered, as JSON where it is; None while nobody does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            said = answer.read().decode()
    except OSError:
        return None
    return json.loads(said) if said.startswith("{") else said


def _memory(pid: int) -> int:
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return sum(process.memory_full_info().uss for process in processes) // 1024**2
