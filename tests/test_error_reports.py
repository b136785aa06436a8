"""Errors told by mail and by Sentry's protocol: what kind and where, of nobody, not too often."""

import gzip
import http.server
import json
import logging
import logging.config
import os
import threading

import brotli
import pytest
from django.conf import settings as django_settings
from django.test import Client

from opinion.error_reports import handler

PRIVATE = ["Jane Orpington", "jane@readers.example.org", "a-secret-of-hers"]
OPENED = {"br": brotli.decompress, "gzip": gzip.decompress}


class Sink(http.server.ThreadingHTTPServer):
    """What speaks Sentry's protocol, as far as taking what it is sent."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Take)
        self.taken: list[bytes] = []
        threading.Thread(target=self.serve_forever).start()

    @property
    def dsn(self) -> str:
        return f"http://key@127.0.0.1:{self.server_port}/7"


class Take(http.server.BaseHTTPRequestHandler):
    def do_POST(self):  # noqa: N802
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(OPENED[self.headers["Content-Encoding"]](body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_words):
        """Nothing."""


@pytest.fixture
def sink():
    server = Sink()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def reported(settings, mail_server):
    """Errors go to a mail server, as where ERROR_MAIL is set."""
    settings.ERROR_MAIL, settings.SENTRY_DSN = ["ops@example.org"], ""
    root = {**django_settings.LOGGING["root"], "handlers": ["stderr", "reports"]}
    logging.config.dictConfig(django_settings.LOGGING | {"root": root})
    yield mail_server
    logging.config.dictConfig(django_settings.LOGGING)


def all_told():
    """Wait for the thread that tells."""
    handler._thread(os.getpid()).submit(int).result()


def fail_with(words):
    secret = PRIVATE[2]
    try:
        raise LookupError(f"{words} {secret}")
    except LookupError as error:
        raise ValueError(words) from error


@pytest.mark.django_db
def test_a_page_that_breaks_is_told_by_kind_and_place_and_not_by_what_anybody_typed(
    publication, reported, sink, settings, monkeypatch
):
    settings.SENTRY_DSN = sink.dsn
    monkeypatch.setattr("opinion.search.views.render", lambda *_args: fail_with(PRIVATE[0]))
    Client(raise_request_exception=False).get(f"/search/?q={PRIVATE[1]}")
    all_told()
    (mail,) = reported.taken
    assert mail.recipients == ["ops@example.org"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "ValueError in fail_with, tests/test_error_reports.py:" in mail["Subject"]
    text = mail.get_content()
    assert "Internal Server Error: /search/" in text
    assert "the log has the rest under this number" in text
    assert "LookupError" in text and "opinion/search/views.py:" in text
    (envelope,) = sink.taken
    event = json.loads(envelope.splitlines()[-1])
    assert [one["type"] for one in event["exception"]["values"]] == ["LookupError", "ValueError"]
    assert event["tags"]["request"] in text
    for private in PRIVATE:
        assert private not in text + mail["Subject"]
        assert private.encode() not in envelope
    assert {"request", "user", "modules", "breadcrumbs"} & {*event} == set()


def test_an_address_in_a_line_of_the_log_is_not_told(reported):
    logging.getLogger("desk").error("Mail to %s failed at /receipt/abc/", "jane@example.org")
    all_told()
    assert "Mail to *** failed at /receipt/***/" in reported.texts()[0]


def test_one_mistake_on_every_page_is_one_mail_and_many_mistakes_are_ten(reported, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(handler.time, "monotonic", lambda: clock[0])
    for _time in range(500):
        logging.getLogger("desk").error("It broke")
    for number in range(30):
        logging.getLogger("desk").error("It broke in way %d", number)
    all_told()
    assert len(reported.taken) == handler.MOST
    clock[0] = handler.HOUR
    logging.getLogger("desk").error("It broke")
    all_told()
    assert len(reported.taken) == handler.MOST + 1
    assert "499 more since the last mail were left out" in reported.texts()[1]
    assert "21 more since the last mail were left out" in reported.texts()[-1]


def test_what_is_refused_or_only_a_warning_is_not_told(reported, db, publication):
    logging.getLogger("desk").warning("The mail server does not take mail")
    Client().get("/nowhere/")
    all_told()
    assert reported.taken == []


def test_a_mail_server_that_is_away_breaks_nothing_and_is_not_told_to_itself(reported, caplog):
    reported.close()
    logging.getLogger("desk").error("It broke")
    all_told()
    told = [record.getMessage() for record in caplog.records if record.name == handler.__name__]
    assert told == ["An error could not be reported: ConnectionRefusedError"]
