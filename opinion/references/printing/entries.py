"""Printing: what pandoc makes of the records, entry by entry, through the door for HTML."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from opinion import html
from opinion.references.record import Record

from . import items, pandoc, styles

_AT_ONCE = 100
_ENTRY = re.compile(r'<div id="ref-(w\d+)" class="csl-entry"[^>]*>\n?(.*?)\n?</div>', re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
Item = dict[str, Any]


@dataclass(frozen=True)
class Printed:
    """One entry: with its emphasis and links, and its words alone."""

    html: SafeString
    text: str


def print_all(records: Iterable[Record], style: str, language: str) -> list[Printed | None]:
    """The entries of `records` in `style` (a key of STYLES), one for each, in their order.

    `language` is that of the text around them (“en”, “pt-BR”). None for a record that cannot be
    printed: show its pasted line. Raises PandocUnavailable, and KeyError for a style we have not.
    """
    told = dict(_told(records))
    found = _in_batches([item for item in told.values() if item], style, _known(language))
    return [found.get(number) for number in told]


def _told(records: Iterable[Record]) -> Iterator[tuple[str, Item | None]]:
    for place, record in enumerate(records, 1):
        number = f"w{place}"
        try:
            yield number, items.item_of(record, number)
        except ValueError:
            yield number, None


def _known(language: str) -> str:
    """pandoc refuses everything for the sake of a language that is none."""
    return language if _LANGUAGE.fullmatch(language) else "en"


def _in_batches(told: Sequence[Item], style: str, language: str) -> dict[str, Printed]:
    found: dict[str, Printed] = {}
    for start in range(0, len(told), _AT_ONCE):
        found |= _printed(told[start : start + _AT_ONCE], style, language)
    return found


def _printed(batch: Sequence[Item], style: str, language: str) -> dict[str, Printed]:
    """What was printed, by the items' ids. One bad item spoils its list: halve it until alone."""
    try:
        answer = pandoc.run(batch, styles.altered(style), language)
    except pandoc.Refused:
        if len(batch) == 1:
            return {}
        middle = len(batch) // 2
        halves = (batch[:middle], batch[middle:])
        first, second = (_printed(half, style, language) for half in halves)
        return first | second
    return {number: entry for number, said in _ENTRY.findall(answer) if (entry := _entry(said))}


def _entry(said: str) -> Printed | None:
    try:
        printed = items.through_the_door(said)
    except (html.TooLong, html.TooDeep):
        return None
    text = html.plain_text(printed)
    return Printed(printed, text) if text else None
