"""Pandoc, for making the set only: it reads bibliographies and prints works in a style."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path


def convert(text: str, kind: str) -> list[dict]:
    """The works of a bibliography as CSL-JSON; none of them when pandoc refuses the text."""
    run = _pandoc(["-f", kind, "-t", "csljson"], text)
    return json.loads(run.stdout) if run.returncode == 0 else []


def printed(works: list[dict], style: Path) -> dict[str, str]:
    """Each work's line in a style, by its id."""
    asked = ["-f", "csljson", "-t", "json", "--citeproc", "--csl", str(style)]
    run = _pandoc(asked, json.dumps(works))
    if run.returncode:
        raise RuntimeError(run.stderr)
    return {
        name.removeprefix("ref-"): re.sub(r"\s+", " ", "".join(_words(blocks))).strip()
        for name, blocks in _entries(json.loads(run.stdout)["blocks"])
    }


def _pandoc(asked: list[str], text: str) -> subprocess.CompletedProcess:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--sandbox", *asked]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


def _entries(node) -> Iterator[tuple[str, list]]:
    if isinstance(node, list):
        for child in node:
            yield from _entries(child)
    elif isinstance(node, dict) and node.get("t") == "Div":
        (name, _classes, _pairs), blocks = node["c"]
        if name.startswith("ref-"):
            yield name, blocks
        else:
            yield from _entries(blocks)


def _words(node) -> Iterator[str]:
    if isinstance(node, list):
        for child in node:
            yield from _words(child)
    elif isinstance(node, dict):
        kind, inside = node.get("t"), node.get("c")
        if kind == "Str":
            yield inside
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind == "Quoted":
            single = inside[0]["t"] == "SingleQuote"
            yield "‘" if single else "“"
            yield from _words(inside[1])
            yield "’" if single else "”"
        elif kind == "Span" and "csl-left-margin" in inside[0][1]:
            return
        elif isinstance(inside, list | dict):
            yield from _words(inside[1] if kind in ("Span", "Div", "Link") else inside)
