"""The cache in front of us, and when something that was taken down is gone from there too.

nginx keeps a kept page for EDGE_TTL seconds at most, counted from when we asked whether it is true.
So whatever was taken down is nowhere to be seen EDGE_TTL after the commit, and only then is whoever
took it down told that it is.
"""

import time
from contextvars import ContextVar

from django.conf import settings
from django.db import transaction

_taken_down_at: ContextVar[float | None] = ContextVar("taken_down_at", default=None)


def expires(asked_at: float) -> str:
    """`X-Accel-Expires` for a page that was true at `asked_at`, in seconds since the epoch.

    An absolute time, because nginx would count from when the answer arrives. It keeps a page to
    the end of the second that it is told.
    """
    return f"@{int(asked_at) + settings.EDGE_TTL - 1}"


def take_down() -> None:
    """Say that this transaction takes words away from readers: the answer waits till they are."""
    transaction.on_commit(lambda: _taken_down_at.set(time.time()))


class EdgeMiddleware:
    """Holds the answer to a take-down back until no cache in front of us shows it any more."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _taken_down_at.set(None)
        try:
            response = self.get_response(request)
            if at := _taken_down_at.get():
                time.sleep(max(0, at + settings.EDGE_TTL - time.time()))
            return response
        finally:
            _taken_down_at.reset(token)
