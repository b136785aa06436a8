"""What is wrong in the HTML of a text, as somebody typed it or as readers will see it.

Each looks through it once, from left to right, by expressions that cost in proportion to its
length: Python's HTMLParser takes a minute for 80 kB of tags that nothing closes, and the tokens of
`opinion.html` cost ten times as much, at each opening of a form.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import zip_longest
from typing import NamedTuple

from opinion import html

# The begin of a link, with what it says of itself, or the end of one.
_LINK = re.compile(r"<a\b([^<>]*)>|</a\b", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))", re.IGNORECASE)
_KEY = r"[^<>]*?\bdata-note=[\"']?([A-Za-z0-9_-]{1,40})"
_NOTE_CALL = re.compile(rf"<a\b{_KEY}", re.IGNORECASE)
_NOTE_TEXT = re.compile(rf"<li\b{_KEY}", re.IGNORECASE)
_HEADING = re.compile(r"<h([23])\b", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b([^<>]*)>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_WORDS = 60


class Link(NamedTuple):
    """Where a link leads, "" for nowhere, and its words."""

    address: str
    words: str


def links(source: str) -> Iterator[Link]:
    """Each link of a text that leads out of it: no call of a note, no citation of a work."""
    marks = [*_LINK.finditer(source)]
    for mark, following in zip_longest(marks, marks[1:]):
        said = mark[1]
        if said is None or "data-note" in said:
            continue
        address = _address(said)
        if not address.startswith("#work-"):
            end = following.start() if following else len(source)
            yield Link(address, _plain(source[mark.end() : end]))


def empty_links(source: str) -> Iterator[str]:
    """The words of each link that leads nowhere, or the address of one that has no words."""
    for link in links(source):
        if not html.safe_url(link.address, mail=True):
            yield link.words or link.address
        elif not link.words:
            yield link.address


def starts_below_a_level(text: str) -> bool:
    """Whether a smaller heading stands where no greater one came before."""
    first = _HEADING.search(text)
    return first is not None and first[1] == "3"


def images_without_words(source: str) -> int:
    """How many pictures of older texts, which stand in them as files, say nothing."""
    return sum(not _alt(image).strip() for image in _IMAGE.finditer(source))


def uncalled_notes(source: str) -> int:
    """How many notes have a text that nothing in `source` calls: readers get none of these."""
    called = {call[1] for call in _NOTE_CALL.finditer(source)}
    return len({text[1] for text in _NOTE_TEXT.finditer(source)} - called)


def _address(said: str) -> str:
    href = _HREF.search(said)
    return unescape(next(filter(None, href.groups()), "")).strip() if href else ""


def _alt(image: re.Match[str]) -> str:
    alt = _ALT.search(image[1])
    return next(filter(None, alt.groups()), "") if alt else ""


def _plain(words: str) -> str:
    told = _IMAGE.sub(lambda image: f" {_alt(image)} ", words)
    return " ".join(unescape(_TAG.sub("", told)).split())[:_WORDS]
