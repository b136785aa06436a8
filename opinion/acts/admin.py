import csv

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opinion.pages import keep_private

from .models import Act

# What Django's pages are called, in words.
VERBS = {
    "add": gettext_lazy("added"),
    "change": gettext_lazy("changed"),
    "delete": gettext_lazy("deleted"),
    "changelist": gettext_lazy("changed in the list"),
}


class Echo:
    def write(self, line):
        return line


@admin.register(Act)
class ActAdmin(admin.ModelAdmin):
    """Read only, and exported as it is filtered."""

    change_list_template = "admin/acts/act/change_list.html"
    list_display = ["at", "name", "what", "target", "button"]
    list_display_links = None
    list_filter = ["at", "name", "page"]
    search_fields = ["name", "page", "=target"]
    date_hierarchy = "at"
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("what"), ordering="page")
    def what(self, act):
        """“Article: changed”; a page of our own by its name."""
        name = act.page.rpartition(":")[2]
        app, _underscore, rest = name.partition("_")
        model, _underscore, verb = rest.partition("_")
        for known in self.admin_site._registry:
            if (known._meta.app_label, known._meta.model_name) == (app, model):
                word = VERBS.get(verb) or verb.replace("_", " ")
                return f"{known._meta.verbose_name}: {word}".capitalize()
        return name.replace("_", " ")

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [path("export/", export, name="acts_act_export"), *super().get_urls()]

    def export(self, request):
        """Those lines that the list would show, as CSV, one after the other."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            acts = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:acts_act_changelist")
        response = StreamingHttpResponse(self._lines(acts), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="acts.csv"'
        return keep_private(response)

    def _lines(self, acts):
        writer = csv.writer(Echo())
        yield writer.writerow([_("when"), _("who"), _("what"), _("number"), _("button")])
        for act in acts.iterator(chunk_size=500):
            moment = timezone.localtime(act.at).isoformat(timespec="seconds")
            yield writer.writerow([moment, act.name, self.what(act), act.target, act.button])
