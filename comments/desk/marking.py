"""The typed text of a comment, cut where a rule found something."""

from typing import NamedTuple

from comments.screening.checks import ABOUT_TEXT


class Run(NamedTuple):
    """A piece of the text, and the numbers of the findings it belongs to, from 1 on."""

    text: str
    numbers: tuple[int, ...] = ()


def runs(text: str, signals) -> list[Run]:
    """The whole text in pieces; `signals` in the order in which they are numbered.

    Places beyond the text, or that are none, mark nothing: a text may have changed since.
    """
    marks = [
        (number, *mark)
        for number, signal in enumerate(signals, 1)
        for mark in signal.marks
        if _is_within(mark, text)
    ]
    cuts = sorted({0, len(text), *(place for _number, *places in marks for place in places)})
    found = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        covering = {number for number, first, last in marks if first <= start and end <= last}
        found.append(Run(text[start:end], tuple(sorted(covering))))
    return found


def about(signals, edit):
    """What was noticed about the text of `edit`, or about the first, and about how it was sent."""
    number = edit and edit.pk
    return [
        signal
        for signal in signals
        if signal.edit_id == (number if _is_about_text(signal) else None)
    ]


def _is_about_text(signal) -> bool:
    kind = signal.rule.kind if signal.rule else signal.kind
    return signal.edit_id is not None or kind in ABOUT_TEXT


def _is_within(mark, text) -> bool:
    if not (isinstance(mark, list) and len(mark) == 2):
        return False
    start, end = mark
    return isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)
