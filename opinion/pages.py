"""What a public page and a private one promise to browsers, caches and search engines."""

from functools import partial, wraps
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from opinion.parse_id import parse_id

# Caches keep the page but ask each time whether it still holds.
_FOR_EVERYBODY = "public, max-age=0, must-revalidate"


class SeeOther(HttpResponseRedirect):
    """After a post: the page to look at next, always by GET."""

    status_code = 303


class Kept(NamedTuple):
    """How the pages of a view are kept in the page cache.

    By the parameters that it `asks` for, unless there is one of which no two requests are alike.
    """

    asks: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


def public(view=None, /, *, asks=(), unless=(), keep=True):
    """For pages that are the same bytes for everybody: they are only read, and cached with care.

    The page cache keeps them by the parameters that the view `asks` for, which are all that it may
    read of a request besides its path. ConditionalGetMiddleware answers with 304 by the ETag of
    what is not kept, and PublicPagesMiddleware takes away what was meant for one. Anything but GET
    and HEAD is a 405.
    """
    if view is None:
        return partial(public, asks=asks, unless=unless, keep=keep)
    readable = require_safe(view)

    # Exempt, because nothing is ever taken: without it a POST would be a 403 about cookies.
    @csrf_exempt
    @wraps(view)
    def shown(request, *args, **kwargs):
        # On the request, because a 404 is raised past this place.
        request.is_public = True
        return keep_public(readable(request, *args, **kwargs))

    vars(shown)["kept"] = Kept(tuple(asks), tuple(unless)) if keep else None
    return shown


class PublicPagesMiddleware:
    """Sees to it that what is for everybody carries no cookie and varies by its encoding only.

    Django answers a malformed cookie with a new one, and a shared cache would hand that on. So
    this stands outside of all that reads cookies.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_for_everybody(request):
            response.cookies.clear()
            _vary_by_encoding_only(response)
            response.headers.setdefault("Cache-Control", _cacheable(response))
            _reserve_rights(request, response)
        elif response.cookies:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _is_for_everybody(request) -> bool:
    """A public page with its errors; and what is said before any view is found."""
    return getattr(request, "is_public", False) or request.resolver_match is None


def _reserve_rights(request, response):
    """Where training is not wanted, each answer says so as well (TDM Reservation Protocol)."""
    publication = getattr(request, "publication", None)
    if publication and not publication.welcomes_training:
        response.headers["TDM-Reservation"] = "1"


def _vary_by_encoding_only(response):
    varies = response.headers.get("Vary", "").lower()
    del response.headers["Vary"]
    if "accept-encoding" in varies:
        response.headers["Vary"] = "Accept-Encoding"


def _cacheable(response) -> str:
    return "no-store" if response.status_code >= 500 else _FOR_EVERYBODY


def private(view):
    """For pages meant for one person: no cache keeps them, no search engine lists them."""

    @wraps(view)
    def shown(request, *args, **kwargs):
        return keep_private(view(request, *args, **kwargs))

    return shown


def for_readers(view):
    """A private page that takes a post without Django's token: each view says who may send it."""
    methods = require_http_methods(["GET", "HEAD", "POST"])
    return csrf_exempt(sensitive_post_parameters()(private(methods(view))))


def keep_public(response):
    response.headers["Cache-Control"] = _FOR_EVERYBODY
    return response


def keep_private(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return keep_unlisted(response)


def keep_unlisted(response):
    """No search engine lists it; who has its address reads it."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def is_at_most(request, limit) -> bool:
    """Whether the body is said to have at most `limit` bytes. Asked before anything reads it."""
    length = request.headers.get("content-length") or "0"
    return length == "0" or (parse_id(length) or limit + 1) <= limit


def public_address(path: str) -> str:
    """`path` on the publication's public host, whatever host this request came to."""
    return urljoin(settings.PUBLIC_URL, path)
