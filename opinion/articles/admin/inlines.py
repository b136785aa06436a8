from typing import cast

from django.contrib import admin
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opinion.articles.formsets import (
    BylineForm,
    BylineFormSet,
    ReferenceForm,
    ReferenceFormSet,
)
from opinion.articles.models import Byline, Reference
from opinion.references import plain_text


def adding_only(field):
    """The field with “add” beside its choices, and without “change”, “delete” and “view”."""
    field.widget.can_change_related = field.widget.can_delete_related = False
    field.widget.can_view_related = False
    return field


class OrderedInline(admin.TabularInline):
    """Rows in order: by dragging where there is JavaScript, by their numbers always."""

    extra = 1
    classes = ["ordered-rows"]

    class Media:
        js = [Script("js/admin/sortable_rows.js", type="module")]


class BylineInline(OrderedInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ["place", "author", "role"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return adding_only(field) if db_field.name == "author" else field


class ReferenceInline(OrderedInline):
    model = Reference
    form = ReferenceForm
    formset = ReferenceFormSet
    fields = ["place", "text", "url", "locator", "known", "reading", "cites"]
    readonly_fields = ["reading"]

    def get_formset(self, request, obj=None, **kwargs):
        formset = cast(type[ReferenceFormSet], super().get_formset(request, obj, **kwargs))
        formset.may_correct = request.user.has_perm("references.change_work")
        return formset

    @admin.display(description=_("recognised as"))
    def reading(self, reference):
        """The work in plain words, with the way to correct it."""
        if not reference.work:
            return _("text only") if reference.pk else ""
        work = reference.work.canonical
        read = format_html('<span dir="auto">{}</span>', plain_text.line(work.record))
        if reference.correction:
            context = {
                "form": reference.correction,
                "elsewhere": getattr(reference, "elsewhere", 0),
            }
            return read + render_to_string("admin/articles/article/_correction.html", context)
        if not reference.may_correct:
            return read
        address = reverse("admin:references_work_change", args=[work.pk])
        return format_html('{} <a href="{}">{}</a>', read, address, _("Correct"))
