"""Makers of what is hard for a parser, by its size, and the question about what it costs."""

from io import StringIO

import pytest

from opinion.references import formats
from tests.growth import MOST, growth


def repeated(unit, before="", after=""):
    """A maker of texts of about a given length: `unit` again and again."""
    return lambda size: before + unit * (size // len(unit)) + after


def numbered(pattern, step):
    """A maker of texts in which each part has a number of its own."""
    return lambda size: "".join(pattern.format(n, n + 1) for n in range(size // step))


def split_as(name):
    return lambda text: [*formats.split(name, StringIO(text))]


def cases(task, units, size, **around):
    name = getattr(task, "__qualname__", repr(task))
    return [
        pytest.param(task, repeated(unit, **around), size, id=f"{name} {unit!r}") for unit in units
    ]


def check(task, make, size):
    assert growth(task, make, size) <= MOST
