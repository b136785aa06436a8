from io import StringIO

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from opinion.parse_id import parse_id
from opinion.references import enqueue, files, formats, pasted
from opinion.references.models import Import, Likeness

MEGABYTE = 1024 * 1024
MOST_BYTES, MOST_LETTERS = 20 * MEGABYTE, 1_000_000
# What a format is recognised by stands near the beginning.
HEAD = 256 * 1024
PROBLEMS_AT_ONCE = 100
# Imports that the list of works can be narrowed to in its margin.
LATEST = 10


class ImportForm(forms.ModelForm):
    """A bibliography as a file or as text: one of the two."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".bib,.bibtex,.ris,.json,text/*"}),
        help_text=_("BibTeX, RIS or CSL-JSON, as exported by reference managers. Up to %(limit)s.")
        % {"limit": filesizeformat(MOST_BYTES)},
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
    )

    are_lines = forms.BooleanField(
        label=_("One reference a line"),
        required=False,
        help_text=_("For a list as it stands under a text, in no format. Look at what was read."),
    )

    class Meta:
        model = Import
        fields = ()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            told = gettext("This file is %(size)s. Split it into parts of up to %(limit)s.")
            sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(MOST_BYTES)}
            raise forms.ValidationError(told % sizes)
        return file

    def clean(self):
        super().clean()
        cleaned = self.cleaned_data
        if self.errors:
            return cleaned
        file, text = cleaned["file"], cleaned["text"].strip()
        if bool(file) == bool(text):
            told = gettext("Choose a file or paste text: one or the other.")
            raise forms.ValidationError(told)
        self.stream = files.as_text(file) if file else StringIO(text)
        if cleaned["are_lines"]:
            self.format = pasted.FORMAT
            return cleaned
        self.format = formats.recognise(self.stream.read(HEAD))
        self.stream.seek(0)
        if not (self.format and next(formats.split(self.format, self.stream), None)):
            told = gettext(
                "We found no BibTeX, RIS or CSL-JSON entries. Export the bibliography again "
                "in one of these formats, or tick “One reference per line”."
            )
            self.add_error("file" if file else "text", told)
        self.stream.seek(0)
        return cleaned

    def begin(self, by) -> Import:
        file = self.cleaned_data["file"]
        name = file.name[:200] if file else gettext("pasted text")
        return Import.objects.begin(self.stream, self.format, name, by)


class ImportFilter(admin.SimpleListFilter):
    """The works that one of the latest imports brought."""

    title = _("import")
    parameter_name = "import"

    def lookups(self, request, model_admin):
        return [(str(one.pk), one.name) for one in Import.objects.all()[:LATEST]]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        pk = parse_id(self.value())
        found = Import.objects.filter(pk=pk).first() if pk else None
        return queryset.filter(pk__in=found.works().values("pk")) if found else queryset.none()


class ImportAdmin(admin.ModelAdmin):
    """Bibliographies that are brought in whole, and how far each has got."""

    form = ImportForm
    list_display = ["name", "total", "started_at", "started_by", "ended_at"]
    list_select_related = ["started_by"]
    list_per_page = 50
    fields = ["file", "text", "are_lines"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        stop = self.admin_site.admin_view(require_POST(self.stop_view))
        return [
            path("<id:pk>/stop/", stop, name="references_import_stop"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        context = {"title": gettext("Import a bibliography")}
        return super().add_view(request, form_url, context | (extra_context or {}))

    def save_form(self, request, form, change):
        """All of it is held now; its entries are read in the background."""
        return form.begin(request.user)

    def save_model(self, request, obj, form, change):
        transaction.on_commit(lambda: enqueue.import_works(obj.pk))

    def save_related(self, request, form, formsets, change):
        """Its entries came with it."""

    def response_add(self, request, obj, post_url_continue=None):
        return redirect("admin:references_import_change", obj.pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """How far it has got, and what could not be read."""
        found = self._found(request, object_id)
        counts = found.counts()
        problems = Paginator(found.entries.with_problems(), PROBLEMS_AT_ONCE)
        context = self.admin_site.each_context(request) | {
            "title": found,
            "opts": self.opts,
            "import": found,
            "counts": counts,
            "done": found.total - counts["waiting"],
            "questions": Likeness.objects.open_about(found.works()).count(),
            "problems": problems.get_page(request.GET.get("page")),
            "may_answer": request.user.has_perm("references.change_likeness"),
            "may_stop": self.has_add_permission(request),
        }
        return render(request, "admin/references/import/progress.html", context)

    def stop_view(self, request, pk):
        if not self.has_add_permission(request):
            raise PermissionDenied
        found = self._found(request, pk)
        if not found.ended_at:
            found.stop()
            self.message_user(request, gettext("Import stopped."), messages.WARNING)
        return redirect("admin:references_import_change", pk)

    def _found(self, request, pk) -> Import:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Import, pk=parse_id(str(pk)))
