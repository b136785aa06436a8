"""A flood at the login reaches no reader: few are heard at a time, and who must wait is known here.

What is protected is this process's time, so each process remembers by itself, and asks nobody. What
counts is said by the database: see throttle.py.
"""

import time
from collections import OrderedDict
from functools import cache, lru_cache
from threading import BoundedSemaphore, Lock
from typing import Any

from csp.middleware import CSPMiddleware
from django.http import HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.urls import reverse

from opinion.preserve_post import MARK

from . import devices
from .hashing import Busy
from .origin import network_of
from .words import busy_words, wait_words

# Of a process's four threads (opinion/serving/worker.py): two are heard and one waits, at most so
# many seconds. The fourth is for readers alone.
AT_ONCE, WAITING, PATIENCE = 2, 1, 3
# So many at once, and then so many in a second: a newsroom has few who log in, a flood has many.
# Browsers that have been here before are few as well, and nobody else's: they have more turns.
BURST, EACH_SECOND = 10, {True: 4.0, False: 0.25}
# A network that has just had a turn has others than one that comes for the first time in so long:
# a flood from a few networks leaves those of all others alone.
LATELY = 60
# Remembered: beyond them the one that was refused longest ago is asked of the database again.
MOST = 10_000


class Remembered:
    """Of whom something holds, and until when: that they must wait, or that they had a turn."""

    def __init__(self):
        self._until, self._lock = OrderedDict(), Lock()

    def note(self, key, seconds: int):
        with self._lock:
            self._until[key] = time.monotonic() + seconds
            self._until.move_to_end(key)
            if len(self._until) > MOST:
                self._until.popitem(last=False)

    def left(self, key) -> int:
        """For how many seconds it still holds."""
        with self._lock:
            left = self._until.get(key, 0) - time.monotonic()
            if left <= 0:
                self._until.pop(key, None)
        return max(round(left), 0)


class Turns:
    """Those who may be heard: each second there are `each_second` more of them, up to `burst`."""

    def __init__(self, burst: float, each_second: float):
        self.burst, self.each_second = burst, each_second
        self._left, self._at, self._lock = burst, time.monotonic(), Lock()

    def take(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._left = min(self.burst, self._left + (now - self._at) * self.each_second)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


class LoginGateMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.places, self.waiting = BoundedSemaphore(AT_ONCE), BoundedSemaphore(WAITING)
        self.refused, self.heard = Remembered(), Remembered()
        self.turns = {}
        kinds = CSPMiddleware, XFrameOptionsMiddleware, SecurityMiddleware
        self.told: list[Any] = [kind(get_response) for kind in kinds]

    def __call__(self, request):
        if not _asks_to_come_in(request):
            return self.get_response(request)
        is_ours, network = devices.is_ours(request), network_of(request)
        keys = {} if is_ours else _keys(request, network)
        if wait := max(map(self.refused.left, keys.values()), default=0):
            return self._refuse(request, wait_words(wait), wait)
        if not (self._has_turn(request, is_ours, network) and self._finds_place()):
            return self._refuse(request, busy_words(), 3)
        try:
            return self._hear(request, keys)
        finally:
            self.places.release()

    def _refuse(self, request, words: str, wait: int) -> HttpResponse:
        """With what browsers are told of each page: those who tell it stand behind us."""
        response = _answer(words, wait)
        for told in self.told:
            response = told.process_response(request, response)
        return response

    def _has_turn(self, request, is_ours: bool, network: str) -> bool:
        """Each page has turns of its own: who sets a password by mail stands behind no flood."""
        is_back = not is_ours and bool(self.heard.left(network))
        kind = request.path_info, is_ours, is_back
        turns = self.turns.setdefault(kind, Turns(BURST, EACH_SECOND[is_ours]))
        if not turns.take():
            return False
        self.heard.note(network, LATELY)
        return True

    def _finds_place(self) -> bool:
        if self.places.acquire(blocking=False):
            return True
        if not self.waiting.acquire(blocking=False):
            return False
        try:
            return self.places.acquire(timeout=PATIENCE)
        finally:
            self.waiting.release()

    def process_exception(self, request, exception):
        """Wherever else a password is set or asked for: nothing is stored, it is sent again."""
        return _answer(busy_words(), 3) if isinstance(exception, Busy) else None

    def _hear(self, request, keys):
        response = self.get_response(request)
        if (wait := getattr(request, "login_wait", 0)) and request.login_scope in keys:
            self.refused.note(keys[request.login_scope], wait)
        return response


@cache
def _pages() -> tuple[frozenset[str], frozenset[str]]:
    """Where one asks to come in by whatever method, and where by a form."""
    # Each of these makes us ask another server, and wait for it.
    asked = "provider_go", "provider_callback"
    posted = "admin:login", "mfa_authenticate", "admin_password_reset"
    return frozenset(map(reverse, asked)), frozenset(map(reverse, posted))


def _asks_to_come_in(request) -> bool:
    asked, posted = _pages()
    path = request.path_info
    return path in asked or (request.method == "POST" and path in posted)


def _keys(request, network: str) -> dict[str, tuple[str, ...]]:
    """Whom a refusal can be about, by what was counted (throttle.of_password).

    Empty where only the database can tell, or words would be lost.
    """
    if request.path_info != reverse("admin:login") or any(
        name.startswith(MARK) for name in request.POST
    ):
        return {}
    name = request.POST.get("username", "")[:150].casefold()
    return {
        "login here": ("here", name, network),
        "login account": ("account", name),
        "login network": ("network", network),
    }


def _answer(words: str, wait: int) -> HttpResponse:
    headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
    response = HttpResponse(_page(words), status=429, headers=headers)
    # Django would tell the log of each; nginx's log has them.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


@lru_cache(maxsize=128)
def _page(words: str) -> str:
    return render_to_string("logins/wait.html", {"words": words})
