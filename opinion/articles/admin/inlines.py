from typing import cast

from django.contrib import admin
from django.contrib.admin.helpers import InlineAdminFormSet
from django.forms.widgets import Script
from django.utils.translation import gettext_lazy as _

from opinion.articles import reference_rows
from opinion.articles.formsets import (
    BylineForm,
    BylineFormSet,
    ReferenceFormSet,
)
from opinion.articles.models import Byline, Reference
from opinion.articles.reference_form import ReferenceForm


def adding_only(field):
    """The field with “add” beside its choices, and without “change”, “delete” and “view”."""
    field.widget.can_change_related = field.widget.can_delete_related = False
    field.widget.can_view_related = False
    return field


class DrawnFormSet(InlineAdminFormSet):
    """The formset of an inline with a template of its own, which draws rows without the admin.

    Whoever asks for each form, or for its media, would have all of them made.
    """

    def __iter__(self):
        return iter(())

    @property
    def media(self):
        return self.opts.media

    @classmethod
    def of(cls, formset: InlineAdminFormSet) -> InlineAdminFormSet:
        """`formset` so, where its inline has a template of its own."""
        if getattr(formset.opts, "own_template", "") == formset.opts.template:
            drawn = cls.__new__(cls)
            vars(drawn).update(vars(formset))
            return drawn
        return formset


class OrderedInline(admin.TabularInline):
    """Rows in order: by dragging where there is JavaScript, by their numbers always."""

    extra = 1
    classes = ["ordered-rows"]
    # For who may do everything with the rows; anybody else gets the admin's own.
    own_template: str

    class Media:
        js = [Script("js/admin/sortable_rows.js", type="module")]

    def get_formset(self, request, obj=None, **kwargs):
        asked = (self.has_add_permission, self.has_change_permission, self.has_delete_permission)
        if all(may(request, obj) for may in asked):
            self.template = self.own_template
        return super().get_formset(request, obj, **kwargs)


class BylineInline(OrderedInline):
    model = Byline
    form = BylineForm
    formset = BylineFormSet
    fields = ["place", "author", "role"]
    own_template = "admin/articles/article/_byline.html"

    class Media:
        js = [Script("js/admin/author_names.js", type="module")]


class ReferenceInline(OrderedInline):
    model = Reference
    form = ReferenceForm
    formset = ReferenceFormSet
    fields = ["place", "text", "url", "locator", "known", "reading", "cites"]
    readonly_fields = ["reading"]
    own_template = "admin/articles/article/_references.html"

    def get_formset(self, request, obj=None, **kwargs):
        formset = cast(type[ReferenceFormSet], super().get_formset(request, obj, **kwargs))
        formset.may_correct = request.user.has_perm("references.change_work")
        return formset

    @admin.display(description=_("recognised as"))
    def reading(self, reference):
        return reference_rows.reading(reference, reference.correction, reference.may_correct)
