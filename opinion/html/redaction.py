"""Words taken out of texts for good: a mark stands in their place.

They are found whatever their case, their quotation marks and dashes, and the spaces between them;
in HTML also where they run on over emphasis, links, line breaks and the ends of paragraphs.
"""

import re
import unicodedata
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote

from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext

from opinion.html.characters import clean_line

FEWEST_LETTERS = 3

_ALIKE = ("'’‘ʼ", '"“”„«»', "-‐‑–—")
# Not an underscore: it makes emphasis in a line of references.
_LETTER = r"[^\W_]"
_UNSEEN = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
# A tag or a character's name: the door for HTML leaves no other “<” and no “>” in an attribute.
_MARKUP = (
    r"</?([a-zA-Z][^\s/<>]*)(?:[\s/][^<>]*)?>"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});"
)
_TAGS_AND_NAMES = re.compile(_MARKUP)
_TOKEN = re.compile(_MARKUP + "|.", re.DOTALL)
_LINE = "em|strong|a|sup|sub|s|code|q|cite|abbr|span"
_INLINE = frozenset(_LINE.split("|"))
_ATTRIBUTE = re.compile(r'\s(alt|title|href|data-embed)="([^"]*)"')
_ADDRESSES = ("href", "data-embed")
_EMPTY = re.compile(rf"<({_LINE})(?:\s[^<>]*)?></\1>")


class TooShort(ValueError):
    """Words so few that they would be found everywhere; `str()` of it is for who typed them."""

    def __str__(self) -> str:
        return ngettext(
            "Give at least %(count)d letter.", "Give at least %(count)d letters.", FEWEST_LETTERS
        ) % {"count": FEWEST_LETTERS}


class Words:
    """Words to take out. Whole words only, unless they are to be found `within` others too.

    Raises TooShort.
    """

    def __init__(self, words: str, within: bool = False) -> None:
        self._parts = clean_line(words).split()
        self._within = within
        if _width("".join(self._parts)) < FEWEST_LETTERS:
            raise TooShort

    @cached_property
    def _text(self) -> re.Pattern[str]:
        return self._pattern(rf"\s(?:\s|{_UNSEEN[:-1]})*")

    @cached_property
    def _address(self) -> re.Pattern[str]:
        """In an address, where hyphens and the like stand between words."""
        return self._pattern(r"[\W_]+")

    def _pattern(self, gap: str) -> re.Pattern[str]:
        first, last = self._parts[0][0], self._parts[-1][-1]
        before = "" if self._within or not _is_spaced(first) else f"(?<!{_LETTER})"
        after = "" if self._within or not _is_spaced(last) else f"(?!{_LETTER})"
        words = gap.join(_UNSEEN.join(map(_alike, part)) for part in self._parts)
        return re.compile(before + words + after, re.IGNORECASE)

    def are_in(self, text: str) -> bool:
        return bool(self._text.search(unicodedata.normalize("NFC", text)))

    def are_in_html(self, html: str) -> bool:
        """Also where no reader sees them: in an attribute or a comment."""
        shown = _TAGS_AND_NAMES.sub(_said, html)
        links = (unescape(link[2]) for link in _ATTRIBUTE.finditer(html) if link[1] in _ADDRESSES)
        return (
            self.are_in(shown)
            or self.are_in(unescape(html))
            or any(self.from_address(link) != link for link in links)
        )

    def from_text(self, text: str) -> str:
        """Plain text without them; unchanged where it does not have them."""
        if not self.are_in(text):
            return text
        return self._text.sub(lambda _match: mark(), unicodedata.normalize("NFC", text))

    def from_address(self, address: str) -> str:
        """Nothing at all where they are in it: half an address leads nowhere."""
        readable = unicodedata.normalize("NFC", unquote(address))
        return "" if self._address.search(readable) else address

    def from_html(self, html: str) -> str:
        """Clean HTML without them, to be cleaned once more; unchanged where it has none."""
        if not self.are_in_html(html):
            return html
        html = unicodedata.normalize("NFC", html)
        tokens = list(_TOKEN.finditer(html))
        said = [(letter, place) for place, token in enumerate(tokens) for letter in _said(token)]
        written = [self._tag(token[0]) if token[1] else token[0] for token in tokens]
        for match in self._text.finditer("".join(letter for letter, _place in said)):
            places = [place for _letter, place in said[match.start() : match.end()]]
            for place in places:
                if not tokens[place][1] or tokens[place][1].lower() == "br":
                    written[place] = ""
            written[places[0]] = escape(mark())
        left = "".join(written)
        if left == html:
            return html
        while (fuller := _EMPTY.sub(_unless_calling, left)) != left:
            left = fuller
        return left

    def _tag(self, tag: str) -> str:
        return _ATTRIBUTE.sub(self._attribute, tag)

    def _attribute(self, attribute: re.Match[str]) -> str:
        name, value = attribute[1], unescape(attribute[2])
        without: Callable[[str], str] = self.from_address if name in _ADDRESSES else self.from_text
        left = without(value)
        if left == value:
            return attribute[0]
        return f' {name}="{escape(left)}"' if left else ""


def mark() -> str:
    """What stands where words were, in the language that is active."""
    return gettext("[removed]")


def _said(token: re.Match[str]) -> str:
    """What readers read at this place: of a tag within a line nothing, of others a break."""
    if token[1]:
        return "" if token[1].lower() in _INLINE else " "
    return unescape(token[0])


def _unless_calling(element: re.Match[str]) -> str:
    """Nothing of an element without words; what is shown as a number stays.

    A citation then needs a word, the call of a note never has any.
    """
    if " data-note=" in element[0]:
        return element[0]
    tag = element[0].removesuffix("</a>")
    return f"{tag}{escape(mark())}</a>" if 'href="#work-' in tag else ""


def _alike(letter: str) -> str:
    group = next((letters for letters in _ALIKE if letter in letters), None)
    return f"[{re.escape(group)}]" if group else re.escape(letter)


def _is_spaced(letter: str) -> bool:
    """Whether spaces stand between the words of its script, so that a whole word can be told."""
    return letter.isalnum() and unicodedata.east_asian_width(letter) not in "WF"


def _width(text: str) -> int:
    """Letters, of which a Chinese or Japanese one says as much as two."""
    wide = unicodedata.east_asian_width
    return sum(2 if wide(letter) in "WF" else 1 for letter in text if letter.isalnum())
