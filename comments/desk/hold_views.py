"""Holds: everything from one address or network waits for a moderator, until a day."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Contact, Hold
from opinion.parse_id import parse_id

from . import queue_views
from .card import page_of
from .forms import HoldForm
from .pages import page, way_back

SIZE = 50


@permission_required("comments.view_hold", raise_exception=True)
def holds(request):
    """Those that hold, or those that are over; the newest first."""
    is_past = "past" in request.GET
    over = Q(until__lte=timezone.now()) | Q(lifted_at__isnull=False)
    holds = Hold.objects.filter(over) if is_past else Hold.objects.active()
    if after := parse_id(request.GET.get("after")):
        holds = holds.filter(pk__lt=after)
    listed = [
        *holds.select_related("by", "lifted_by", "comment__article").order_by("-pk")[: SIZE + 1]
    ]
    context = {
        "title": _("Writer holds"),
        "holds": listed[:SIZE],
        "is_past": is_past,
        "after": listed[SIZE - 1].pk if len(listed) > SIZE else None,
    }
    return page(request, "holds", context)


@queue_views.may_view
@permission_required("comments.add_hold", raise_exception=True)
def place(request, pk):
    """Hold the address or network that one comment came from."""
    if request.method != "POST":
        return redirect("admin:comments_comment_change", pk)
    contact = get_object_or_404(Contact.objects.select_related("comment"), pk=pk)
    form = HoldForm(request.POST, contact=contact)
    if not form.is_valid():
        return queue_views.comment(request, pk, hold_form=form)
    hold = form.place(by=request.user)
    messages.success(request, _("Hold placed: %(what)s.") % {"what": hold.get_kind_display()})
    return redirect(page_of(contact.comment))


@permission_required("comments.change_hold", raise_exception=True)
def lift(request, pk):
    if request.method == "POST":
        hold = get_object_or_404(Hold.objects.active(), pk=pk)
        hold.lift(by=request.user)
        messages.success(request, _("Hold lifted."))
    return redirect(_back_from_lifting(request))


def _back_from_lifting(request) -> str:
    if request.POST.get("next"):
        return way_back(request)
    return reverse("admin:comments_hold_changelist")
