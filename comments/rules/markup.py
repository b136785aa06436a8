"""Markup that no reader of ours needs: links in HTML, BBCode or wiki text, and tags that act."""

import re
from typing import NamedTuple

# Possessive and bounded: no text makes it go back far.
_MARKUP = re.compile(
    r"<\s{0,3}(?:a\s[^<>]{0,300}?href|script|iframe|img|form|style|object|embed|svg)\b[^<>]{0,300}+>?"
    r"|\[/?(?:url|link|img)(?:\s?=[^\[\]]{0,300}+)?\]"
    r"|(?<!!)\[[^\[\]\n]{1,120}+\]\(\s?(?:https?:)?//[^()\s]{1,300}+\)",
    re.IGNORECASE,
)


class Markup(NamedTuple):
    """`text[start:end]`."""

    start: int
    end: int


def markup(text: str) -> list[Markup]:
    return [Markup(*found.span()) for found in _MARKUP.finditer(text)]
