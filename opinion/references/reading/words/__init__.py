"""Lists of words: sections of names in brackets, their entries between bars."""

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def sections(name: str) -> dict[str, list[str]]:
    """The sections of one list, by their titles."""
    text = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^\[(.+)\]$", text)[1:]
    return {
        title: [word for word in re.split(r"\s*[|\n]\s*", body) if word]
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }
