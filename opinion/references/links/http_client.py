"""The only door to other people's servers: one request, guarded, and bounded in time and size.

Nobody's proxy settings are heeded and nothing is followed here: a redirect is the caller's next
request, which comes through this door again.
"""

import errno
import io
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import idna

from opinion.html import safe_url
from opinion.references.links.hosts import Resolver, addresses_of, gets_out, system_resolver
from opinion.references.links.outcome import FetchError, Reason

BYTES_READ = 1_000_000
NAME_SECONDS = 10.0
CONNECT_SECONDS = 5.0
DEFAULT_PORTS = {"http": 80, "https": 443}
# What browsers call bad ports are nearly all below this one.
LOWEST_OTHER_PORT = 1024
READ = ("text/", "application/xhtml", "application/json")
_NO_WAY = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
_KEPT = "/?%:@!$&'()*+,;=~-._[]"


class Place(NamedTuple):
    """An address taken apart: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def site(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def address(self) -> str:
        return self.site + self.target


def place(address: str) -> Place:
    """Raises FetchError for what is no http(s) address, has a user name, or an unusual port."""
    url = safe_url(address)
    parts = urlsplit(url or "")
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or parts.username is not None:
        raise FetchError(Reason.FORBIDDEN)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    if port not in DEFAULT_PORTS.values() and port < LOWEST_OTHER_PORT:
        raise FetchError(Reason.FORBIDDEN)
    target = quote(parts.path or "/", safe=_KEPT)
    if parts.query:
        target += "?" + quote(parts.query, safe=_KEPT)
    return Place(parts.scheme, _ascii(parts.hostname), port, target)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError as error:
        raise FetchError(Reason.NO_HOST) from error


class Deadline:
    """When all must be over."""

    def __init__(self, seconds: float) -> None:
        self.ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left, more than none. Raises TimeoutError."""
        seconds = self.ends - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds


@dataclass(frozen=True)
class Answer:
    code: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")


class SafeClient:
    """`allowed` names private addresses that may be visited all the same, as "address:port"."""

    def __init__(
        self, agent: str, *, allowed: Collection[str] = (), resolver: Resolver = system_resolver
    ) -> None:
        self.agent, self.allowed, self.resolver = agent, allowed, resolver

    def get(
        self,
        where: Place,
        deadline: Deadline,
        headers: Mapping[str, str],
        kinds: tuple[str, ...] = READ,
        most: int = BYTES_READ,
    ) -> Answer:
        """Ask once; of an answer of one of `kinds` read `most` bytes. Raises FetchError."""
        try:
            with closing(self._connected(where, deadline)) as connected:
                timed = _Timed(connected, deadline)
                return _asked(where, timed, self._headers(headers), kinds, most)
        except TimeoutError as error:
            raise FetchError(Reason.TIMEOUT) from error
        except ssl.SSLError as error:
            raise FetchError(Reason.TLS) from error
        except (HTTPException, ValueError) as error:
            raise FetchError(Reason.GARBLED) from error
        except OSError as error:
            raise FetchError(Reason.UNREACHABLE) from error

    def _headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        return {
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **headers,
        }

    def _connected(self, where: Place, deadline: Deadline) -> socket.socket:
        addresses = addresses_of(
            where.host,
            where.port,
            resolver=self.resolver,
            allowed=self.allowed,
            seconds=min(NAME_SECONDS, deadline.left()),
        )
        try:
            plain = _first_that_answers(addresses, where.port, deadline)
        except TimeoutError as error:
            if gets_out(self.resolver, self.allowed):
                raise
            raise FetchError(Reason.NO_NETWORK) from error
        if where.scheme == "http":
            return plain
        # From here on the socket is the wrapped one's, which closes it when the handshake fails.
        return trusted().wrap_socket(plain, server_hostname=where.host)


def _first_that_answers(addresses: list[str], port: int, deadline: Deadline) -> socket.socket:
    error: OSError = OSError()
    for address in addresses:
        try:
            # An IP address: nothing is resolved again.
            connected = socket.create_connection(
                (address, port), timeout=min(CONNECT_SECONDS, deadline.left())
            )
            connected.settimeout(deadline.left())
            return connected
        except OSError as failure:
            error = failure
    if error.errno in _NO_WAY:
        raise FetchError(Reason.NO_NETWORK) from error
    raise error


@cache
def trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Timed(io.RawIOBase):
    """A socket as http.client wants it, each of whose waits ends at the deadline.

    The time limit of a socket alone begins anew with each byte that trickles in.
    """

    def __init__(self, connected: socket.socket, deadline: Deadline) -> None:
        self.connected, self.deadline = connected, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.connected.settimeout(self.deadline.left())
        return self.connected.recv_into(buffer)

    def sendall(self, request: bytes) -> None:
        self.connected.settimeout(self.deadline.left())
        self.connected.sendall(request)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self)

    def close(self) -> None:
        """http.client closes early; whoever opened the socket closes it in time."""


def _asked(
    where: Place, timed: _Timed, headers: Mapping[str, str], kinds: tuple[str, ...], most: int
) -> Answer:
    connection = HTTPConnection(where.host, where.port)
    connection.default_port = DEFAULT_PORTS[where.scheme]
    connection.auto_open = 0  # never by itself: it would resolve the name again
    connection.sock = timed
    connection.request("GET", where.target, headers=dict(headers))
    answer = connection.getresponse()
    named = {name.lower(): value for name, value in answer.getheaders()}
    return Answer(answer.status, named, _read(answer, named.get("content-type", ""), kinds, most))


def _read(answer: HTTPResponse, kind: str, kinds: tuple[str, ...], most: int) -> bytes:
    """The beginning of what is one of `kinds`, or does not say; of anything else nothing."""
    is_meant = not kind or kind.lower().startswith(kinds)
    pieces, wanted = [], most if is_meant else 0
    while wanted > 0 and (piece := answer.read(min(wanted, 65_536))):
        pieces.append(piece)
        wanted -= len(piece)
    return b"".join(pieces)
