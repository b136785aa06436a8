"""Uploaded files. A picture is for readers while something public shows it, and for staff always.

Of each picture and its renditions the database is asked, however they are reached; nginx keeps the
answer for as long as it keeps a page (see `edge`), so that both are gone in the same second.
"""

import mimetypes
import posixpath
import time

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from opinion import edge
from opinion.articles import public_pictures

# A file never changes under its name. Whoever looked at it may look again for a day; what stands
# between them and us may hand it on for no longer than a page.
LIFETIME = 24 * 60 * 60
# Nothing in it is run, whatever a browser takes it for.
POLICY = "default-src 'none'; sandbox"
mimetypes.add_type("image/avif", ".avif")


@require_safe
def media(request, path):
    # As `serve` reads it: of two spellings of one path only one would be asked for.
    path = posixpath.normpath(path).lstrip("/")
    asked_at = time.time()
    if not path.isprintable():
        raise Http404
    if not public_pictures.is_open(path):
        return _for_staff(request, path)
    answer = _file(request, path)
    patch_cache_control(answer, public=True, max_age=LIFETIME, s_maxage=settings.EDGE_TTL)
    if settings.EDGE_TTL:
        answer.headers["X-Accel-Expires"] = edge.expires(asked_at)
    return answer


def _for_staff(request, path):
    if request.user.is_active and request.user.is_staff:
        answer = _file(request, path)
        patch_cache_control(answer, private=True, no_store=True)
        return answer
    return HttpResponse(status=410, headers={"Cache-Control": "no-store"})


def _file(request, path):
    try:
        answer = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:
        # A name that is too long for any file.
        raise Http404 from error
    answer.headers["Content-Security-Policy"] = POLICY
    # It is compressed by its own format: GZipMiddleware looks at nothing but what is accepted.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    return answer
