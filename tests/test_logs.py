"""Failure 29: no log line holds the secret word of a private page."""

import io
import json
import logging
import logging.config
import re
import sys

import pytest
from django.conf import settings as django_settings
from django.test import Client, RequestFactory, override_settings

from comments.security import signing
from comments.security.signing import Purpose
from opinion.logs import JsonLines, RequestNumberMiddleware, WithoutKeys, masked

TOKEN = "b3vYkq9dQ0mLr1sT_8-ZxA"
DOORS = ["/receipt/{}/", "/report/{}/", "/mail/confirm/{}/", "/mail/stop/{}/", "/reader/{}/"]


@pytest.fixture
def lines():
    """What the handlers that the settings name write from here on, as they write it."""
    written = io.StringIO()
    logging.config.dictConfig(django_settings.LOGGING)
    handlers = [*logging.getLogger().handlers, *logging.getLogger("django.server").handlers]
    for handler in handlers:
        if type(handler) is logging.StreamHandler:
            handler.setStream(written)
    yield written
    logging.config.dictConfig(django_settings.LOGGING)


def test_every_handler_has_the_filter():
    assert django_settings.LOGGING["handlers"]
    for name, handler in django_settings.LOGGING["handlers"].items():
        filters = [django_settings.LOGGING["filters"][used]["()"] for used in handler["filters"]]
        assert "opinion.logs.WithoutKeys" in filters, name
        assert "opinion.logs.RefusalsInALine" in filters, name


def test_djangos_own_loggers_write_through_it_alone(lines):
    """Django brings handlers of its own, which filter nothing."""
    for name in "django", "django.request", "django.security":
        assert not logging.getLogger(name).handlers, name


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", [TOKEN, signing.sign(Purpose.STOP, [1, 2])], ids=["token", "seal"])
def test_djangos_warnings_hold_no_key(publication, lines, door, kind):
    client = Client(raise_request_exception=False)
    address = door.format(kind)
    client.get(address)
    client.get(f"{address}nowhere/")
    client.put(address)
    assert kind not in lines.getvalue()
    assert "Not Found: " + door.format("***") in lines.getvalue()


@pytest.mark.django_db
def test_a_method_that_is_not_allowed_holds_no_key(publication, lines):
    seal = signing.sign(Purpose.STOP, [1])
    Client().put(f"/mail/stop/{seal}/")
    assert "Method Not Allowed (PUT): /mail/stop/***/" in lines.getvalue()
    assert seal not in lines.getvalue()


@pytest.mark.django_db
def test_an_error_and_its_traceback_hold_no_key(publication, lines, monkeypatch):
    seal = signing.sign(Purpose.STOP, [1])

    def fail(*args):
        raise RuntimeError(f"Reverse for /mail/stop/{seal}/ failed")

    monkeypatch.setattr("comments.readers.subscription_views.signing.unsign", fail)
    Client(raise_request_exception=False).get(f"/mail/stop/{seal}/")
    assert "RuntimeError: Reverse for /mail/stop/***/ failed" in lines.getvalue()
    assert "Internal Server Error: /mail/stop/***/" in lines.getvalue()
    assert seal not in lines.getvalue()


REFUSED = {
    "/nowhere/": (404, "Not Found: /nowhere/"),
    "/admin/authors/user/": (403, "Forbidden (Permission denied): /admin/authors/user/"),
    "/admin/?x=%00": (400, "There is a NUL in the query.: /admin/"),
    "/admin/articles/topic/?_to_field=a%0Ab": (400, "The field a b cannot be referenced."),
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", REFUSED)
def test_what_is_refused_is_one_line_for_information(publication, editor, lines, address):
    client = Client()
    client.force_login(editor)
    status, told = REFUSED[address]
    assert client.get(address).status_code == status
    (line,) = lines.getvalue().splitlines()
    assert " INFO " in line
    assert line.endswith(told)


@pytest.mark.django_db
def test_who_wants_warnings_only_hears_of_no_refusal(publication, lines):
    logging.getLogger().setLevel("WARNING")
    Client().get("/nowhere/")
    Client().post("/")
    assert lines.getvalue() == ""


@pytest.mark.django_db
def test_what_breaks_keeps_its_level_and_its_traceback(publication, lines, monkeypatch):
    monkeypatch.setattr("opinion.articles.views.render", lambda *args: 1 / 0)
    Client(raise_request_exception=False).get("/")
    assert " ERROR django.request Internal Server Error: /" in lines.getvalue()
    assert "Traceback" in lines.getvalue() and "ZeroDivisionError" in lines.getvalue()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("GET /receipt/abc/edit/ HTTP/1.1", "GET /receipt/***/edit/ HTTP/1.1"),
        ('"GET /reader/a:b-c_d HTTP/1.1" 404', '"GET /reader/*** HTTP/1.1" 404'),
        ("https://x.example/mail/stop/abc/?a=b", "https://x.example/mail/stop/***/?a=b"),
        ("/receipt//abc/", "/receipt//***/"),
        ("/RECEIPT/abc/", "/RECEIPT/***/"),
        ("GET /receipt%2Fabc%2F", "GET /receipt%2F***%2F"),
        ("/mail%2fconfirm%2fa%3Ab/", "/mail%2fconfirm%2f***/"),
        ("/receipt/a/ and /reader/b/", "/receipt/***/ and /reader/***/"),
        ("POST /admin/account/password/MQ/d3-b7/", "POST /admin/account/password/MQ/***/"),
        # Nothing else is touched.
        ("/admin/account/password/sent/", "/admin/account/password/sent/"),
        ("/reader/", "/reader/"),
        ("/author/ana/", "/author/ana/"),
        ("/2024/01/receipts/reply/", "/2024/01/receipts/reply/"),
        ("100 % of /mail/", "100 % of /mail/"),
    ],
)
def test_secret_words_are_masked(line, shown):
    assert masked(line) == shown


def record(message, *args, **values):
    return logging.LogRecord(
        "x", logging.INFO, __file__, 1, message, args, **({"exc_info": None} | values)
    )


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("%s %d", (f"/receipt/{TOKEN}/", 404), "/receipt/***/ 404"),
        (f"/receipt/{TOKEN}/ %d", (404,), "/receipt/***/ 404"),
        ("%(r)s", ({"r": f"GET /reader/{TOKEN}/"},), "GET /reader/***/"),
        ("100 %", (), "100 %"),
        # What cannot be formatted still breaks nothing.
        (f"/receipt/{TOKEN}/ %d", ("no number",), "/receipt/***/ %d"),
    ],
)
def test_the_filter_masks_message_and_arguments(message, args, shown):
    seen = record(message, *args)
    assert WithoutKeys().filter(seen)
    assert seen.getMessage() == shown
    assert TOKEN not in repr(vars(seen))


def test_the_filter_masks_tracebacks_and_stacks():
    try:
        raise ValueError(f"/receipt/{TOKEN}/")
    except ValueError:
        seen = record("Failed", exc_info=sys.exc_info())
    seen.stack_info = f"/receipt/{TOKEN}/"
    WithoutKeys().filter(seen)
    assert TOKEN not in logging.Formatter().format(seen)
    assert "ValueError: /receipt/***/" in logging.Formatter().format(seen)


# --- As objects


def told(number: str = "", proxies: int = 1) -> dict:
    """What a line says that was written while a request was answered."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.Logger("desk")
    logger.addHandler(handler)

    def answer(request):
        try:
            raise ValueError("it broke")
        except ValueError:
            logger.exception("User %s saw “%s”", 7, "that")

    headers = {"x-request-id": number}
    with override_settings(TRUSTED_PROXIES=proxies):
        RequestNumberMiddleware(answer)(RequestFactory().get("/", headers=headers))
    (line,) = stream.getvalue().splitlines()
    return json.loads(line)


def test_a_line_as_an_object_says_all_that_a_line_says():
    line = told()
    assert (line["level"], line["logger"]) == ("ERROR", "desk")
    assert line["message"] == "User 7 saw “that”"
    assert "ValueError: it broke" in line["traceback"]
    assert re.fullmatch(r"[0-9a-f]{32}", line["request"])


def test_a_request_has_the_number_that_our_own_proxy_gave_it_and_nobody_elses():
    number = "0123456789abcdef" * 2
    assert told(number)["request"] == number
    assert told(number, proxies=0)["request"] != number
    assert told("Jane Orpington")["request"] != "Jane Orpington"
