"""The sentences in which a text cites a work, as plain words."""

import re
from collections.abc import Container, Iterator

from django.utils.text import Truncator

from opinion import html

from . import citations

LONGEST = 300
# Stands for a citation while the markup is taken away. A text that has it loses it here.
_MARK = "␟"
_END = re.compile(rf"[.!?…][”’\"')\]]*{_MARK}*(?=\s)")


def sentences(body: str, works: Container[int]) -> list[str]:
    """Each sentence of a stored text that cites one of `works` (by their ids), in its order."""
    text = html.plain_text(_marked(body, works))
    found = (one for paragraph in text.split("\n\n") for one in _split(paragraph) if _MARK in one)
    return [_shown(one) for one in found]


def _marked(body: str, works: Container[int]) -> str:
    body = body.replace(_MARK, "")
    pieces, place = [], 0
    for citation in citations.found(body):
        mark = _MARK if citation.work_id in works else ""
        pieces += [body[place : citation.start].rstrip(), mark]
        place = citation.end
    return "".join([*pieces, body[place:]])


def _split(paragraph: str) -> Iterator[str]:
    place = 0
    for end in _END.finditer(paragraph):
        yield paragraph[place : end.end()]
        place = end.end()
    yield paragraph[place:]


def _shown(sentence: str) -> str:
    words = " ".join(sentence.replace(_MARK, "").split())
    return Truncator(words).chars(LONGEST)
