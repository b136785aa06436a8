"""Whether a post was sent from a page of ours, told from what only a browser can write.

Pages for readers carry no token, so that they are the same for everybody. Instead the browser says
where a form stood: `Origin` (RFC 6454, WHATWG Fetch) and `Sec-Fetch-Site` (W3C Fetch Metadata).
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware

DEFAULT_PORTS = {"http": 80, "https": 443}


def is_ours(request) -> bool:
    """Whether this POST may act; False: show the text again, on a page with a CSRF token."""
    return browser_vouches(request) or (_is_silent(request) and _has_token(request))


def is_ours_with_token(request) -> bool:
    """Whether this POST may act for whoever is logged in: it needs Django's token too."""
    return (browser_vouches(request) or _is_silent(request)) and _has_token(request)


def browser_vouches(request) -> bool:
    """Whether the browser says that the form stood on a page of ours."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin in (None, "null"):
        return site == "same-origin"
    # "none" is what a browser writes when its user sends a page again by hand.
    return site in (None, "same-origin", "none") and _is_own(origin, request)


def _is_own(origin: str, request) -> bool:
    found = normal(origin)
    return found is not None and found in own_origins(request)


def _is_silent(request) -> bool:
    return "Origin" not in request.headers and "Sec-Fetch-Site" not in request.headers


def _has_token(request) -> bool:
    """Whether Django's own check lets it pass: the token and, over https, the Referer."""
    if "csrfmiddlewaretoken" not in request.POST:
        return False
    answer = CsrfViewMiddleware(lambda request: None).process_view(request, None, (), {})
    return answer is None


def own_origins(request) -> set:
    """Where our forms stand: the public address, and the host asked (one of ALLOWED_HOSTS)."""
    public = urlsplit(settings.PUBLIC_URL)
    addresses = (f"{public.scheme}://{public.netloc}", f"{request.scheme}://{request.get_host()}")
    return {normal(address) for address in addresses}


def normal(origin: str):
    """Scheme, host and port of a web origin, for comparing; None for what is not one."""
    try:
        parts = urlsplit(origin)
        host = (parts.hostname or "").encode("idna").decode()
        port = DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port
    except (ValueError, KeyError):
        return None
    more_than_an_origin = parts.path or parts.query or parts.fragment or "@" in parts.netloc
    return None if more_than_an_origin or not host else (parts.scheme, host, port)
