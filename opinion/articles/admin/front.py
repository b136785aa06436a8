"""Where the front is composed: by dragging, or by the numbers of the rows."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from opinion.articles import front, pagination
from opinion.articles.models import Article, Front, FrontPlace
from opinion.pages import private

from .inlines import OrderedInline


class FrontPlaceForm(forms.ModelForm):
    class Meta:
        model = FrontPlace
        fields = ["position", "kind", "article", "section", "until"]
        widgets = {"position": forms.NumberInput({"class": "place", "min": 1})}

    def has_changed(self):
        """A new row that dragging others has numbered is still empty."""
        changed = {*self.changed_data}
        return bool(changed if self.instance.pk else changed - {"position"})

    def clean(self):
        found = super().clean() or {}
        kind, article, section = (found.get(name) for name in ("kind", "article", "section"))
        if kind == FrontPlace.Kind.STRIP:
            if not section:
                self.add_error("section", _("Choose the section."))
            found["article"] = None
        elif kind == FrontPlace.Kind.DISCUSSED:
            found["article"] = found["section"] = None
        else:
            if not article:
                self.add_error("article", _("Choose the article."))
            elif not article.is_published:
                self.add_error("article", _("Readers can't see this article yet."))
            found["section"] = None
        return found


class FrontPlaceInline(OrderedInline):
    model = FrontPlace
    fk_name = "publication"
    form = FrontPlaceForm
    fields = ["position", "kind", "article", "section", "until"]
    autocomplete_fields = ["article"]
    extra = 2
    own_template = "admin/edit_inline/tabular.html"

    # Whoever may compose the front may do all of it.

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("articles.change_front")

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_front")


class FrontAdmin(admin.ModelAdmin):
    """One record: its list is its form."""

    inlines = [FrontPlaceInline]
    change_form_template = "admin/articles/front/change_form.html"

    def get_fieldsets(self, request, obj=None):
        """Of the publication itself nothing is changed here."""
        return []

    def get_urls(self):
        preview = self.admin_site.admin_view(require_POST(self.preview))
        return [
            path("<path:object_id>/preview/", preview, name="articles_front_preview"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        record = Front.objects.first()
        if record and self.has_view_or_change_permission(request):
            return HttpResponseRedirect(reverse("admin:articles_front_change", args=[record.pk]))
        return super().changelist_view(request, extra_context)

    def view_on_site(self, obj):
        return reverse("home")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def preview(self, request, object_id):
        """The front as it would be with what is typed, which is not saved."""
        found = self.get_object(request, object_id)
        if not found or not self.has_change_permission(request, found):
            raise PermissionDenied
        formsets = [
            made(**self.get_formset_kwargs(request, found, inline, made.get_default_prefix()))
            for made, inline in self.get_formsets_with_inlines(request, found)
        ]
        if not all(formset.is_valid() for formset in formsets):
            # The form's own page says what is wrong, and saves nothing.
            return self.changeform_view(request, object_id)
        kept = [
            form.instance
            for formset in formsets
            for form in formset.forms
            if (form.has_changed() or form.instance.pk) and not form.cleaned_data.get("DELETE")
        ]
        places = sorted(kept, key=lambda place: place.position)
        return _drawn(request, places)


@private
def _drawn(request, places):
    page = pagination.page(request, Article.objects.published().for_list())
    shown = {"page": page, "front": front.compose(places, page.rows)}
    return render(request, "articles/front_preview.html", shown)
