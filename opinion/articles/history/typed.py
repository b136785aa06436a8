"""What somebody is typing into the article's form, as the document of a revision.

What the form would take stands where a save puts it; what it would refuse is kept as it was typed.
"""

from collections.abc import Iterator
from typing import Any, cast

from django import forms

from opinion.articles.figure_form import FiguresForm
from opinion.articles.forms import ArticleForm
from opinion.articles.formsets import BylineFormSet, OrderedFormSet, ReferenceFormSet
from opinion.articles.lead_form import SAID
from opinion.articles.models import Article, PictureRole
from opinion.articles.models.manuscript import Manuscript
from opinion.articles.models.picture import lead_of
from opinion.articles.reference_form import ReferenceForm

# What a document has a place for, by the fields of the form.
HELD = {
    *(field.name for field in Article.content_fields()),
    "topics",
    "social_picture",
    *SAID.values(),
}
# Not typed.
APART = {"version", "picture"}


class TypedForm(ArticleForm):
    """The article's form where nothing is saved: it reads no references, and nobody is overtaken.

    A file is never sent along.
    """

    def clean_pasted_references(self):
        return []

    def clean(self):
        # What the article's own form does besides is for a save.
        return FiguresForm.clean(self)


def read(request, model_admin, article):
    """The form and its lists of rows as they were typed, with what this user may change."""
    form_class = model_admin.get_form(request, article, change=True, form=TypedForm)
    form = form_class(request.POST, instance=article)
    formsets, _inlines = model_admin._create_formsets(request, article, change=True)
    return form, [rows for rows in formsets if model_admin.may_store(request, rows)]


def document(form: TypedForm, formsets: list) -> dict[str, Any]:
    """What stands in `form` and in its lists of rows, which need not be valid; nothing changes."""
    form.is_valid()
    sent = [rows for rows in formsets if rows.add_prefix("TOTAL_FORMS") in rows.data]
    for rows in sent:
        rows.is_valid()
    kept = _manuscript(form, sent).document()
    entries = [*_entries(form, HELD)]
    for rows in sent:
        for row in rows.forms:
            entries += _entries_of_row(row, rows)
    return kept | {"typed": entries}


def refused(form: TypedForm, formsets: list) -> list[str]:
    """The names of the fields that a save would refuse as they are."""
    rows = [row for formset in formsets for row in formset.forms]
    return [
        one.add_prefix(name) for one in [form, *rows] for name in one.errors if name in one.fields
    ]


# --- What a save would take -----------------------------------------------------------------------


def _manuscript(form: TypedForm, formsets: list) -> Manuscript:
    article = form.instance
    manuscript = Manuscript.of(article)
    if "topics" in form.cleaned_data:
        manuscript.topics = list(form.cleaned_data["topics"])
    manuscript.pictures = _pictures(form, manuscript.pictures)
    for rows in formsets:
        if isinstance(rows, BylineFormSet):
            manuscript.bylines = _bylines(rows)
        elif isinstance(rows, ReferenceFormSet):
            manuscript.references = [
                row.instance for row in rows.rows if "text" in row.cleaned_data
            ]
    return manuscript


def _bylines(formset: BylineFormSet) -> list:
    """Each person once in a role, as the table wants it."""
    rows = [row.instance for row in formset.rows if not row.errors]
    return [*{(line.author_id, line.role): line for line in rows}.values()]


def _pictures(form: TypedForm, pictures: list) -> list:
    """With the words that were typed for the one above the text, and those that are in it now."""
    if "social_picture" in form.cleaned_data:
        pictures = [use for use in pictures if use.role != PictureRole.SOCIAL]
        pictures += filter(None, [form.social_use()])
    if form.asks_for_figures:
        pictures = [use for use in pictures if use.role != PictureRole.FIGURE]
        pictures += form.figure_uses()
    lead = lead_of(pictures)
    if lead and form.cleaned_data.get("picture") is False:
        return [use for use in pictures if use is not lead]
    for name, field in SAID.items():
        if lead and field in form.cleaned_data:
            setattr(lead, name, form.cleaned_data[field])
    return pictures


# --- What it would not ----------------------------------------------------------------------------


def _entries_of_row(row: forms.ModelForm, formset) -> Iterator[dict[str, Any]]:
    if formset.can_delete and formset._should_delete_form(row):
        return
    ordered = isinstance(formset, OrderedFormSet)
    held = set(row.fields) if ordered else set()
    yield from _entries(row, held)
    correction = row.correction if isinstance(row, ReferenceForm) else None
    if correction and correction.is_said:
        correction.is_valid()
        yield from _entries(correction, set())


def _entries(form: forms.BaseForm, held: set[str]) -> Iterator[dict[str, Any]]:
    """Of each field that was changed and is not `held`, or would be refused: what was typed."""
    changed = set(form.changed_data)
    for name, field in form.fields.items():
        if name in APART or isinstance(field.widget, forms.HiddenInput):
            continue
        if form.add_prefix(name) not in form.data:
            continue
        refused = name in form.errors
        if not refused and (name in held or name not in changed):
            continue
        values = [value.replace("\0", "�") for value in _raw(form, name)]
        if any(values) or not refused:
            yield {"name": form.add_prefix(name), "label": str(field.label), "values": values}


def _raw(form: forms.BaseForm, name: str) -> list[str]:
    return cast(Any, form.data).getlist(form.add_prefix(name))
