"""A record as the CSL-JSON that pandoc prints letter by letter as it is."""

import json
import re
from typing import Any

from django.utils.safestring import SafeString

from opinion import html
from opinion.references.formats import csl
from opinion.references.record import Record

# What styles put into capitals or out of them; within “nocase” they leave it alone.
_CASED = {
    "collection-title",
    "container-title",
    "container-title-short",
    "event-title",
    "original-title",
    "part-title",
    "reviewed-title",
    "title",
    "title-short",
    "volume-title",
}
# What tells one work from another. A record without any of them would be printed as “n.d.”
_TELLING = {"title", "container-title", "publisher", "genre", "event-title", "number", "URL", "DOI"}
# Stands for “<” while pandoc reads, for which <i> in a title is markup. Nobody may type it.
_LESS_THAN = "\ue000"
# Marks an address that must not be linked: pandoc would put “https://” before any word. The door
# for HTML takes no link with such a letter in it.
_NO_LINK = "\ue001"
_OURS = re.compile("[\ue000-\uf8ff]")


def item_of(record: Record, number: str) -> dict[str, Any]:
    """Raises ValueError for a record that has nothing to print, or too much."""
    item = _cleaned(csl.item_of(record, ""))
    html.check_length(json.dumps(item), html.ARTICLE_LIMIT)
    # No style prints a note, but pandoc takes “publisher: X” in one for the publisher.
    item.pop("note", None)
    if not record.contributors and _TELLING.isdisjoint(item):
        raise ValueError("nothing to print")
    for key in _CASED & item.keys():
        if isinstance(item[key], str) and item[key]:
            item[key] = f'<span class="nocase">{item[key]}</span>'
    if "URL" in item and not _is_web(item["URL"]):
        item["URL"] = f"{_NO_LINK}{item['URL']}"
    return item | {"id": number}


def through_the_door(printed: str) -> SafeString:
    """What pandoc printed of an item, as HTML of ours. Raises html.TooDeep."""
    cleaned = html.printed(printed.strip().replace(_LESS_THAN, "&lt;"))
    return html.stored(cleaned.replace(_NO_LINK, ""))


def _is_web(address: Any) -> bool:
    return (html.safe_url(str(address)) or "").startswith("http")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        html.check_length(value, html.INLINE_LIMIT)
        return html.clean_line(_OURS.sub("", value)).replace("<", _LESS_THAN)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    return value
