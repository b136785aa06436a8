"""The comments that WordPress's block editor writes around its blocks, and what they mean."""

import json
import re
from collections.abc import Callable

from .autop import paragraphs

_COMMENT = re.compile(
    r"<!--\s*(/?)wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+((?:(?!<!--).)*?)(/?)-->", re.S
)
# Up to the next one at most: what is never ended is looked through once.
_ANY_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.S)
DEEPEST_REUSE = 5
# Whose inner HTML is their whole meaning.
KNOWN = frozenset(
    {
        "paragraph", "heading", "list", "list-item", "quote",
        "pullquote", "image", "gallery", "cover", "media-text",
        "group", "columns", "column", "row", "stack",
        "buttons", "button", "separator", "spacer", "table",
        "code", "preformatted", "verse", "html", "shortcode",
        "freeform", "classic", "more", "nextpage", "embed",
        "audio", "video", "file", "details", "footnotes",
        "block", "missing", "core-embed/youtube", "core-embed/vimeo", "core-embed/twitter",
        "core-embed/facebook", "core-embed/instagram", "core-embed/soundcloud",
        "core-embed/spotify", "core-embed/flickr",
    }
)  # fmt: skip


def has_blocks(text: str) -> bool:
    return "<!-- wp:" in text


def without_blocks(text: str, reused: Callable[[str], str], report, depth: int = 0) -> str:
    """The HTML of all blocks. `reused` gives the text of a reusable block by its id.

    Known and unknown blocks are counted; of both the inner HTML stays.
    """
    pieces: list[str] = []
    place = level = 0
    for comment in _COMMENT.finditer(text):
        between = text[place : comment.start()]
        pieces.append(between if level else _free(between))
        place = comment.end()
        is_end, name, is_empty = comment[1], comment[2].removeprefix("core/"), comment[4]
        if is_end:
            level = max(level - 1, 0)
            continue
        kind = "block" if name in KNOWN else "unknown block"
        report.count(f"{kind} {name}")
        if name == "block" and depth < DEEPEST_REUSE:
            pieces.append(_reused(comment[3], reused, report, depth))
        level += not is_empty
    pieces.append(_free(text[place:]))
    return _ANY_COMMENT.sub("", "".join(pieces))


def _free(text: str) -> str:
    """What stands between blocks was written by the classic editor."""
    words = _ANY_COMMENT.sub("", text)
    return f"\n{paragraphs(words)}\n" if words.strip() else text


def _reused(said: str, reused: Callable[[str], str], report, depth: int) -> str:
    try:
        number = str(json.loads(said or "{}").get("ref", ""))
    except (ValueError, AttributeError):
        return ""
    text = reused(number)
    if not text:
        report.count("reusable block that is not in the file")
    return without_blocks(text, reused, report, depth + 1) if text else ""
