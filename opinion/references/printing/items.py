"""A record as the CSL-JSON that pandoc prints letter by letter as it is."""

import re
from typing import Any

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
# Stands for “<” while pandoc reads, for which <i> in a title is markup. Nobody may type it.
_LESS_THAN = "\ue000"
# In an address it is the mark of one that must not be linked.
_NO_LINK = "\ue001"
_OURS = re.compile("[\ue000-\uf8ff]")


def item_of(record: Record, number: str) -> dict[str, Any]:
    """Raises ValueError for a record that cannot be told in CSL-JSON."""
    item = _cleaned(csl.item_of(record, ""))
    for key in _CASED & item.keys():
        if isinstance(item[key], str) and item[key]:
            item[key] = f'<span class="nocase">{item[key]}</span>'
    if record.url and not html.safe_url(record.url):
        item["URL"] = _NO_LINK + item["URL"]
    return item | {"id": number}


def as_typed(printed: str) -> str:
    """`printed` HTML with the letters that stood for others turned back."""
    return printed.replace(_LESS_THAN, "&lt;").replace(_NO_LINK, "")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return html.clean_line(_OURS.sub("", value)).replace("<", _LESS_THAN)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one) for key, one in value.items()}
    return value
