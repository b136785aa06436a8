import zoneinfo

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opinion.articles import enqueue
from opinion.articles.checks.settings_form import CHECK_FIELDS, ChecksForm
from opinion.articles.models import Publication
from opinion.forms import PictureField, RenderedTextForm, tell_remarks
from opinion.widgets import RichText


def time_zones():
    return [(name, name.replace("_", " ")) for name in sorted(zoneinfo.available_timezones())]


class PublicationForm(ChecksForm, RenderedTextForm):
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        initial="UTC",
        help_text=Publication._meta.get_field("time_zone").help_text,
    )

    class Meta:
        model = Publication
        fields = "__all__"
        widgets = {"about": RichText(), "comment_guidelines": RichText()}


class PublicationAdmin(admin.ModelAdmin):
    """One record: its list is its form."""

    form = PublicationForm
    formfield_overrides = {models.ImageField: {"form_class": PictureField}}
    view_on_site = False
    actions = None
    fieldsets = [
        (None, {"fields": ["name", "tagline", "logo", "language", "time_zone", "citation_style"]}),
        (_("Contact details"), {"fields": ["contact_email", "postal_address"]}),
        (
            _("Crawlers"),
            {
                "fields": [
                    "welcomes_search",
                    "welcomes_retrieval",
                    "welcomes_training",
                    "further_crawlers",
                ],
                "description": _("What robots.txt asks of programs that read the site."),
            },
        ),
        (
            _("Checks"),
            {
                "fields": CHECK_FIELDS,
                "description": _("What is looked at before readers get an article."),
            },
        ),
        (_("Pages"), {"fields": ["about", "comment_guidelines"], "classes": ["wide-editor"]}),
    ]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        tell_remarks(request, form)
        if "citation_style" in form.changed_data:
            enqueue.print_everything()
        if "name" in form.changed_data:
            enqueue.draw_cards_anew()

    def changelist_view(self, request, extra_context=None):
        record = Publication.objects.first()
        if record and self.has_view_or_change_permission(request):
            return HttpResponseRedirect(
                reverse("admin:articles_publication_change", args=[record.pk])
            )
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:articles_publication_add"))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and request.publication.pk is None

    def has_delete_permission(self, request, obj=None):
        return False
