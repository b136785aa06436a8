"""The words of a text without its markup."""

import re
import unicodedata

from opinion.html.cleaning import tokens
from opinion.html.nesting import BLOCKS
from opinion.html.policy import ARTICLE

_ONE_LINE = frozenset({"li", "tr", "br"})
_SIDE_BY_SIDE = frozenset({"td", "th"})
_MANY_BREAKS = re.compile(r"\s*\n\s*\n\s*")
_SPACES = re.compile(" {2,}")
_LETTERS_PER_WORD = 12


def plain_text(html: str, *, with_notes: bool = False) -> str:
    """The words of `html`; a blank line between paragraphs, no markup. Raises TooDeep.

    Notes are no part of the text that a reader reads on, quotes or counts: `with_notes` they follow
    behind it.
    """
    pieces = []
    for token in tokens(html, ARTICLE):
        if token.get("name") == "section" and not with_notes:
            break
        if token["type"] == "Characters":
            pieces.append(token["data"].replace("&amp;", "&"))
        else:
            pieces.append(_break(token["name"]))
    return _MANY_BREAKS.sub("\n\n", _tidied("".join(pieces))).strip()


def excerpt(html: str, words: int) -> str:
    """The first `words` words of `html` on one line, with … when there were more."""
    text = " ".join(plain_text(html).split())
    found = text.split(" ")
    # Chinese, Japanese and Thai put no spaces between words: there the letters are counted.
    short = _cut(" ".join(found[:words]), words * _LETTERS_PER_WORD)
    return text if short == text else short.rstrip(" ,;:.–—-") + "…"


def _break(name: str) -> str:
    if name in _SIDE_BY_SIDE:
        return " "
    if name in _ONE_LINE:
        return "\n"
    return "\n\n" if name in BLOCKS else ""


def _tidied(text: str) -> str:
    return "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n"))


def _cut(text: str, limit: int) -> str:
    """At most `limit` characters, never between a letter and the marks upon it."""
    while 0 < limit < len(text) and _belongs_to_the_letter_before(text[limit], text[limit - 1]):
        limit -= 1
    return text[:limit]


def _belongs_to_the_letter_before(letter: str, before: str) -> bool:
    return (
        "\u200d" in (letter, before)
        or unicodedata.category(letter)[0] == "M"
        or letter in "🏻🏼🏽🏾🏿"
    )
