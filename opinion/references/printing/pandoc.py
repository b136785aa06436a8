"""pandoc, which prints CSL-JSON by a style: a program of its own, kept from files and network."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypandoc

_SECONDS = 20
_SECONDS_EACH = 0.2
_MEMORY = ("+RTS", "-M512M", "-RTS")
# Its exit code for what it cannot read; the others tell of itself (https://pandoc.org/MANUAL.html).
_UNREADABLE = 64
_PRINT = ("--from=csljson", "--to=html", "--citeproc", "--sandbox", "--wrap=none")


class PandocUnavailable(Exception):
    """pandoc is not there, takes too long or breaks down: nothing is wrong with the works."""


class Refused(ValueError):
    """pandoc does not take one of the items; it does not say which."""


def run(items: Sequence[dict[str, Any]], csl: str, language: str) -> str:
    """The HTML of a bibliography of `items`. Raises Refused, PandocUnavailable."""
    seconds = _SECONDS + _SECONDS_EACH * len(items)
    try:
        with tempfile.TemporaryDirectory(prefix="printing-") as folder:
            style = Path(folder, "style.csl")
            style.write_text(csl, encoding="utf-8")
            wishes = (f"--csl={style}", f"--metadata=lang:{language}")
            return _answer([*_MEMORY, *_PRINT, *wishes], json.dumps(items), seconds)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PandocUnavailable(str(error)) from error


def _answer(arguments: list[str], asked: str, seconds: float) -> str:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), *arguments],
        input=asked.encode(),
        capture_output=True,
        env={"LANG": "C.UTF-8"},  # it need not know our secrets
        timeout=seconds,
        check=False,
    )
    if done.returncode == _UNREADABLE:
        raise Refused(done.stderr.decode(errors="replace"))
    if done.returncode:
        raise PandocUnavailable(f"{done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode()
