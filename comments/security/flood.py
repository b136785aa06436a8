"""Who asks for more pages than anybody reads gets those that are kept, and no others for a while.

Counted by network (/24, /48) and in each process by itself: what is protected is its time, and
asking the database would cost nearly as much as it saves.
"""

import time
from collections import OrderedDict
from ipaddress import ip_address
from threading import Lock

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse

from . import ip_addresses

# Networks remembered: beyond them, the one that asked longest ago begins anew.
MOST = 10_000


class Allowance:
    """What each network may still have drawn. All of it comes back within a minute."""

    def __init__(self, each: int) -> None:
        self.each = each
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def is_used_up(self, network: str) -> bool:
        return self._now_left(network) < 1

    def use(self, network: str) -> None:
        with self._lock:
            left = self._now_left(network)
            self._left[network] = (max(left - 1, 0), time.monotonic())
            self._left.move_to_end(network)
            if len(self._left) > MOST:
                self._left.popitem(last=False)

    def _now_left(self, network: str) -> float:
        left, at = self._left.get(network, (self.each, 0))
        return min(self.each, left + (time.monotonic() - at) * self.each / 60)


class FloodMiddleware:
    """Stands before the page cache, which sees to it that `only_kept` is kept to."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response
        self.allowance = Allowance(settings.PAGES_PER_NETWORK)

    def __call__(self, request):
        network = network_of(request)
        if network is None:
            return self.get_response(request)
        request.only_kept = self.allowance.is_used_up(network) and not _is_staff(request)
        response = self.get_response(request)
        if response.headers.get("Server-Timing") != "cache;desc=hit":
            self.allowance.use(network)
        return response


def network_of(request) -> str | None:
    """Whose request this is, if it is one that counts.

    An address of this machine tells of nobody: perhaps a proxy that we were not told to believe.
    """
    if request.method not in ("GET", "HEAD") or request.path_info.startswith(settings.MEDIA_URL):
        return None
    address = ip_addresses.client_address(request)
    known = ip_address(address)
    if known.is_loopback or known.is_unspecified:
        return None
    return ip_addresses.network(address)


def _is_staff(request) -> bool:
    """Asked only of who has used up everything: a made-up cookie costs us one query."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    SessionMiddleware(lambda _request: HttpResponse()).process_request(request)
    user = get_user(request)
    return user.is_active and user.is_staff
