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
_PRINT = ("--from=csljson", "--to=html", "--citeproc", "--sandbox", "--wrap=none")


class PandocIsAway(Exception):
    """pandoc is not there, takes too long or breaks down: nothing is wrong with the works."""


class Refused(ValueError):
    """pandoc does not take one of the items; it does not say which."""


def run(items: Sequence[dict[str, Any]], csl: str, language: str) -> str:
    """The HTML of a bibliography of `items`. Raises Refused, PandocIsAway."""
    with tempfile.TemporaryDirectory(prefix="printing-") as folder:
        style = Path(folder, "style.csl")
        style.write_text(csl, encoding="utf-8")
        wishes = (f"--csl={style}", f"--metadata=lang:{language}")
        seconds = _SECONDS + _SECONDS_EACH * len(items)
        return _answer([*_MEMORY, *_PRINT, *wishes], json.dumps(items), seconds)


def _answer(arguments: list[str], asked: str, seconds: float) -> str:
    try:
        done = subprocess.run(
            [pypandoc.get_pandoc_path(), *arguments],
            input=asked.encode(),
            capture_output=True,
            env={"LANG": "C.UTF-8"},  # it need not know our secrets
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PandocIsAway(str(error)) from error
    if done.returncode < 0:
        raise PandocIsAway(f"ended by signal {-done.returncode}")
    if done.returncode:
        raise Refused(done.stderr.decode(errors="replace"))
    return done.stdout.decode()
