"""In which order the parts of a line stand where scripts of both directions meet.

Unicode's algorithm (UAX 9) for a line of one paragraph, without explicit formatting characters and
pairs of brackets. The shaping of each part knows its own direction; this puts the parts in order.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

_STRONG = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}


def levels(text: str, is_rtl: bool) -> list[int]:
    """The level of each character: even ones are read from the left, odd ones from the right."""
    base = "R" if is_rtl else "L"
    kinds = _weak([unicodedata.bidirectional(one) or "ON" for one in text], base)
    return [_level(kind, is_rtl) for kind in _neutral(kinds, base)]


def visual(found: Sequence[int]) -> list[int]:
    """The places of parts with these levels, from left to right."""
    order = [*range(len(found))]
    for level in range(max(found, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return order


def _weak(kinds: list[str], base: str) -> list[str]:
    """Marks go with their letters; digits and what stands between them go together."""
    strong = base
    found: list[str] = []
    for kind in kinds:
        if kind in ("NSM", "BN"):
            kind = found[-1] if found else base
        if kind in ("L", "R", "AL"):
            strong = kind
        found.append("AN" if kind == "EN" and strong == "AL" else kind)
    joined = [_between(found, place) for place in range(len(found))]
    return _as_words(_with_signs(joined), base)


def _between(kinds: list[str], place: int) -> str:
    kind = kinds[place]
    around = {*kinds[max(place - 1, 0) : place], *kinds[place + 1 : place + 2]}
    if kind in ("CS", "ES") and 0 < place < len(kinds) - 1 and len(around) == 1:
        (number,) = around
        if number in ("EN", "AN") and (kind == "CS" or number == "EN"):
            return number
    return kind


def _with_signs(kinds: list[str]) -> list[str]:
    """Signs such as % and €, however many, go with the digits beside them."""
    parts = [(kind, len([*same])) for kind, same in groupby(kinds)]
    found = []
    for place, (kind, count) in enumerate(parts):
        beside = [other for other, _count in parts[max(place - 1, 0) : place + 2]]
        found += ["EN" if kind == "ET" and "EN" in beside else kind] * count
    return found


def _as_words(kinds: list[str], base: str) -> list[str]:
    """Numbers behind letters that are read from the left stand as these do."""
    strong, found = base, []
    for kind in kinds:
        if kind in ("L", "R", "AL"):
            strong = kind = "R" if kind == "AL" else kind
        found.append("L" if kind == "EN" and strong == "L" else kind)
    return found


def _neutral(kinds: list[str], base: str) -> list[str]:
    """What has no direction takes that of both neighbours, or else that of the paragraph."""
    found, place = [*kinds], 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] not in _STRONG:
            end += 1
        if end > place:
            left = _STRONG[kinds[place - 1]] if place else base
            right = _STRONG[kinds[end]] if end < len(kinds) else base
            found[place:end] = [left if left == right else base] * (end - place)
        place = end + 1
    return found


def _level(kind: str, is_rtl: bool) -> int:
    if is_rtl:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)
