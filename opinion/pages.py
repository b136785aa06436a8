"""What a public page and a private one promise to browsers, caches and search engines."""

from functools import wraps
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe


class SeeOther(HttpResponseRedirect):
    """After a post: the page to look at next, always by GET."""

    status_code = 303


def public(view):
    """For pages that are the same bytes for everybody: they are only read, and cached with care.

    Caches keep the page but ask each time whether it still holds; ConditionalGetMiddleware answers
    with 304 by its ETag. Anything but GET and HEAD is a 405.
    """

    # Exempt, because nothing is ever taken: without it a POST would be a 403 about cookies.
    @csrf_exempt
    @require_safe
    @wraps(view)
    def shown(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
        return response

    return shown


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


def keep_private(response):
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def is_at_most(request, limit) -> bool:
    """Whether the body is said to have at most `limit` bytes. Asked before anything reads it."""
    length = request.headers.get("content-length") or "0"
    return length.isdecimal() and int(length) <= limit


def public_address(path: str) -> str:
    """`path` on the publication's public host, whatever host this request came to."""
    return urljoin(settings.PUBLIC_URL, path)
