"""The fields of a correction as HTML: many stand on one page, and the list of types only once."""

from collections.abc import Mapping
from typing import Any

from django.forms import Field
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from . import type_names

# Named by the field for the type, wherever it stands on the page.
LIST = "work-types"
_FIELDS = """
<input type="hidden" name="{prefix}-shown" value="{shown}">
<div class="correction-fields">
{fields}
</div>"""
_LINES = """<div><label>{label}: <textarea name="{name}" rows="2" dir="auto">
{value}</textarea></label>{errors}</div>"""
_LINE = '<div><label>{label}: <input name="{name}" value="{value}"{more}></label>{errors}</div>'
_IN_LINES = {"title", "container", "publisher", "place", "people"}


def draw(
    prefix: str | None, values: Mapping[str, Any], fields: Mapping[str, Field], errors: Mapping
) -> SafeString:
    """The `fields` of a CorrectionForm with these values and errors by their names."""
    drawn = [
        format_html(
            _LINES if name in _IN_LINES else _LINE,
            label=capfirst(fields[name].label),
            name=f"{prefix}-{name}",
            value=value or "",
            more=format_html(' list="{}"', LIST) if name == "type" else "",
            errors=errors.get(name, ""),
        )
        for name, value in values.items()
        if name != "shown"
    ]
    together = format_html_join("\n", "{}", ((one,) for one in drawn))
    return format_html(_FIELDS, prefix=prefix, shown=values["shown"] or "", fields=together)


def types() -> SafeString:
    """What is offered for the type of each work, to stand once on a page."""
    options = format_html_join(
        "", '<option value="{}"></option>', ((name,) for name in type_names.NAMES.values())
    )
    return format_html('<datalist id="{}">{}</datalist>', LIST, options)
