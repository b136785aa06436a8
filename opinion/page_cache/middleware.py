"""Answers public pages from what is kept, and keeps what it has to draw."""

import gzip
import hashlib
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from weakref import WeakValueDictionary

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.http import parse_etags

from opinion import edge, errors

from . import build, drawing
from .models import Found, Generation, Page, page_of

logger = logging.getLogger(__name__)

LONGEST_PATH, LONGEST_VALUE = 500, 100
# Seconds that a request waits for another one that draws the same page in this process.
PATIENCE = 10
# What a kept answer is made of anew each time.
MADE_ANEW = {"content-length", "etag", "vary", "date", "server-timing"}
READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class Address(NamedTuple):
    """A page that may be kept: its path, and what of the query its view asks for."""

    path: str
    query: str

    @property
    def key(self) -> bytes:
        return hashlib.sha256("\n".join([build.digest(), *self]).encode()).digest()


class Lock:
    """One per page that is being drawn in this process; gone with the last who holds it."""

    def __init__(self) -> None:
        self.inner = threading.Lock()


class PageCacheMiddleware:
    """Stands after the checks of host and scheme, before all that reads cookies or the database.

    A page is drawn for a bare request of our own, with no cookie and no header, under PUBLIC_URL.
    Whatever is asked besides changes neither its key nor its bytes.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self._locks: WeakValueDictionary[bytes, Lock] = WeakValueDictionary()
        self._counts = Counts()

    def __call__(self, request):
        address = _address(request)
        # Within somebody's transaction nobody knows what will be committed.
        if address is None or connection.in_atomic_block:
            return _refusal(request) or self.get_response(request)
        try:
            return self._answer(request, address, Asked.of(request))
        except (DatabaseError, InterfaceError):
            # A connection that broke since the last request is opened anew for drawing.
            connection.close_if_unusable_or_obsolete()
            return _refusal(request) or self.get_response(request)

    def _answer(self, request, address: Address, asked: "Asked") -> HttpResponseBase:
        found = self._find(address.key, asked)
        self._counts.note(is_hit=found is not None)
        if found:
            return asked.answer(found, "hit")
        return _refusal(request) or self._drawn_once(request, address, asked)

    def _find(self, key: bytes, asked: "Asked") -> Found | None:
        return Page.objects.find(key, asked.coding, asked.etags)

    def _drawn_once(self, request, address: Address, asked: "Asked") -> HttpResponseBase:
        """While one draws a page, others wait for it: for a while, then each draws its own."""
        key = address.key
        lock = self._locks.setdefault(key, Lock())
        is_ours = lock.inner.acquire(timeout=PATIENCE)
        try:
            if found := self._find(key, asked):
                return asked.answer(found, "hit")
            return self._draw(request, address, asked)
        finally:
            if is_ours:
                lock.inner.release()

    def _draw(self, request, address: Address, asked: "Asked") -> HttpResponseBase:
        bare = _bare_request(address)
        generations = None
        with drawing.noted() as drawn, _snapshot():
            response = self.get_response(bare)
            if _may_be_kept(response):
                generations = Generation.objects.of(drawn.names)
        if generations is None:
            # A redirect keeps what else was asked, and an error is told of whoever met it.
            is_same = response.status_code in (404, 410)
            return response if is_same else self.get_response(request)
        page = _page(address.key, response, generations, drawn.until)
        _keep(page)
        return asked.answer(page.found(asked.coding), "miss")


def _refusal(request) -> HttpResponseBase | None:
    """The answer to who has asked for too much: to them pages are shown, but not drawn."""
    return errors.too_many_requests(request) if getattr(request, "only_kept", False) else None


@contextmanager
def _snapshot() -> Iterator[None]:
    """All that is read within is of one moment: so the generations are those of the page."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(READ_ONLY)
        yield


def _address(request) -> Address | None:
    """Where the page would be kept, if this request asks for one that may be."""
    if not settings.PAGE_CACHE or settings.DEBUG or request.method not in ("GET", "HEAD"):
        return None
    path = request.path_info
    if len(path) > LONGEST_PATH or not path.isprintable():
        return None
    try:
        request.get_host()
        request.resolver_match = resolve(path)
    except (DisallowedHost, Resolver404):
        return None
    query = _query(request.resolver_match.func, request.GET)
    return None if query is None else Address(path, query)


def _query(view, asked) -> str | None:
    """What the view reads of the query, in one spelling; None where such a page is not kept."""
    rule = getattr(view, "kept", None) or getattr(type(view).__call__, "kept", None)
    if rule is None or any(name in asked for name in rule.unless):
        return None
    values = {name: asked[name] for name in rule.asks if name in asked}
    if any(len(value) > LONGEST_VALUE for value in values.values()):
        return None
    return urlencode(values)


def _bare_request(address: Address) -> WSGIRequest:
    """As if somebody without any history asked for it at PUBLIC_URL."""
    public = urlsplit(settings.PUBLIC_URL)
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": address.path.encode().decode("latin-1"),
        "QUERY_STRING": address.query,
        "SERVER_NAME": public.hostname or "",
        "SERVER_PORT": str(public.port or (443 if public.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": public.netloc,
        "REMOTE_ADDR": "",
        "wsgi.url_scheme": public.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }
    if public.scheme == "https" and settings.SECURE_PROXY_SSL_HEADER:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    return WSGIRequest(environ)


def _may_be_kept(response) -> bool:
    varies = {word.strip().lower() for word in response.headers.get("Vary", "").split(",")}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and varies <= {"", "accept-encoding"}
        and response.headers.get("Cache-Control", "").startswith("public")
    )


def _page(key: bytes, response, generations, until) -> Page:
    body = response.content
    headers = {
        name: value for name, value in response.headers.items() if name.lower() not in MADE_ANEW
    }
    etag = hashlib.sha256(body).hexdigest()[:32]
    return page_of(key, body, headers, etag, generations, until)


def _keep(page: Page) -> None:
    try:
        Page.objects.keep(page)
    except DatabaseError as error:
        # A full disk, a database that goes down: the reader has the page all the same.
        logger.warning("A page could not be kept: %s", type(error).__name__)


class Asked(NamedTuple):
    """What of a request decides in which form a kept page is sent."""

    coding: str
    etags: list[str]
    is_head: bool
    at: float
    """Before anything was asked of the database: what is found is true at least as lately."""

    @classmethod
    def of(cls, request) -> "Asked":
        coding = _coding(request.headers.get("Accept-Encoding", ""))
        etags = [
            etag.removeprefix("W/").strip('"').removesuffix(f"-{coding}")
            for etag in parse_etags(request.headers.get("If-None-Match", ""))
            if etag.endswith(f'-{coding}"')
        ]
        return cls(coding, etags, request.method == "HEAD", time.time())

    def answer(self, found: Found, outcome: str) -> HttpResponse:
        known = found.body is None or found.etag in self.etags
        response = HttpResponse(status=304 if known else 200, headers=found.headers)
        response.headers["ETag"] = f'"{found.etag}-{self.coding}"'
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Server-Timing"] = f"cache;desc={outcome}"
        if settings.EDGE_TTL:
            response.headers["X-Accel-Expires"] = edge.expires(self.at)
        if known:
            del response.headers["Content-Type"]
            return response
        return self._with_body(response, found.body or b"")

    def _with_body(self, response: HttpResponse, packed: bytes) -> HttpResponse:
        if self.coding == "identity":
            packed = gzip.decompress(packed)
        else:
            response.headers["Content-Encoding"] = self.coding
        response.headers["Content-Length"] = str(len(packed))
        response.content = b"" if self.is_head else packed
        return response


def _coding(accepts: str) -> str:
    """The smallest form that is accepted. What has a weight of its own is not worth a thought."""
    words = {word.strip().lower() for word in accepts.split(",")}
    return next((coding for coding in ("br", "gzip") if coding in words), "identity")


class Counts:
    """How many pages were kept already, told to the log now and then."""

    EVERY = 10_000

    def __init__(self) -> None:
        self.hits = self.asked = 0

    def note(self, is_hit: bool) -> None:
        self.hits, self.asked = self.hits + is_hit, self.asked + 1
        if self.asked >= self.EVERY:
            logger.info("Of %s public pages %s were kept already.", self.asked, self.hits)
            self.hits = self.asked = 0
