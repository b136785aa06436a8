"""Printing what was read once more, in the line's own style, to see whether it says the same."""

from collections.abc import Sequence
from pathlib import Path

from opinion.references import line_cleaning, reading
from opinion.references.formats import csl

from . import pandoc

_ALIKE = str.maketrans(
    dict.fromkeys("“”„«»‟＂″", '"')
    | dict.fromkeys("‘’‚‹›`´′‛", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
)
_CASED = ("title", "container-title", "collection-title", "event-title")


def equal(readings: Sequence[reading.Reading], style: Path) -> list[bool]:
    """For each reading whether its work, printed in the style, is its line word for word."""
    items = [_item(found, str(place)) for place, found in enumerate(readings)]
    printed = _printed([item for item in items if item], style)
    return [
        str(place) in printed and _is_same(found.line, printed[str(place)])
        for place, found in enumerate(readings)
    ]


def _is_same(line: str, printed: str) -> bool:
    """Some styles number their lines, and a pasted line has lost its number."""
    return _words(line) == _words(line_cleaning.clean(printed).text)


def _words(text: str) -> list[str]:
    """Word for word; the kind of quotes, dashes and spaces doesn't matter, nor the last stop."""
    return text.translate(_ALIKE).strip().removesuffix(".").split()


def _item(found: reading.Reading, number: str) -> dict | None:
    if found.record is None:
        return None
    item = csl.item_of(found.record, number)
    for name in _CASED:
        if name in item:
            item[name] = f'<span class="nocase">{item[name]}</span>'
    return item


def _printed(items: list[dict], style: Path) -> dict[str, str]:
    """One item that pandoc refuses costs only itself."""
    if not items:
        return {}
    try:
        return pandoc.printed(items, style)
    except RuntimeError:
        if len(items) == 1:
            return {}
        half = len(items) // 2
        return _printed(items[:half], style) | _printed(items[half:], style)
