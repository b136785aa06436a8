"""The references of an article as rows to be filled in, without a form of Django's for each.

A form asks more of a processor than a whole page; it is made once something was sent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from opinion.references import plain_text
from opinion.references.forms import ShownCorrection

from .models import Reference

# What Django's script for formsets puts a number in the place of: the row that it copies.
BLANK = "__prefix__"
# Drawn here, for each of a hundred rows, and without the end tags that HTML can do without: a
# template costs as much again as the whole page around it.
_ROW = """\
<tr class="form-row{standing}" id="{id}">\
<td>{hidden}{place_errors}<input type="number" name="{prefix}-place" value="{place}" \
aria-label="{place_label}">\
<td>{text_errors}<textarea name="{prefix}-text" dir="auto" aria-label="{text_label}">
{text}</textarea>\
<td>{url_errors}<input type="url" name="{prefix}-url"{url_value} \
aria-label="{url_label}" placeholder="{url_label}">\
<td>{locator_errors}<input name="{prefix}-locator"{locator_value} \
aria-label="{locator_label}" placeholder="{locator_label}">\
<td><label><input type="checkbox" name="{prefix}-known"{known_state}> {known_label}</label>\
<td class="field-reading">{reading}\
<td>{deletion}"""
_TYPED = ("place", "text", "url", "locator", "known")
_PROBLEMS = '<tr class="row-form-errors"><td colspan="7">{}'
_HIDDEN = '<input type="hidden" name="{}-{}" value="{}">'
_DELETION = '<label><input type="checkbox" name="{}-DELETE"{}> {}</label>'


@dataclass(frozen=True)
class Row:
    """What stands in one row. `values` are those of a ReferenceForm's fields, by their names."""

    prefix: str
    values: dict[str, Any] = field(default_factory=dict)
    reading: SafeString | str = ""
    is_stored: bool = False
    may_be_known: bool = False
    errors: dict = field(default_factory=dict)


def rows(formset) -> Iterator[Row]:
    """The rows of a ReferenceFormSet: what is stored, or what was sent; and those to be filled."""
    if formset.is_bound:
        yield from map(_sent, formset.forms)
        return
    stored = formset.get_queryset()
    seen: dict[int, int] = {}
    for place, reference in enumerate(stored):
        row = _stored(formset, formset.add_prefix(place), reference)
        yield replace(row, reading=_again(reference, seen) + row.reading)
    for place in range(len(stored), formset.total_form_count()):
        yield Row(formset.add_prefix(place))


def _again(reference: Reference, seen: dict[int, int]) -> SafeString:
    """That the work stands in the list already; `seen` has the place of each work."""
    if not reference.work:
        return SafeString("")
    first = seen.setdefault(reference.work.canonical.pk, reference.position)
    if first == reference.position:
        return SafeString("")
    told = gettext("The same work as reference %(place)d. Tick “Delete” to print it once.")
    return format_html('<strong class="again">{}</strong> ', told % {"place": first})


def _sent(form) -> Row:
    reference = form.instance
    return Row(
        form.prefix,
        {name: value for name in form.fields if (value := form[name].value()) is not None},
        reading(reference, form.correction, form.may_correct),
        is_stored=reference.pk is not None,
        may_be_known=bool(reference.work_id),
        errors=form.errors,
    )


def _stored(formset, prefix: str, reference: Reference) -> Row:
    values = {
        "id": reference.pk,
        "place": reference.position,
        "text": reference.text,
        "url": reference.url,
        "locator": reference.locator,
        "known": reference.prints_work,
        "cites": reference.work_id,
    }
    correction = None
    if formset.may_correct and reference.work and reference.state == Reference.State.LOOK:
        correction = ShownCorrection(reference.work.canonical, f"{prefix}-work")
    shown = reading(reference, correction, formset.may_correct)
    return Row(prefix, values, shown, is_stored=True, may_be_known=bool(reference.work_id))


def draw(rows: Iterable[Row], labels: dict[str, str]) -> SafeString:
    """The rows as HTML of the admin's tables, with the labels of the fields by their names."""
    shown = {f"{name}_label": escape(labels[name]) for name in _TYPED}
    deletion = escape(labels["DELETE"])
    return SafeString("".join(_problems(row) + _drawn(row, shown, deletion) for row in rows))


def _problems(row: Row) -> str:
    """What is wrong with the whole of it."""
    problems = row.errors.get(NON_FIELD_ERRORS)
    return _PROBLEMS.format(problems) if problems else ""


def _drawn(row: Row, labels: dict[str, str], deletion: str) -> str:
    # Of Django's own ways to escape, those for a hundred rows would cost more than the rest.
    return _ROW.format(
        **{name: escape(str(row.values.get(name, ""))) for name in _TYPED},
        **{f"{name}_errors": row.errors.get(name, "") for name in _TYPED},
        **{f"{name}_value": _value(row, name) for name in ("url", "locator")},
        **labels,
        prefix=row.prefix,
        id=row.prefix.replace(BLANK, "empty"),
        standing=_standing(row),
        hidden=_hidden(row),
        known_state=_ticked(row, "known") + ("" if row.may_be_known else " disabled"),
        reading=conditional_escape(row.reading),
        deletion=_DELETION.format(row.prefix, _ticked(row, "DELETE"), deletion)
        if row.is_stored
        else "",
    )


def _value(row: Row, name: str) -> str:
    value = row.values.get(name)
    return f' value="{escape(str(value))}"' if value else ""


def _standing(row: Row) -> str:
    return " has_original" if row.is_stored else " empty-form" if BLANK in row.prefix else ""


def _hidden(row: Row) -> str:
    kept = [(name, row.values.get(name)) for name in ("id", "cites")]
    return "".join(
        _HIDDEN.format(row.prefix, name, escape(str(value))) for name, value in kept if value
    )


def _ticked(row: Row, name: str) -> str:
    return " checked" if row.values.get(name) else ""


def reading(reference: Reference, correction, may_correct: bool) -> SafeString | str:
    """The work in plain words, with the way to correct it."""
    if not reference.work:
        return gettext("text only") if reference.pk else ""
    work = reference.work.canonical
    read = format_html("<bdi>{}</bdi>", plain_text.line(work.record))
    if correction:
        context = {"form": correction, "elsewhere": getattr(reference, "elsewhere", 0)}
        return read + render_to_string("admin/articles/article/_correction.html", context)
    if not may_correct:
        return read
    address = reverse("admin:references_work_change", args=[work.pk])
    return format_html('{} <a href="{}">{}</a>', read, address, gettext("Correct"))
