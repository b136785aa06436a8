"""A file that becomes a draft: read for the page where it is written, its pictures kept."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opinion.articles import documents


@require_POST
def document(request, model_admin):
    """As JSON what the uploaded `document` says, by the fields that it is proposed for.

    A file that is refused is an answer too: its reason, in `error`.
    """
    if not (model_admin.has_add_permission(request) or model_admin.has_change_permission(request)):
        raise PermissionDenied
    upload = request.FILES.get("document")
    if not upload:
        return JsonResponse({"error": gettext("No file was sent.")})
    try:
        read = documents.read(upload)
    except documents.Refused as error:
        return JsonResponse({"error": str(error)})
    may_keep = request.user.has_perm("pictures.add_picture")
    refused = documents.keep_pictures(read, upload, by=request.user) if may_keep else []
    return JsonResponse(
        {
            "refused": refused,
            "headline": read.headline,
            "standfirst": read.standfirst,
            "source": read.source,
            "note": read.note,
            "references": read.references,
            "leftOut": read.left_out,
        }
    )
