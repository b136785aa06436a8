"""A template that is drawn once, with holes, and filled in as often as pages need it.

One page shows fifty comments or twenty cards. What differs between them is a name, a date and some
words; all else the template says again each time, and takes a hundred times as long to say it.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Shapes of one stencil that are remembered: with a badge and without, first and last …
SHAPES = 500
# Only the template's own text is searched for holes, never what is put into them.
_HOLE = re.compile("\ue000(\\w+)\ue001")
# A number that stands in no address by chance.
_NUMBER = 987_654_321_987


def hole(name: str) -> SafeString:
    """What to hand to a template where the value `name` is to be put."""
    return SafeString(f"\ue000{name}\ue001")


def address_with_hole(view: str, name: str) -> SafeString:
    """The address of a view that asks for one number, with a hole for it."""
    return SafeString(reverse(view, args=[_NUMBER]).replace(str(_NUMBER), hole(name)))


class Stencil:
    """A template whose shapes are drawn once in a process, for each language.

    `context(shape)` gives what the template needs for one shape: a hashable that holds all that
    decides which of its branches are drawn. What differs beyond that stands there as a `hole`.
    """

    def __init__(self, template: str, context: Callable[[Any], dict[str, Any]]) -> None:
        self.template, self.context = template, context
        self._remembered = lru_cache(SHAPES)(self._draw)

    def fill(self, shape: Any, values: dict[str, Any], language: str | None = "") -> SafeString:
        """The template in this shape with these values, which are escaped as Django would.

        `language` is the one in force, where whoever fills in many has asked for it already.
        """
        draw = self._draw if settings.DEBUG else self._remembered
        text = draw(language or get_language(), shape)
        return SafeString(text % {name: _escaped(values[name]) for name in values})

    def _draw(self, language: str | None, shape: Any) -> str:
        drawn = render_to_string(self.template, self.context(shape))
        return _HOLE.sub(r"%(\1)s", drawn.replace("%", "%%"))


def _escaped(value: Any) -> Any:
    # Of most values the type is one of these, and asking Django takes ten times as long.
    if type(value) is str:
        return escape(value)
    return value if type(value) in (SafeString, int) else conditional_escape(value)
