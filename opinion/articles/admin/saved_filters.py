"""What each of the staff asks the list of articles for again and again, above it under its name."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opinion import html
from opinion.articles.models import SavedFilter
from opinion.articles.models.saved_filter import asked_for
from opinion.parse_id import parse_id

LIST = "admin:articles_article_changelist"


def on_list(request) -> dict:
    """What the list shows of them."""
    query = request.POST.get("list") if request.method == "POST" else None
    asked = asked_for(request.GET if query is None else QueryDict(query[:2_000]))
    return {"saved_filters": SavedFilter.objects.of(request.user), "asked": asked}


@require_POST
def save(request, model_admin):
    """Keep what the list asks for; what can't be kept is told beside its field, above the list."""
    _refuse_unless_reading(request, model_admin)
    query, name = (
        request.POST.get("list", "")[:2_000],
        html.clean_line(request.POST.get("name", "")),
    )
    try:
        kept = SavedFilter.objects.keep(request.user, name, query)
    except ValidationError as error:
        said = " ".join(error.messages)
        request.GET = QueryDict(asked_for(QueryDict(query)))
        return model_admin.changelist_view(request, {"filter_error": said, "filter_name": name})
    messages.success(request, _("Filter saved as “%(name)s”.") % {"name": kept})
    return redirect(f"{redirect(LIST).url}?{kept.query}")


@require_POST
def delete(request, model_admin):
    """Only one's own."""
    _refuse_unless_reading(request, model_admin)
    number = parse_id(request.POST.get("filter")) or 0
    if SavedFilter.objects.of(request.user).filter(pk=number).delete()[0]:
        messages.success(request, _("Saved filter deleted."))
    return redirect(LIST)


def _refuse_unless_reading(request, model_admin):
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
