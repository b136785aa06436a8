"""The log's way to whoever is told: apart from what readers wait for, and never too often.

The same mistake is told once in an hour, and no more than MOST mistakes in an hour by one process:
an error on every page is a few mails and not a million.
"""

import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from .report import Report

logger = logging.getLogger(__name__)
HOUR = 3_600
MOST = 10


class Cap:
    """Which of many may be told."""

    def __init__(self) -> None:
        self._told: dict[tuple, float] = {}
        self._left_out = 0
        self._lock = threading.Lock()

    def take(self, kind: tuple) -> int | None:
        """How many were left out before this one; None where this one is left out as well."""
        now = time.monotonic()
        with self._lock:
            self._told = {one: at for one, at in self._told.items() if now - at < HOUR}
            if kind in self._told or len(self._told) >= MOST:
                self._left_out += 1
                return None
            self._told[kind] = now
            left_out, self._left_out = self._left_out, 0
            return left_out


class Reports(logging.Handler):
    """By ERROR_MAIL, by SENTRY_DSN, or both."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self._cap = Cap()

    def emit(self, record: logging.LogRecord) -> None:
        # A refusal has become one for information; and what we say ourselves is told by the log.
        if record.levelno < logging.ERROR or record.name == __name__:
            return
        try:
            report = Report.of(record)
            left_out = self._cap.take(report.kind)
            if left_out is not None:
                _thread(os.getpid()).submit(tell, report, left_out)
        except Exception:
            self.handleError(record)


@cache
def _thread(pid: int) -> ThreadPoolExecutor:
    """That of this process: a thread does not come along where one forks."""
    return ThreadPoolExecutor(1, "reports")


def tell(report: Report, left_out: int) -> None:
    """Send it. Where that fails there is the log, which has the error itself already."""
    for send in (_mail, _post):
        try:
            send(report, left_out)
        except Exception as error:
            logger.error("An error could not be reported: %s", type(error).__name__)


def _mail(report: Report, left_out: int) -> None:
    if not settings.ERROR_MAIL:
        return
    # Here, because logging is set up before the apps.
    from django.core.mail import EmailMessage

    text = report.text
    if left_out:
        text += f"\n\n{left_out} more since the last mail were left out."
    subject = f"[{settings.PUBLIC_URL}] {report.title}"
    # RFC 3834: no machine is to answer.
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(subject, text, settings.SERVER_EMAIL, settings.ERROR_MAIL, headers=headers).send()


def _post(report: Report, left_out: int) -> None:
    if not settings.SENTRY_DSN:
        return
    client = _client(settings.SENTRY_DSN, os.getpid())
    client.capture_event(report.event | {"extra": {"left_out": left_out}})
    client.flush(5)


@cache
def _client(dsn: str, pid: int):
    """Of sentry-sdk only what sends: it looks at no request, no frame and no log by itself."""
    from sentry_sdk import Client

    return Client(
        dsn=dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        send_client_reports=False,
        auto_session_tracking=False,
        server_name=urlsplit(settings.PUBLIC_URL).hostname,
    )
