"""What every page of the desk has in common."""

import re

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from comments.models import Reason
from opinion.pages import keep_private

from .card import queue_page
from .labels import SNOOZES, VERBS
from .outcome import forget

# The other rooms of the desk, and who may enter.
ROOMS = {
    "may_see_decisions": "view_decision",
    "may_see_holds": "view_hold",
    "may_see_rules": "view_rule",
    "may_see_reasons": "view_reason",
}


# What else the pages offer, and who may do it.
ACTS = {
    "may_decide": "decide_comment",
    "may_look": "view_contact",
    "may_hold": "add_hold",
    "may_lift": "change_hold",
    "may_close": "change_thread",
}


def rooms(request) -> dict[str, bool]:
    """Which rooms this person may enter, as the row of links asks."""
    return _rights(request, ROOMS)


def _rights(request, permissions: dict[str, str]) -> dict[str, bool]:
    return {
        word: request.user.has_perm(f"comments.{permission}")
        for word, permission in permissions.items()
    }


def page(request, name, context) -> TemplateResponse:
    rights = _rights(request, ACTS | ROOMS)
    newsroom = {"may_open_article": request.user.has_perm("articles.view_article")}
    context = {
        **admin.site.each_context(request),
        # The desk has rooms of its own, and needs the width.
        "is_nav_sidebar_enabled": False,
        "reasons": Reason.objects.offered(),
        "desk": queue_page(),
        "snoozes": SNOOZES,
        "verbs": VERBS.values(),
        **rights,
        **newsroom,
        **context,
    }
    template = f"admin/comments/{name}.html"
    response = keep_private(TemplateResponse(request, template, context))
    if "report" in context:
        forget(request, response)
    return response


def squeeze(response):
    """Leave out how the templates are laid out: no text on this page depends on its line breaks."""
    response.content = re.sub(rb"\n\s+", b"\n", response.content)


def way_back(request) -> str:
    """Where a form said it came from, if that is a page of this desk; else the queue."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours and address.startswith(_desk()) else queue_page()


def _desk() -> tuple[str, str]:
    """Where decisions are made, and where they are undone."""
    return queue_page(), reverse("admin:comments_decision_changelist")
