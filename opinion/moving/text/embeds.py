"""Videos, posts and charts of a text that moves in: cards, where their site is on our list.

By now each is a paragraph with nothing in it but its address, as WordPress itself takes one.
"""

import re
from collections.abc import Callable
from html import escape, unescape

from opinion.moving.report import Report

_ALONE = re.compile(
    r"<p(?:\s[^<>]{0,500})?>\s{0,99}(?:<a\s([^<>]{1,2000})>\s{0,99})?"
    r"(https?://[^\s<>\"]{4,700})\s{0,99}(?:</a>\s{0,99})?</p>",
    re.IGNORECASE,
)
_HREF = re.compile(r"\bhref=[\"']([^\"'<>]*)")


def placed(text: str, card_of: Callable[[str], str], report: Report) -> str:
    """`text` with its cards. `card_of` tells the address of a card, "" where there is none."""

    def draw(found: re.Match[str]) -> str:
        address = card_of(unescape(found[2]))
        href = _HREF.search(found[1]) if found[1] else None
        # A link that leads elsewhere than it says stays what it is.
        if not address or (found[1] and not (href and card_of(unescape(href[1])) == address)):
            return found[0]
        report.count("embeds made cards")
        return f'<figure data-embed="{escape(address)}"></figure>'

    return _ALONE.sub(draw, text)
