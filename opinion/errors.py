"""Error pages in the site's look. 429 and from 500 on they ask nothing of the database."""

import re
import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from opinion import preserve_post

# PostgreSQL's class of errors for a full disk, too little memory and too many sessions.
NO_ROOM = "53"
# First words of addresses behind which nobody looks for something to read.
NOT_SEARCHED = {"admin", "mail", "reader", "receipt", "report"}


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def forbidden(request, exception):
    return render(request, "403.html", status=403)


def not_found(request, exception):
    return render(request, "404.html", {"asked": _words_of(request.path)}, status=404)


def _words_of(path: str) -> str:
    """What somebody at an address of nothing may have been looking for."""
    # What is secret in an address is none of it, nor does it go into another one.
    if path.strip("/").partition("/")[0].lower() in NOT_SEARCHED:
        return ""
    words = re.findall(r"[^\W_]+", path[:200])
    return " ".join(word for word in words if not word.isdecimal())


def server_error(request):
    """Called for what nobody caught. That a database is away or full is no fault of ours."""
    if _is_database_lost(sys.exception()):
        return unavailable(request)
    return HttpResponseServerError(render_to_string("500.html"))


def _is_database_lost(error: BaseException | None) -> bool:
    """Not where it lives and refused something: a deadlock is ours."""
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    if str(getattr(error.__cause__, "sqlstate", "")).startswith(NO_ROOM):
        return True
    return connection.connection is None or connection.connection.closed


def unavailable(request):
    """While the database does not answer: browsers and search engines ask again later."""
    response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "60"
    return response


def too_many_requests(request):
    """Costs next to nothing: nobody is looked up, and no publication."""
    response = HttpResponse(render_to_string("429.html"), status=429)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Retry-After"] = "60"
    return response


def csrf_failure(request, reason=""):
    """Staff get their typed text back; readers' forms carry no token and never come here."""
    if request.path.startswith(reverse("admin:index")):
        return preserve_post.after_csrf_failure(request)
    return render(request, "403.html", status=403)
