"""One reference line read: rules for identifiers and dates, a model for the rest."""

from dataclasses import dataclass, fields, replace

from opinion.references import line_cleaning, plausibility
from opinion.references.record import Record

from . import (
    asides,
    doubts,
    features,
    kinds,
    labels,
    model,
    periodicals,
    places,
    tokens,
    work_types,
    works,
)

READ = "read"
# A line of more pieces is no reference, and would keep a reader waiting.
MOST_PIECES = 600
# Of a longer line nothing is told by its form as a whole.
LONGEST_OF_A_KIND = 1_000
# How sure a reading is whose rule fits the whole line.
SURE_OF_A_KIND = 0.95


@dataclass(frozen=True)
class Reading:
    """What a line says. `record` is None where no work can be read, or none should be.

    `line` is the text without the noise of pasting, `spans` the (label, start, end) of its parts
    as far as the model found them, `probability` how sure all of them together are, `provenance`
    where each field of the record comes from: "read". `signal` is a “See also” before the work.
    """

    line: str
    record: Record | None = None
    probability: float = 0.0
    spans: tuple[labels.Span, ...] = ()
    signal: str = ""
    # The line begins with a dash for whoever wrote the work in the line above.
    is_by_the_same: bool = False

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
    if len(text) <= LONGEST_OF_A_KIND:
        aside = asides.apart(text)
        if kinds.points_elsewhere(aside.text):
            return Reading(text, signal=aside.signal)
        if found := kinds.read(aside):
            return _completed(Reading(text, found, SURE_OF_A_KIND), aside)
        if kinds.is_withheld(aside.text):
            return Reading(text, signal=aside.signal)
    else:
        aside = asides.Aside(text, list(range(len(text))))
    return _completed(_by_model(text, aside), aside)


def _by_model(text: str, aside: asides.Aside) -> Reading:
    pieces = tokens.split(aside.text)
    if not pieces or len(pieces) > MOST_PIECES:
        return Reading(text)
    found, probability = model.labels(features.of(pieces))
    found = _with_identifiers(pieces, _with_whole_quotations(pieces, found))
    spans = periodicals.found(aside.text, labels.spans(pieces, found))
    record = works.of(aside.text, spans)
    if record is not None:
        probability *= doubts.factor(aside.text, spans, record)
    places = [*aside.places, len(text)]
    moved = tuple((label, places[start], places[end - 1] + 1) for label, start, end in spans)
    return Reading(text, record, probability, moved)


def _completed(reading: Reading, aside: asides.Aside) -> Reading:
    """With what stood on the side. What follows a signal, or names nobody, is never sure."""
    record = reading.record and asides.told(reading.record, aside)
    probability = reading.probability
    record = record and work_types.with_kind_apart(places.put_right(record))
    if record and (problems := [*plausibility.found(record)]):
        probability *= doubts.LEFT ** len(problems)
    if aside.signal or aside.is_by_the_same:
        probability = min(probability, doubts.LEFT)
    return replace(
        reading,
        record=record,
        probability=probability,
        signal=aside.signal,
        is_by_the_same=aside.is_by_the_same,
    )


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
