"""Whether a post was sent from a page of ours, told from what only a browser can write.

`Origin` (RFC 6454, WHATWG Fetch) says where a form stood, `Sec-Fetch-Site` (W3C Fetch Metadata) how
that is related to us.
"""

from urllib.parse import urlsplit

from django.conf import settings

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_same_origin(request) -> bool:
    """Whether the browser says that the form stood on a page of ours."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin in (None, "null"):
        return site == "same-origin"
    # "none" is what a browser writes when its user sends a page again by hand.
    return site in (None, "same-origin", "none") and _is_own(origin, request)


def is_silent(request) -> bool:
    """Whether it says nothing at all, as old browsers and some privacy tools do."""
    return "Origin" not in request.headers and "Sec-Fetch-Site" not in request.headers


def normal(origin: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of a web origin, for comparing; None for what is not one."""
    try:
        parts = urlsplit(origin)
        host = (parts.hostname or "").encode("idna").decode()
        port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    except (ValueError, KeyError):
        return None
    more_than_an_origin = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    return None if more_than_an_origin or not host else (parts.scheme, host, port)


def _is_own(origin: str, request) -> bool:
    normalised = normal(origin)
    return normalised is not None and normalised in _own_origins(request)


def _own_origins(request) -> set:
    """Where our forms stand: the public address, and the host asked (one of ALLOWED_HOSTS)."""
    public = urlsplit(settings.PUBLIC_URL)
    addresses = (f"{public.scheme}://{public.netloc}", f"{request.scheme}://{request.get_host()}")
    return {normal(address) for address in addresses}
