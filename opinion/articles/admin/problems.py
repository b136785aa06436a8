"""Where a form cannot be saved as it is: links to the fields, each of which says why."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext


@dataclass(frozen=True)
class Problem:
    """A field to be corrected, how it is called, and its id on the page."""

    anchor: str
    label: str


def of(context: dict[str, Any]) -> list[Problem]:
    """The fields with errors on the admin's change form, in the order of the page.

    What concerns the form as a whole is left out: the admin shows it at the top already.
    """
    form = context["adminform"].form
    found = [Problem(form[name].id_for_label, str(form[name].label)) for name in _wrong(form)]
    for inline in context["inline_admin_formsets"]:
        found += _of_rows(inline.formset)
    return found


def _wrong(form: forms.BaseForm) -> list[str]:
    return [name for name in form.fields if name in form.errors]


def _of_rows(formset: Any) -> list[Problem]:
    """Rows of a template of their own give their fields no id; the row has one."""
    whole = formset.model._meta.verbose_name_plural.capitalize()
    wrong = [Problem(f"{formset.prefix}-group", whole)] if formset.non_form_errors() else []
    return wrong + [
        Problem(form.prefix, gettext("%(list)s, row %(row)d") % {"list": whole, "row": number})
        for number, form in enumerate(formset.forms, start=1)
        if form.errors
    ]
