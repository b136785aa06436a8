"""A list of contents for a long article, from its headings."""

import re
from html import unescape
from typing import NamedTuple

from django.utils.safestring import SafeString

from opinion import html

from . import reading_time

FEWEST_HEADINGS, FEWEST_MINUTES = 3, 5
_HEADING = re.compile(r"<h2( [^>]*)?>(.*?)</h2>", re.DOTALL)
_TAG = re.compile("<[^>]*>")


class Contents(NamedTuple):
    """The text, and (anchor, words) of each part: none where it is short or has few headings."""

    html: SafeString
    parts: list[tuple[str, str]]


def of(text: SafeString) -> Contents:
    headings = [unescape(_TAG.sub("", heading[2])) for heading in _HEADING.finditer(text)]
    if len(headings) < FEWEST_HEADINGS or reading_time.minutes(text) < FEWEST_MINUTES:
        return Contents(text, [])
    parts = [(f"part-{number}", words) for number, words in enumerate(headings, start=1)]
    anchors = iter(parts)
    anchored = _HEADING.sub(
        lambda heading: f'<h2 id="{next(anchors)[0]}"{heading[1] or ""}>{heading[2]}</h2>', text
    )
    return Contents(html.stored(anchored), parts)
