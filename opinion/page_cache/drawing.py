"""What a page shows, noted while it is drawn: by the names of the generations it depends on."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Self

from django.db import models

# What every page shows: the publication, its sections and types, the rules of its threads.
SITE = "site"
# Which articles are published, and in which order.
LISTS = "lists"


class Drawing:
    """What one page shows. `until` is when the clock alone will change it; None is never."""

    def __init__(self) -> None:
        self.names = {SITE}
        self.until: datetime | None = None


_drawing: ContextVar[Drawing | None] = ContextVar("drawing", default=None)


@contextmanager
def noted() -> Iterator[Drawing]:
    """Within, everything that says what it shows is noted."""
    drawing = Drawing()
    token = _drawing.set(drawing)
    try:
        yield drawing
    finally:
        _drawing.reset(token)


def shows(kind: str, *keys: object) -> None:
    """Note that the page shows these rows of a kind, or with no keys what all of the kind share.

    Also of rows that there are not yet: the page will change when they come.
    """
    if drawing := _drawing.get():
        drawing.names.update([f"{kind}:{key}" for key in keys] if keys else [kind])


def holds_until(moment: datetime) -> None:
    """Note that the page will be another one from `moment` on, whatever anybody does."""
    if drawing := _drawing.get():
        drawing.until = min(drawing.until or moment, moment)


class Shown(models.Model):
    """A row that notes itself wherever it is read for a page. `kind` names its generation."""

    kind: str

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, *args, **kwargs) -> Self:
        instance = super().from_db(*args, **kwargs)
        if _drawing.get():
            shows(cls.kind, instance.pk)
        return instance
