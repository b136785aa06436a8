"""One reference line read: rules for identifiers and dates, a model for the rest."""

from dataclasses import dataclass, fields

from opinion.references import line_cleaning
from opinion.references.record import Record

from . import doubts, features, labels, model, periodicals, tokens, works

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
        text = line_cleaning.clean(line).text
    except ValueError:
        return Reading(line)
    pieces = tokens.split(text)
    if not pieces or len(pieces) > MOST_PIECES:
        return Reading(text)
    found, probability = model.labels(features.of(pieces))
    found = _with_identifiers(pieces, _with_whole_quotations(pieces, found))
    spans = periodicals.found(text, labels.spans(pieces, found))
    record = works.of(text, spans)
    if record is not None:
        probability *= doubts.factor(text, spans, record)
    return Reading(text, record, probability, tuple(spans))


def _with_identifiers(pieces: list[tokens.Token], found: list[str]) -> list[str]:
    """An identifier is what it looks like, whatever the model takes it for."""
    return [
        piece.kind if piece.kind in ("doi", "isbn") or "://" in piece.text else label
        for piece, label in zip(pieces, found, strict=True)
    ]


def _with_whole_quotations(pieces: list[tokens.Token], found: list[str]) -> list[str]:
    """A quotation that is mostly a title is one as a whole; so is one that a title runs into."""
    found = list(found)
    for start, end in features.quotations(pieces):
        words = [at for at in range(start + 1, end) if pieces[at].kind != "mark"]
        titles = sum(found[at] == "title" for at in words)
        if 2 * titles > len(words) or (words and _goes_on(pieces, found, start, words)):
            inside = range(words[0], words[-1] + 1)
            for at in range(start, end + 1) if _follows_title(pieces, found, start) else inside:
                found[at] = "title"
    return found


def _goes_on(pieces: list[tokens.Token], found: list[str], start: int, words: list[int]) -> bool:
    """Whether a title runs into the quotation that opens at `start`, and nothing else is in it."""
    return _follows_title(pieces, found, start) and {found[at] for at in words} <= {
        "title",
        labels.NONE,
    }


def _follows_title(pieces: list[tokens.Token], found: list[str], start: int) -> bool:
    return start > 0 and pieces[start - 1].kind != "mark" and found[start - 1] == "title"
