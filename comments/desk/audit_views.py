"""Where moderators answer for what they did: every decision of everybody, and how the team does."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments.models import Decision

from . import team as teamwork
from .card import page_of
from .history import History, HistoryForm
from .outcome import DecisionOutcome
from .pages import page

may_view_decisions = permission_required("comments.view_decision", raise_exception=True)


@may_view_decisions
def decisions(request):
    form = HistoryForm(request.GET)
    back = request.get_full_path()
    report = DecisionOutcome.pop_from(request)
    context = {
        "title": _("Decisions"),
        "form": form,
        "history": History(request.user, back, **form.filters),
        "next": back,
        "report": report,
        "overtaken": report.cards(request.user, back) if report else [],
    }
    return page(request, "decisions", context)


@may_view_decisions
@require_safe
def decision(request, pk):
    """Where one decision is told: in the story of its comment."""
    chosen = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    return redirect(f"{page_of(chosen.comment)}#decision-{pk}")


@may_view_decisions
@require_safe
def team(request):
    context = {
        "title": _("Team"),
        "weeks": teamwork.weeks(),
        "queue": teamwork.queue(),
    }
    return page(request, "team", context)
