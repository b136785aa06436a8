"""pandoc, which reads office files and Markdown: a program kept from files and network."""

import re
import subprocess
import tempfile
import threading
from pathlib import Path

import pypandoc
from django.utils.translation import gettext as _

from . import files, text_boxes
from .files import Refused
from .trees import parsed

_SECONDS = 30
_WAIT = 10
_MEMORY = ("+RTS", "-M512M", "-RTS")
_TO_HTML = ("--to=html", "--sandbox", "--wrap=none", "--standalone")
# As people write it: HTML in it is words, and a list needs no blank line before it.
_MARKDOWN = (
    "markdown-raw_html-raw_tex-raw_attribute-citations-implicit_figures"
    "+lists_without_preceding_blankline"
)
_FRAME = """<div>$if(title)$<h1 class="title">$title$</h1>
$endif$$if(subtitle)$<p class="subtitle">$subtitle$</p>
$endif$$body$
</div>"""
# Each takes much memory for a moment.
_ONE_AT_A_TIME = threading.Lock()

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"


def html_of(upload) -> tuple[str, dict[str, str], dict[str, int]]:
    """HTML of pandoc's making, the titles that it doesn't tell, and how often what was left out.

    Raises Refused.
    """
    kind = files.kind_of(upload)
    if kind == "markdown":
        return _run(files.text_of(upload).encode(), _MARKDOWN), {}, {}
    parts = files.repacked(upload, kind)
    left_out = _left_out(parts)
    titles = _titles(parts["content.xml"]) if kind == "odt" else {}
    for name in ("word/document.xml", "content.xml"):
        if name in parts:
            parts[name] = text_boxes.taken_out(parts[name], kind)
    return _run(files.archive_of(parts), kind), titles, left_out


def _left_out(parts: dict[str, bytes]) -> dict[str, int]:
    """What no text has a place for, counted where it stands."""
    text = parts.get("word/document.xml", parts.get("content.xml", b""))
    counted = {
        "remarks": len(re.findall(rb"<w:comment |<office:annotation[ >]", text))
        + len(re.findall(rb"<w:comment ", parts.get("word/comments.xml", b""))),
        "deletions": len(re.findall(rb"<w:del |<text:deletion>", text)),
        "embeds": len(re.findall(rb"<w:altChunk |<w:object[ >]|<draw:object ", text)),
        "pictures": len(re.findall(rb"<a:blip |<v:imagedata |<draw:image ", text)),
    }
    return {what: count for what, count in counted.items() if count}


def _titles(content: bytes) -> dict[str, str]:
    """The title and subtitle of an OpenDocument text, which pandoc takes for paragraphs."""
    root = parsed(content)
    parents = {
        style.get(f"{_STYLE}name"): style.get(f"{_STYLE}parent-style-name")
        for style in root.iter(f"{_STYLE}style")
    }
    found: dict[str, str] = {}
    for paragraph in root.iter(f"{_TEXT}p"):
        style = paragraph.get(f"{_TEXT}style-name")
        style = parents.get(style) or style
        if style in ("Title", "Subtitle"):
            found.setdefault(style, " ".join("".join(paragraph.itertext()).split()))
    return found


def _run(data: bytes, kind: str) -> str:
    if not _ONE_AT_A_TIME.acquire(timeout=_WAIT):
        raise Refused(_("Another file is being read. Please try again in a moment."))
    try:
        with tempfile.TemporaryDirectory(prefix="document-") as folder:
            frame = Path(folder, "frame.html")
            frame.write_text(_FRAME, encoding="utf-8")
            return _answer([*_MEMORY, f"--from={kind}", *_TO_HTML, f"--template={frame}"], data)
    finally:
        _ONE_AT_A_TIME.release()


def _answer(arguments: list[str], data: bytes) -> str:
    try:
        done = subprocess.run(
            [pypandoc.get_pandoc_path(), *arguments],
            input=data,
            capture_output=True,
            env={"LANG": "C.UTF-8"},  # it need not know our secrets
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_("This file takes too long to read. Save it in a simpler form.")) from error
    except OSError as error:
        raise Refused(_("Files can't be read just now. Paste the text instead.")) from error
    if done.returncode:
        raise Refused(_("This file is damaged, or too complicated to read."))
    return done.stdout.decode(errors="replace")
