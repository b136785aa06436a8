"""Pages that come in two parts, to find tests that look at one before it is there whole."""

import time

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse

HEAD = 300  # bytes


def come_slowly(patch, seconds: float):
    """Let every page of the live server pause for so long after its first bytes."""
    answer = WSGIHandler.__call__

    def slowly(handler, environ, start_response):
        response = answer(handler, environ, start_response)
        return InTwoParts(response, seconds) if is_page(response) else response

    patch.setattr(WSGIHandler, "__call__", slowly)


def is_page(response):
    """Files come straight from their folders, as what WSGI takes and no response of Django's."""
    if not isinstance(response, HttpResponse):
        return False
    return response.get("Content-Type", "").startswith("text/html")


class InTwoParts:
    def __init__(self, response, seconds):
        self.response, self.seconds = response, seconds

    def __iter__(self):
        body = b"".join(self.response)
        yield body[:HEAD]
        time.sleep(self.seconds)
        yield body[HEAD:]

    def close(self):
        self.response.close()
