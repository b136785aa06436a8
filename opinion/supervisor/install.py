"""Fill .venv with what a requirements file names: `python3 -m opinion.supervisor.install embedded`.

Runs on the machine's own Python before anything is installed: standard library only.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from opinion.supervisor import port
from opinion.supervisor.errors import StartupError

CLONE = Path(__file__).resolve().parent.parent.parent
VENV = CLONE / ".venv"
PYTHON = VENV / "bin" / "python"
# development.txt holds all of embedded.txt, so having the first is having the second.
INCLUDED_IN = {"embedded": "development"}
UNREACHABLE = "The package index cannot be reached. Check the network, then start again."
PIP_TROUBLES = {
    "No space left": "The disk is full. Free up space (see df -h), then start again.",
    "DO NOT MATCH THE HASHES": (
        "A package does not match its hash in requirements/. Nothing was installed. Start again; "
        "if this keeps happening, do not trust the package index or the network in between."
    ),
    "onnection": UNREACHABLE,
    "name resolution": UNREACHABLE,
    "timed out": UNREACHABLE,
}


def main(words: list[str]) -> None:
    finish(lambda: install(words[0], to_serve="--to-serve" in words))


def finish(work: Callable[[], None]) -> None:
    """Do it, and end the program with a sentence where it fails."""
    try:
        work()
    except StartupError as trouble:
        sys.exit(str(trouble))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Start again to continue where this left off.")
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename}. Fix this, then start again.")


def install(name: str, to_serve: bool = False) -> None:
    """Bring .venv to what requirements/`name`.txt says, unless it is there already."""
    if _is_installed(name):
        return
    if to_serve:  # what will fail in a minute had better fail now
        port.refuse_taken(port.read(os.environ.get("PORT", "")))
    _await_turn()
    if not _is_installed(name):  # by the one we waited for
        _ensure_venv()
        _fetch(name)
        _stamp(name).write_text(_fingerprint(name))


def _await_turn() -> None:
    """Two at once would spoil .venv. The lock goes when this program ends."""
    fcntl.flock(os.open(CLONE, os.O_RDONLY), fcntl.LOCK_EX)


def _is_installed(name: str) -> bool:
    stamp = _stamp(name)
    if stamp.exists() and stamp.read_text() == _fingerprint(name) and _works():
        return True
    return name in INCLUDED_IN and _is_installed(INCLUDED_IN[name])


def _stamp(name: str) -> Path:
    return VENV / f"installed-{name}"


def _fingerprint(name: str) -> str:
    requirements = (CLONE / "requirements" / f"{name}.txt").read_bytes()
    return hashlib.sha256(requirements).hexdigest()


def _works() -> bool:
    try:
        return (
            subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
        )
    except OSError:
        return False


def _ensure_venv() -> None:
    if _works():
        return
    if importlib.util.find_spec("ensurepip") is None:
        _add_debian_package(f"python3.{sys.version_info.minor}-venv")
    say("Creating .venv")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True)
    if made.returncode:
        words = (made.stdout + made.stderr).decode(errors="replace").strip()
        raise StartupError(f"{words}\n.venv could not be created with {sys.executable}: see above.")


def _add_debian_package(name: str) -> None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise StartupError(
            f"This Python cannot create virtual environments. Run: sudo apt-get install {name} "
            "(or the equivalent on your system), then start again."
        )
    debian_install(name)


def debian_install(name: str) -> None:
    say(f"Installing {name} from Debian")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", name]):
        done = subprocess.run(
            ["apt-get", "-qq", *words], env=environment, stdout=subprocess.DEVNULL
        )
        if done.returncode:
            raise StartupError(
                f"{name} could not be installed. Check the network, then start again."
            )


def _fetch(name: str) -> None:
    say("Installing Python packages (the first time takes a minute or two)")
    begun = time.monotonic()
    requirements = CLONE / "requirements" / f"{name}.txt"
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    pip = subprocess.Popen(
        [*command, "--require-hashes", "-r", str(requirements)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    last_words = deque(_told(pip), maxlen=12)
    if pip.wait():
        raise StartupError(_pip_trouble("\n".join(last_words)))
    say(f"Python packages installed in {time.monotonic() - begun:.0f} s")


def _told(pip: subprocess.Popen[str]) -> list[str]:
    """Tell what pip fetches, a package a line; hand back all it says."""
    lines = []
    for line in pip.stdout or []:
        lines.append(line.rstrip())
        if line.startswith("Collecting "):
            say(f"  fetching {line.split()[1].replace('==', ' ')}")
        elif line.startswith("Installing collected"):
            say("  unpacking packages")
    return lines


def _pip_trouble(words: str) -> str:
    for sign, advice in PIP_TROUBLES.items():
        if sign in words:
            return advice
    return f"{words}\nThe packages could not be installed: pip's reason is above."


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
