"""Passwords are hashed apart: one at a time for each process, by a program behind all the others.

Scrypt takes a core and 16 MB for a third of a second. In the threads that answer readers, sixteen
logins at once were six seconds for everybody. And a thread that gives way will not do: while it is
made to wait with Python's lock in its hand, so is everybody in its process.
"""

import base64
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

# Django has it; its stubs leave it out.
from django.contrib.auth.hashers import ScryptPasswordHasher  # type: ignore[attr-defined]

from . import hash_apart

Made = TypeVar("Made")
# One is hashed and one waits. The other threads of a process (opinion/serving/worker.py) are for
# readers, whatever is asked here.
PLACES = 2
# How far a program stands back, and for how many seconds: on a machine where nobody ever rests, one
# that runs when all others do would not come to its end.
WAYS = ((hash_apart.IDLE, 1), (hash_apart.BEHIND, 20))


class Busy(Exception):
    """Others log in at this moment: to be tried again in a few seconds."""


class Bench:
    """One password at a time, and a place for one more."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(PLACES)

    def run(self, work: Callable[..., Made], *given: object) -> Made:
        """What `work` makes of what is given. Raises Busy at once where no place is free."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._turn:
                return work(*given)
        finally:
            self._places.release()


_benches: dict[int, Bench] = {}
_lock = threading.Lock()


def bench() -> Bench:
    """That of this process: a lock does not come along where one forks."""
    with _lock:
        return _benches.setdefault(os.getpid(), _benches.get(os.getpid()) or Bench())


def scrypt(password: bytes, salt: bytes, *numbers: int) -> bytes:
    """As hashlib's, by a program apart. Raises Busy where the machine has no time for it."""
    told = ",".join([password.hex(), salt.hex(), *map(str, numbers)])
    for how, seconds in WAYS:
        try:
            done = subprocess.run(
                # Nothing of ours, nor of the environment, which holds keys.
                [sys.executable, "-I", "-S", hash_apart.__file__, how],
                input=told,
                stdout=subprocess.PIPE,
                text=True,
                env={},
                start_new_session=True,
                timeout=seconds,
                check=True,
            )
        except subprocess.TimeoutExpired:
            continue
        return bytes.fromhex(done.stdout)
    raise Busy


class ApartScryptHasher(ScryptPasswordHasher):
    """Django's own; its passwords are the same."""

    def encode(self, password, salt, n=None, r=None, p=None):
        self._check_encode_args(password, salt)
        n, r, p = n or self.work_factor, r or self.block_size, p or self.parallelism
        given = password.encode(), salt.encode(), n, r, p, self.maxmem
        hashed = base64.b64encode(bench().run(scrypt, *given)).decode()
        return f"{self.algorithm}${n}${salt}${r}${p}${hashed}"
