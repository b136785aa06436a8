"""Passwords are hashed apart: one at a time in each process, behind all that readers wait for.

Scrypt takes a core and 16 MB for a tenth of a second. In the threads that answer readers, sixteen
logins at once were six seconds for everybody.
"""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

# Django has it; its stubs leave it out.
from django.contrib.auth.hashers import ScryptPasswordHasher  # type: ignore[attr-defined]

Made = TypeVar("Made")
# One is hashed and one waits. The other threads of a process (opinion/serving/worker.py) are for
# readers, whatever is asked here.
PLACES = 2
# Of twenty: on a machine that is busy, the last would wait half a minute for its tenth of a second.
BEHIND = 5


class Busy(Exception):
    """Others log in at this moment: to be tried again in a few seconds."""


class Bench:
    """One thread that gives way to the others, and a place for one more password."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "hashing", initializer=_give_way)
        self._places = threading.BoundedSemaphore(PLACES)

    def run(self, work: Callable[..., Made], *given: object) -> Made:
        """What `work` makes of what is given. Raises Busy at once where no place is free."""
        if not self._places.acquire(blocking=False):
            raise Busy
        done = self._thread.submit(work, *given)
        done.add_done_callback(lambda _done: self._places.release())
        return done.result()


def _give_way() -> None:
    if sys.platform == "linux":
        # There each thread has a priority of its own.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BEHIND)


_benches: dict[int, Bench] = {}
_lock = threading.Lock()


def bench() -> Bench:
    """That of this process: a thread does not come along where one forks."""
    with _lock:
        return _benches.setdefault(os.getpid(), _benches.get(os.getpid()) or Bench())


class ApartScryptHasher(ScryptPasswordHasher):
    """Django's own; its passwords are the same."""

    def encode(self, password, salt, n=None, r=None, p=None):
        return bench().run(super().encode, password, salt, n, r, p)
