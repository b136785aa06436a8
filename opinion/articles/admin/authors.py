"""The names that the article's form suggests while an author's is typed."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from authors import naming
from opinion import html


@require_safe
def authors(request, model_admin):
    """As JSON, the authors whose names have the words of `q`, as they are written in the form."""
    if not (model_admin.has_change_permission(request) or model_admin.has_add_permission(request)):
        raise PermissionDenied
    typed = html.clean_line(request.GET.get("q", "")[: naming.LONGEST])
    found = naming.suggested(typed)
    names = naming.written(found)
    told = [{"id": one.pk, "name": names[one.pk], "role": one.role} for one in found]
    return JsonResponse({"authors": told})
