"""The notes of an article's text: numbered when it is drawn, their texts apart from it.

In the stored text a note is called by `<a data-note="k"></a>`, and the texts stand in one section
behind everything, in the order of their first calls: the door for HTML sees to both.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from opinion import html

_SECTION = '<section data-notes=""><ol>'
_TEXT = re.compile(r'<li data-note="([^"]*)">')
_CALL = re.compile(r'<a data-note="([^"]*)"></a>')
# Two numbers side by side are no third one.
_BETWEEN_TWO = "<sup>,</sup> "
_ENDS_IN_NUMBER = "</a></sup>"
_NUMBER_AFTER = re.compile(r'\s*<sup(?: class="citation")?><a ')


class Note(NamedTuple):
    """A note as it is drawn; `places` are the ids of its calls in the text."""

    number: int
    html: SafeString
    places: list[str]


class Drawn(NamedTuple):
    text: SafeString
    notes: list[Note]


def drawn(body: str, address: str = "") -> Drawn:
    """A stored text with its calls numbered and linked, and its notes.

    With `address`, the article's own, the numbers lead there and nothing leads back: for a feed.
    """
    text, _section, behind = body.partition(_SECTION)
    texts = dict(_texts(behind))
    numbers = {key: number for number, key in enumerate(texts, start=1)}
    places: dict[int, list[str]] = {number: [] for number in numbers.values()}
    link = _to_page(address) if address else _here(places)
    numbered = _numbered(text, lambda key: link(numbers[key]) if key in numbers else "")
    notes = [
        Note(numbers[key], html.stored(text), places[numbers[key]]) for key, text in texts.items()
    ]
    return Drawn(html.stored(numbered), notes)


def _texts(section: str) -> Iterator[tuple[str, str]]:
    """Keys and texts: a list within a note has items of its own, without keys."""
    pieces = _TEXT.split(section.removesuffix("</ol></section>"))
    for key, text in zip(pieces[1::2], pieces[2::2], strict=True):
        yield key, text.removesuffix("</li>")


def _numbered(text: str, write: Callable[[str], str]) -> str:
    pieces: list[str] = []
    place = 0
    for call in _CALL.finditer(text):
        # A number stands close to its word.
        before = text[place : call.start()].rstrip(" ")
        if before.endswith(_ENDS_IN_NUMBER) or (pieces and not before):
            before += _BETWEEN_TWO
        number = write(call[1])
        pieces += [before, number]
        place = call.end()
        if _NUMBER_AFTER.match(text, place):
            pieces.append(_BETWEEN_TWO)
    return "".join([*pieces, text[place:]])


def _here(places: dict[int, list[str]]) -> Callable[[int], str]:
    def write(number: int) -> str:
        ids = places[number]
        ids.append(f"n{number}-{len(ids) + 1}")
        return format_html(
            '<sup class="note-call"><a id="{}" href="#note-{}" role="doc-noteref"'
            ' aria-label="{}">{}</a></sup>',
            ids[-1],
            number,
            gettext("Note %(number)d") % {"number": number},
            number,
        )

    return write


def _to_page(address: str) -> Callable[[int], str]:
    def write(number: int) -> str:
        return format_html('<sup><a href="{}#note-{}">{}</a></sup>', address, number, number)

    return write
