"""The names that the newsroom's pages suggest while one is typed."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from authors import naming
from opinion import html
from opinion.articles import topic_naming


@require_safe
def authors(request, model_admin):
    """As JSON, the authors whose names have the words of `q`, as they are written in the form."""
    _refuse_unless_writing(request, model_admin)
    found = naming.suggested(_typed(request, naming.LONGEST))
    names = naming.written(found)
    told = [{"id": one.pk, "name": names[one.pk], "role": one.role} for one in found]
    return JsonResponse({"authors": told})


@require_safe
def topics(request, model_admin):
    """As JSON, the topics that have `q` in their names."""
    _refuse_unless_writing(request, model_admin)
    found = topic_naming.suggested(_typed(request, topic_naming.LONGEST))
    names = topic_naming.written(found)
    return JsonResponse({"topics": [{"id": one.pk, "name": names[one.pk]} for one in found]})


def _typed(request, longest: int) -> str:
    return html.clean_line(request.GET.get("q", "")[:longest])


def _refuse_unless_writing(request, model_admin):
    if not (model_admin.has_change_permission(request) or model_admin.has_add_permission(request)):
        raise PermissionDenied
