"""Labels of a line's pieces, from marked spans and back to spans."""

from collections.abc import Iterable, Sequence

from .tokens import Token

NONE = "-"
Span = tuple[str, int, int]


def of(tokens: Sequence[Token], spans: Iterable[Span]) -> list[str]:
    """For each piece the label of the span that it begins in."""
    labels = [NONE] * len(tokens)
    for label, start, end in spans:
        for place, token in enumerate(tokens):
            if start <= token.start < end:
                labels[place] = label
    return labels


def spans(tokens: Sequence[Token], labels: Sequence[str]) -> list[Span]:
    """The longest runs of one label, as places in the line."""
    found: list[Span] = []
    last = NONE
    for token, label in zip(tokens, labels, strict=True):
        if label != NONE and label == last:
            found[-1] = (label, found[-1][1], token.end)
        elif label != NONE:
            found.append((label, token.start, token.end))
        last = label
    return found
