"""What the live server need not do anew for each request of a browser."""

import threading
import time
from contextlib import closing
from wsgiref.util import request_uri

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.http import HttpResponse

KEPT = {"Cache-Control": "max-age=86400"}


def keep_static_files(patch):
    """Each file is looked for and read once; a browser asks for it once, as in production.

    From then on it is answered without Django: a form asks for forty of them.
    """
    look_for, answer = StaticFilesHandler.serve, StaticFilesHandler.__call__
    found = {}

    def serve(handler, request):
        with closing(look_for(handler, request)) as response:
            content, kind = b"".join(response), response.headers["Content-Type"]
        length = {"Content-Type": kind, "Content-Length": str(len(content))}
        found[request.path] = (content, [*(KEPT | length).items()])
        return HttpResponse(content, headers=KEPT | length)

    def answer_what_was_found(handler, environ, start_response):
        if environ["PATH_INFO"] not in found:
            return answer(handler, environ, start_response)
        content, headers = found[environ["PATH_INFO"]]
        start_response("200 OK", headers)
        return [content]

    patch.setattr(StaticFilesHandler, "serve", serve)
    patch.setattr(StaticFilesHandler, "__call__", answer_what_was_found)


def note_refused_pages(patch, refused):
    """Add to `refused` the address of each page that was navigated to and answered with an error.

    Asked of the browser, it would tell of all that it loads, forty times for a form.
    """
    answer = WSGIHandler.__call__

    def answer_and_note(handler, environ, start_response):
        def start_and_note(status, *rest):
            if environ.get("HTTP_SEC_FETCH_MODE") == "navigate" and status >= "400":
                refused.add(request_uri(environ))
            return start_response(status, *rest)

        return answer(handler, environ, start_and_note)

    patch.setattr(WSGIHandler, "__call__", answer_and_note)


def keep_connections(patch):
    """A thread of the server keeps its connection to the database, and closes it when it ends.

    It ends with the browser's connection to it, and that with the test.
    """
    patch.setitem(connections["default"].settings_dict, "CONN_MAX_AGE", None)


def answering_threads():
    return {one for one in threading.enumerate() if "process_request_thread" in one.name}


def wait_for_the_last_answers(before=frozenset()):
    """What a page sends while it closes is answered before the database is emptied.

    Each thread of the server ends with the browser's connection; this waits for all of them but
    those that were there `before`, of a page that stays.
    """
    until = time.monotonic() + 10
    while (left := until - time.monotonic()) > 0:
        answering = answering_threads() - before
        if not answering:
            return
        for thread in answering:
            # One that is only about to start cannot be waited for yet.
            if thread.ident is None:
                time.sleep(0.001)
            else:
                thread.join(timeout=left)
