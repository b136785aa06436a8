"""A flood at the login reaches no reader: few are heard at a time, and who must wait is known here.

What is protected is this process's time, so each process remembers by itself, and asks nobody. What
counts is said by the database: see throttle.py.
"""

import time
from collections import OrderedDict
from functools import lru_cache
from threading import BoundedSemaphore, Lock

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from opinion.preserve_post import MARK

from . import devices
from .hashing import Busy
from .origin import Origin
from .words import busy_words, wait_words

# Of a process's four threads (opinion/serving/worker.py): two are heard and one waits, at most so
# many seconds. The fourth is for readers alone.
AT_ONCE, WAITING, PATIENCE = 2, 1, 3
# So many at once, and then so many in a second: a newsroom has few who log in, a flood has many.
BURST, EACH_SECOND = 10, 4
# Remembered: beyond them the one that was refused longest ago is asked of the database again.
MOST = 10_000


class Refused:
    """Who was told to wait, and until when."""

    def __init__(self):
        self._until, self._lock = OrderedDict(), Lock()

    def note(self, key, seconds: int):
        with self._lock:
            self._until[key] = time.monotonic() + seconds
            self._until.move_to_end(key)
            if len(self._until) > MOST:
                self._until.popitem(last=False)

    def wait(self, key) -> int:
        with self._lock:
            left = self._until.get(key, 0) - time.monotonic()
            if left <= 0:
                self._until.pop(key, None)
        return max(round(left), 0)


class Turns:
    """Those who may be heard: each second there are EACH_SECOND more of them, up to BURST."""

    def __init__(self):
        self._left, self._at, self._lock = float(BURST), time.monotonic(), Lock()

    def take(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._left = min(BURST, self._left + (now - self._at) * EACH_SECOND)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


class LoginGateMiddleware:
    """Whoever comes with a browser that has been here before has turns apart from all others."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.places, self.waiting = BoundedSemaphore(AT_ONCE), BoundedSemaphore(WAITING)
        self.refused = Refused()
        self.turns = {True: Turns(), False: Turns()}

    def __call__(self, request):
        if not _asks_to_come_in(request):
            return self.get_response(request)
        key = _key(request)
        if key and (wait := self.refused.wait(key)):
            return _answer(wait_words(wait), wait)
        if not self.turns[devices.is_ours(request)].take():
            return _answer(busy_words(), 3)
        if not self._finds_place():
            return _answer(busy_words(), 3)
        try:
            return self._hear(request, key)
        finally:
            self.places.release()

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

    def _hear(self, request, key):
        response = self.get_response(request)
        if key and (wait := getattr(request, "login_wait", 0)):
            self.refused.note(key, wait)
        return response


def _asks_to_come_in(request) -> bool:
    if request.path_info in (reverse("provider_go"), reverse("provider_callback")):
        # Each makes us ask another server, and wait for it.
        return True
    return request.method == "POST" and request.path_info in (
        reverse("admin:login"),
        reverse("mfa_authenticate"),
        reverse("admin_password_reset"),
    )


def _key(request):
    """Whom a refusal is about; None where only the database can tell, or words would be lost."""
    if devices.is_ours(request) or request.path_info != reverse("admin:login"):
        return None
    if any(name.startswith(MARK) for name in request.POST):
        return None
    return Origin.of(request).network, request.POST.get("username", "")[:150].casefold()


def _answer(words: str, wait: int) -> HttpResponse:
    headers = {"Retry-After": str(wait), "Cache-Control": "no-store"}
    return HttpResponse(_page(words), status=429, headers=headers)


@lru_cache(maxsize=128)
def _page(words: str) -> str:
    return render_to_string("logins/wait.html", {"words": words})
