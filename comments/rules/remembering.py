"""What is read of one text by several rules, read once. Nothing typed is kept beyond a block."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

Read = TypeVar("Read")

_read: ContextVar[dict | None] = ContextVar("read", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """Within, functions that are `read_once` read each text once."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def read_once(read: Callable[[str], Read]) -> Callable[[str], Read]:
    """For a function of a text alone. Nobody changes what it answers."""

    @wraps(read)
    def reading(text: str) -> Read:
        known = _read.get()
        if known is None:
            return read(text)
        if (read, text) not in known:
            known[read, text] = read(text)
        return known[read, text]

    return reading
