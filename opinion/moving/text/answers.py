"""A reader's comment, of HTML elsewhere and of plain text with our few marks here.

Emphasis becomes *…* and **…**, a quotation `> `, a link its words and its address in brackets.
All other markup goes, its words stay.
"""

import re
from html import unescape
from html.parser import HTMLParser

_PARAGRAPHS = frozenset(
    {"p", "div", "ul", "ol", "pre", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
)
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
# Longer than any comment may be: such a one is told, and not read.
LONGEST = 100_000
_BLANK = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\xa0]+")


def plain(html: str) -> str:
    """The text of a comment that was typed as HTML."""
    if len(html) > LONGEST or ("<" not in html and "&" not in html):
        return _tidied(html)
    reader = _Reader()
    reader.feed(html.replace("\r\n", "\n").replace("\r", "\n"))
    reader.close()
    return _tidied("".join(reader.pieces))


def _tidied(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return _BLANK.sub("\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.quotes = 0
        self.hidden = 0
        self.links: list[tuple[str, int]] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style"):
            self.hidden += 1
        elif tag == "br":
            self._break("\n")
        elif tag == "blockquote":
            self.quotes = min(self.quotes + 1, 2)
            self._break("\n\n")
        elif tag == "li":
            self._break("\n")
            self.pieces.append("- ")
        elif tag in _PARAGRAPHS:
            self._break("\n\n")
        elif tag in _MARKS:
            self.pieces.append(_MARKS[tag])
        elif tag == "a":
            self.links.append((dict(attrs).get("href") or "", len(self.pieces)))

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.hidden = max(self.hidden - 1, 0)
        elif tag == "blockquote":
            self.quotes = max(self.quotes - 1, 0)
            self._break("\n\n")
        elif tag in _PARAGRAPHS:
            self._break("\n\n")
        elif tag in _MARKS:
            self.pieces.append(_MARKS[tag])
        elif tag == "a" and self.links:
            self._end_link(*self.links.pop())

    def handle_data(self, data):
        if self.hidden:
            return
        if self.quotes:
            data = data.replace("\n", "\n" + "> " * self.quotes)
        self.pieces.append(data)

    def _end_link(self, address: str, place: int) -> None:
        words = "".join(self.pieces[place:])
        if address.startswith(("http://", "https://")) and address not in words:
            self.pieces.append(f" ({unescape(address)})")

    def _break(self, ends: str) -> None:
        self.pieces.append(ends + "> " * self.quotes)
