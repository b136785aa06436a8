from typing import cast

from django.contrib import admin
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from opinion.fields import sort_key
from opinion.parse_id import parse_id
from opinion.references import duplicates, enqueue, type_names
from opinion.references.forms import WorkForm
from opinion.references.models import Merge
from opinion.references.models.work import Source, WorkQuerySet
from opinion.references.record import Record

from .importing import ImportFilter
from .merging import MergingViews
from .questions import QuestionViews

IDENTIFIERS = ("doi", "isbn", "issn", "url")
TEXT = ("type", "people", "title", "container", "collection", "publisher", "place", "event")


class TypeInUse(admin.AllValuesFieldListFilter):
    """The types that there are works of, by their names."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield choice | {"display": type_names.name(str(choice["display"]))}


class WorkAdmin(QuestionViews, MergingViews, admin.ModelAdmin):
    """The works that are cited. None is deleted: one that is there twice is merged."""

    form = WorkForm
    list_display = ["named", "people", "year", "kind"]
    list_filter = [("type", TypeInUse), ImportFilter]
    list_per_page = 50
    search_fields = ["sort_title"]
    search_help_text = _("Title, DOI, ISBN or web address")
    show_full_result_count = False
    actions = ["merge_chosen"]
    change_list_template = "admin/references/work/change_list.html"
    object_history_template = "admin/references/work/history.html"
    fieldsets = [
        (None, {"fields": TEXT}),
        (_("Dates"), {"fields": ["issued", "accessed", "original"]}),
        (_("Identifiers and links"), {"fields": IDENTIFIERS}),
        (
            _("Details"),
            {
                "fields": [
                    *("volume", "issue", "number", "edition", "pages"),
                    *("genre", "language", "note"),
                ]
            },
        ),
    ]

    # --- Who may -----------------------------------------------------------------------------

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """One that was merged is read only: what stands for it is edited."""
        merged = obj is not None and obj.merged_into_id
        return not merged and super().has_change_permission(request, obj)

    def get_queryset(self, request):
        works = cast(WorkQuerySet, super().get_queryset(request)).select_related("merged_into")
        listed = request.resolver_match.url_name == "references_work_changelist"
        return works.canonical() if listed else works

    def get_urls(self):
        ours = [
            path("merge/", self.merge_view, name="references_work_merge"),
            path("questions/", self.questions_view, name="references_work_questions"),
            path("undo/<id:pk>/", self.undo_view, name="references_work_undo"),
            path("<id:pk>/split/", self.split_view, name="references_work_split"),
        ]
        for pattern in ours:
            pattern.callback = self.admin_site.admin_view(pattern.callback)
        return [*ours, *super().get_urls()]

    # --- The list ----------------------------------------------------------------------------

    @admin.display(description=_("title"), ordering="sort_title")
    def named(self, work):
        return str(work)

    @admin.display(description=_("people"))
    def people(self, work):
        return work.get_people()

    @admin.display(description=_("year"), ordering="issued")
    def year(self, work):
        issued = work.record.issued
        return issued and (issued.year or issued.literal)

    @admin.display(description=_("type"), ordering="type")
    def kind(self, work):
        return type_names.name(work.type)

    def get_search_results(self, request, queryset, search_term):
        """An identifier in any writing finds its works; other words are looked for in titles."""
        found = duplicates.keys(Record(doi=search_term, isbn=search_term, url=search_term.strip()))
        if found:
            return queryset.keyed(found), False
        return super().get_search_results(request, queryset, sort_key(search_term))

    @admin.action(description=_("Merge selected works"), permissions=["change"])
    def merge_chosen(self, request, queryset):
        asked = QueryDict(mutable=True)
        asked.setlist("work", [str(pk) for pk in queryset.values_list("pk", flat=True)])
        return redirect(f"{reverse('admin:references_work_merge')}?{asked.urlencode()}")

    # --- The form and the history --------------------------------------------------------------

    def save_model(self, request, obj, form, change):
        """What an editor changed says so."""
        obj.say([*form.changed_columns, *([] if change else ["type"])], Source.EDITOR)
        obj.keep()
        if change:
            enqueue.print_work(obj.pk)

    def history_view(self, request, object_id, extra_context=None):
        work = parse_id(object_id)
        merges = Merge.objects.filter(Q(merged=work) | Q(kept=work)).select_related(
            "merged", "kept", "by", "undone_by"
        )
        context = {"merges": merges, "may_change": self.has_change_permission(request)}
        return super().history_view(request, object_id, context | (extra_context or {}))
