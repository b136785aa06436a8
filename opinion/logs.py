"""What log lines tell: no secret words of addresses, and of refusals no more than that they were.

Whoever holds the address of a receipt or of a link in a mail may do what its page offers.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings

# A slash may come written as %2F, or twice.
_SECRET = re.compile(
    r"((?:/|%2F)(?:receipt|reader|report|mail(?:/|%2F)+(?:confirm|stop)"
    r"|account(?:/|%2F)+password(?:/|%2F)+\w+)(?:/|%2F)+)"
    r"(?:(?!%2F)[^/\s\"'?#<>])+",
    re.IGNORECASE,
)

_REQUEST: ContextVar[str] = ContextVar("request", default="")
_NUMBER = re.compile(r"[0-9a-f]{32}")


class RequestNumberMiddleware:
    """Each line that a request causes carries its number: nginx's own, where we stand behind it.

    It is told to nobody: pages are the same for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        token = _REQUEST.set(given if _NUMBER.fullmatch(given) else uuid4().hex)
        try:
            return self.get_response(request)
        finally:
            _REQUEST.reset(token)


def request_number() -> str:
    """That of the request which is being answered; empty where there is none."""
    return _REQUEST.get()


class JsonLines(logging.Formatter):
    """One object a line (LOG_FORMAT=json): when, how grave, who says it, what, in which request."""

    def format(self, record) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if number := _REQUEST.get():
            told["request"] = number
        if traced := record.exc_text or (record.exc_info and self.formatException(record.exc_info)):
            told["traceback"] = traced
        return json.dumps(told, ensure_ascii=False)


def masked(text: str) -> str:
    """`text` with *** in the place of each secret word of an address."""
    return _SECRET.sub(r"\1***", text)


def _message(record) -> str:
    try:
        return record.getMessage()
    except Exception:
        # Logging must never break what it tells of.
        return str(record.msg)


class RefusalsInALine(logging.Filter):
    """A request refused, as it should be, is one line for information and has no traceback.

    Anybody can cause any number of them; what broke on our side keeps its level and traceback.
    """

    def filter(self, record):
        if not 400 <= getattr(record, "status_code", 0) < 500:
            return True
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.msg, record.args = " ".join(_message(record).split()), ()
        record.exc_info = record.exc_text = record.stack_info = None
        # The logger has let it pass as a warning.
        return logging.getLogger().isEnabledFor(logging.INFO)


class WithoutKeys(logging.Filter):
    """Masks a record for this handler and the next: its message, arguments and traceback."""

    def filter(self, record):
        record.msg, record.args = masked(_message(record)), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True
