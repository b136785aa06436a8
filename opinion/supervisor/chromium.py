"""See that the browser tests find a Chromium: `python -m opinion.supervisor.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from opinion.supervisor.errors import StartupError
from opinion.supervisor.install import debian_install, finish, say

# The same browser without the windows that nobody looks at, and half as long at each page.
WITHOUT_WINDOWS = "chromium-headless-shell"
NAMES = [
    WITHOUT_WINDOWS,
    "chromium",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
]


def ensure() -> None:
    if any(map(shutil.which, NAMES)) or _is_playwrights_there():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        try:
            debian_install(WITHOUT_WINDOWS)
        except StartupError:  # a Debian that does not have it yet
            debian_install("chromium")
    else:
        _fetch_playwrights()


def _is_playwrights_there() -> bool:
    script = (
        "from playwright.sync_api import sync_playwright as play\n"
        "with play() as tool: print(tool.chromium.executable_path)"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    return found.returncode == 0 and Path(found.stdout.strip()).exists()


def _fetch_playwrights() -> None:
    say("Fetching Chromium for the browser tests")
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"]).returncode:
        raise StartupError(
            "The tests need a Chromium, and none could be fetched. Install one "
            f"(on Debian: sudo apt-get install {WITHOUT_WINDOWS}), then start again."
        )


if __name__ == "__main__":
    finish(ensure)
