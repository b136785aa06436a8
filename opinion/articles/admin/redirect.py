from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from authors.models import Author
from opinion.articles.models import Article, Publication, Redirect, Section, Series, Topic
from opinion.articles.models.redirect import TARGETS

NAMED: dict[str, Any] = {
    "section": Section,
    "topic": Topic,
    "series": Series,
    "author": Author,
}


class RedirectForm(forms.ModelForm):
    """An old address, and the address of what is there now, which may change its own later."""

    leads_to = forms.CharField(
        label=_("Leads to"),
        max_length=500,
        help_text=_(
            "The address of an article, a section, a topic, a series, an author, "
            "or / for the front."
        ),
    )

    class Meta:
        model = Redirect
        fields = ["path"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["leads_to"] = self.instance.address

    def clean_path(self):
        """As somebody typed or copied it: a whole address as well."""
        parts = urlsplit(self.cleaned_data["path"].strip())
        path = unquote(parts.path) + (f"?{parts.query}" if parts.query else "")
        if not path.startswith("/") or path.startswith("//") or path == "/" or "\0" in path:
            raise forms.ValidationError(gettext("Enter an address like /old-page/."))
        return path

    def clean_leads_to(self):
        name, row = _row_at(self.cleaned_data["leads_to"])
        if row is None:
            raise forms.ValidationError(gettext("Nothing is published at this address."))
        for target in ("article", "publication", "picture", *NAMED):
            setattr(self.instance, target, row if target == name else None)
        return self.cleaned_data["leads_to"]


def _row_at(address: str) -> tuple:
    """What stands at an address of ours: the name of its kind, and its row."""
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return "", None
    if "\0" in path:
        return "", None
    if path in ("", "/"):
        return "publication", Publication.objects.first()
    kind, _slash, slug = path.strip("/").partition("/")
    if kind in NAMED:
        return kind, NAMED[kind].objects.canonical().filter(slug=slug).first()
    return "article", Article.objects.published().filter(address=path.strip("/")).first()


class RedirectAdmin(admin.ModelAdmin):
    form = RedirectForm
    list_display = ["path", "leads_to", "made_at"]
    list_select_related = [*TARGETS]
    list_per_page = 50
    search_fields = ["path"]
    ordering = ["-pk"]
    show_full_result_count = False
    actions = None

    @admin.display(description=_("leads to"))
    def leads_to(self, redirect):
        return redirect.address or _("a draft: to nothing yet")
