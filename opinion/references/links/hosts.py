"""Which machines may be connected to: those of the public internet, and nothing nearer.

A name is resolved once, all its addresses are judged, and the caller connects to one of these very
addresses, so that a name that answers differently a moment later leads nowhere.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Thread

from opinion.references.links.outcome import FetchError, Reason

# From a name and a port to its addresses, as texts. Raises socket.gaierror.
Resolver = Callable[[str, int], list[str]]

# Names that exist wherever there is a network: they tell "no such host" from "no network".
WITNESSES = ("example.com", "iana.org")
WITNESS_SECONDS = 3.0
ADDRESSES_TRIED = 4

_NOT_FOR_HOSTS = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("192.88.99.0/24"))
_PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
# Inside the above, and each carries an IPv4 address of anybody's choice.
_CARRIERS = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))
_NAME_UNKNOWN = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet.

    IPv6 addresses that carry an IPv4 address (mapped, NAT64, 6to4, Teredo) never do.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or not ip.is_global:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _NOT_FOR_HOSTS)
    return ip in _PUBLIC_IPV6 and not any(ip in carrier for carrier in _CARRIERS)


def system_resolver(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(address[0]) for *_rest, address in found))


def addresses_of(
    host: str, port: int, *, resolver: Resolver, allowed: Collection[str], seconds: float
) -> list[str]:
    """The addresses of a host, every one of which may be connected to. Raises FetchError.

    `allowed` names exceptions, each as "address:port".
    """
    found = _within(seconds, resolver, host, port)
    if not all(is_public(address) or f"{address}:{port}" in allowed for address in found):
        raise FetchError(Reason.FORBIDDEN)
    if not found:
        raise FetchError(Reason.NO_HOST)
    return found[:ADDRESSES_TRIED]


def _within(seconds: float, resolver: Resolver, host: str, port: int) -> list[str]:
    try:
        return _timed(seconds, resolver, host, port)
    except (UnicodeError, OSError) as error:
        if not _are_names_told(resolver):
            raise FetchError(Reason.NO_NETWORK) from error
        unknown = isinstance(error, socket.gaierror) and error.errno in _NAME_UNKNOWN
        raise FetchError(Reason.NO_HOST if unknown else Reason.NAMES) from error


def _are_names_told(resolver: Resolver) -> bool:
    for name in WITNESSES:
        with suppress(OSError):
            if _timed(WITNESS_SECONDS, resolver, name, 443):
                return True
    return False


def gets_out(resolver: Resolver, allowed: Collection[str]) -> bool:
    """Whether the internet can be reached from here at all: somewhere something answers."""
    for name in WITNESSES:
        with suppress(OSError, FetchError):
            found = addresses_of(
                name, 443, resolver=resolver, allowed=allowed, seconds=WITNESS_SECONDS
            )
            if _answers(found[0], 443):
                return True
    return False


def _answers(address: str, port: int) -> bool:
    try:
        socket.create_connection((address, port), timeout=WITNESS_SECONDS).close()
    except ConnectionRefusedError:
        return True  # that is an answer, too
    return True


def _timed(seconds: float, resolver: Resolver, host: str, port: int) -> list[str]:
    """What the resolver says. Raises TimeoutError: the system's own knows no time limit."""
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(host, port))
        except Exception as error:  # handed to whoever waits
            answers.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if isinstance(answer, Exception):
        raise answer
    return answer
