"""The list of works with how many articles cite each of them."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from opinion.articles.models import Reference
from opinion.references.admin.work import WorkAdmin


class CitedList(ChangeList):
    """A page of works; one query tells of all of them who cites them."""

    def get_results(self, request):
        super().get_results(request)
        here = Reference.objects.filter(work__in=[work.pk for work in self.result_list])
        counted = here.order_by().values_list("work").annotate(Count("article", distinct=True))
        counts = dict(counted)
        for work in self.result_list:
            work.citing = counts.get(work.pk, 0)


class CitedWorkAdmin(WorkAdmin):
    list_display = [*WorkAdmin.list_display, "cited"]

    def get_changelist(self, request, **kwargs):
        return CitedList

    @admin.display(description=_("cited in"))
    def cited(self, work):
        said = ngettext("%(count)d article", "%(count)d articles", work.citing)
        return said % {"count": work.citing} if work.citing else _("Not cited")
