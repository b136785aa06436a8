from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST

from opinion.parse_id import parse_id
from opinion.references import enqueue
from opinion.references.models import Merge, Work

from .side_by_side import rows
from .telling import TellingAdmin

AT_ONCE = 10


class MergingViews(TellingAdmin):
    """The pages by which works are made one, and taken apart again."""

    def merge_view(self, request):
        """The chosen works side by side, and which of them stays."""
        self.must_change(request)
        pks = [parse_id(pk) for pk in request.GET.getlist("work")[: AT_ONCE + 1]]
        works = list(Work.objects.canonical().filter(pk__in=filter(None, pks)).order_by("pk"))
        if not 2 <= len(works) <= AT_ONCE:
            text = gettext("Choose from 2 to %(limit)d works.")
            self.told(request, text % {"limit": AT_ONCE}, error=True)
            return redirect("admin:references_work_changelist")
        kept = next((work for work in works if str(work.pk) == request.POST.get("kept")), None)
        if request.method == "POST" and kept:
            return self._merge(request, kept, [work for work in works if work != kept])
        context = self.admin_site.each_context(request) | {
            "title": gettext("Merge works"),
            "opts": self.opts,
            "works": works,
            "rows": rows(*works),
        }
        return render(request, "admin/references/work/merge.html", context)

    def _merge(self, request, kept, others):
        try:
            with transaction.atomic():
                for work in others:
                    self.log_merge(request, work.merge_into(kept, by=request.user))
                enqueue.print_work(kept.pk)
        except ValidationError as error:
            self.told(request, " ".join(error.messages), error=True)
            return redirect("admin:references_work_changelist")
        text = ngettext(
            "%(count)d work was merged into this one.",
            "%(count)d works were merged into this one.",
            len(others),
        )
        self.told(request, text % {"count": len(others)})
        return redirect("admin:references_work_history", kept.pk)

    def log_merge(self, request, merge):
        said = {"merged": str(merge.merged), "kept": str(merge.kept)}
        text = gettext("“%(merged)s” was merged into “%(kept)s”.") % said
        self.log_change(request, merge.kept, text)
        self.log_change(request, merge.merged, text)

    def undo_view(self, request, pk):
        return require_POST(self._undo)(request, pk)

    def _undo(self, request, pk):
        self.must_change(request)
        merge = get_object_or_404(Merge.objects.select_related("merged", "kept"), pk=pk)
        try:
            merge.undo(by=request.user)
        except ValidationError as error:
            self.told(request, " ".join(error.messages), error=True)
        else:
            text = gettext("“%(work)s” is a separate work again.") % {"work": merge.merged}
            self.log_change(request, merge.kept, text)
            self.log_change(request, merge.merged, text)
            for work in (merge.kept_id, merge.merged_id):
                enqueue.print_work(work)
            self.told(request, text)
        return redirect("admin:references_work_history", merge.kept_id)

    def split_view(self, request, pk):
        return require_POST(self._split)(request, pk)

    def _split(self, request, pk):
        self.must_change(request)
        work = get_object_or_404(Work.objects.canonical(), pk=pk)
        copy = work.split(by=request.user)
        said = gettext("Split off from “%(work)s”.") % {"work": work}
        self.log_addition(request, copy, said)
        self.told(request, gettext("This is the new work. Change what is different about it."))
        return redirect("admin:references_work_change", copy.pk)

    def must_change(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
