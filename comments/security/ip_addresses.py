"""Where a request came from, and how much of that address is one household or one network."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"


def client_address(request: HttpRequest) -> str:
    """The address of the reader, as the last proxy we trust saw it.

    With TRUSTED_PROXIES = 0 nobody's X-Forwarded-For is believed. With N, the Nth entry from the
    right was written by our own outermost proxy; the client may have made up all left of it.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(chain) >= settings.TRUSTED_PROXIES and chain[-settings.TRUSTED_PROXIES]:
            address = chain[-settings.TRUSTED_PROXIES]
    return _plain(address)


def household(address: str) -> str:
    """One connection: an IPv4 address itself, the /64 of an IPv6 address."""
    return _prefix(address, ipv4=32, ipv6=64)


def network(address: str) -> str:
    """The neighbourhood of an address: /24 of IPv4, /48 of IPv6."""
    return _prefix(address, ipv4=24, ipv6=48)


def _plain(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        # A Unix socket or a malformed header: all such requests share one limit.
        return UNKNOWN
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)


def _prefix(address: str, ipv4: int, ipv6: int) -> str:
    parsed = ipaddress.ip_address(address)
    bits = ipv4 if parsed.version == 4 else ipv6
    return str(ipaddress.ip_network((parsed, bits), strict=False))
