"""One reference line read: rules for identifiers and dates, a model for the rest."""

from dataclasses import dataclass, fields

from opinion.references import lines
from opinion.references.record import Record

from . import doubts, features, labels, model, tokens, works

READ = "read"
# A line of more pieces is no reference, and would keep a reader waiting.
MOST_PIECES = 600


@dataclass(frozen=True)
class Reading:
    """What a line says. `record` is None where no work can be read.

    `line` is the text without the noise of pasting, `spans` the (label, start, end) of its parts,
    `probability` how sure the model is of all of them together, `provenance` where each field of
    the record comes from: "read".
    """

    line: str
    record: Record | None = None
    probability: float = 0.0
    spans: tuple[labels.Span, ...] = ()

    @property
    def provenance(self) -> dict[str, str]:
        if self.record is None:
            return {}
        return {field.name: READ for field in fields(Record) if getattr(self.record, field.name)}


def read(line: str) -> Reading:
    """The work that a line tells of. It never raises, whatever the line is."""
    try:
        text = lines.clean(line).text
    except ValueError:
        return Reading(line)
    pieces = tokens.split(text)
    if not pieces or len(pieces) > MOST_PIECES:
        return Reading(text)
    found, probability = model.labels(features.of(pieces))
    spans = labels.spans(pieces, _with_identifiers(pieces, found))
    record = works.of(text, spans)
    return Reading(text, record, probability * doubts.factor(text, spans, record), tuple(spans))


def _with_identifiers(pieces: list[tokens.Token], found: list[str]) -> list[str]:
    """An identifier is what it looks like, whatever the model takes it for."""
    return [
        piece.kind if piece.kind in ("doi", "isbn") or "://" in piece.text else label
        for piece, label in zip(pieces, found, strict=True)
    ]
