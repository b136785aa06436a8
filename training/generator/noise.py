"""What pasting and hurried typing do to a line."""

from random import Random

from .pieces import Line

# One for one, so that no label moves.
_SWAPS: tuple[tuple[float, dict[str, str]], ...] = (
    (0.10, {"“": '"', "”": '"'}),
    (0.10, {"’": "'", "‘": "'"}),
    (0.08, {"–": "-"}),
    (0.02, {"—": "-"}),
)


def spoilt(line: Line, chance: Random) -> Line:
    """The line with straight quotes, double spaces, a lost full stop, other capitals."""
    for share, marks in _SWAPS:
        if chance.random() < share:
            line.text = line.text.translate({ord(old): new for old, new in marks.items()})
    draw = chance.random()
    if draw < 0.06:
        _without(line, len(line.text) - 1, ".")
    elif draw < 0.1:
        _doubled(line, chance)
    elif draw < 0.13:
        _lost_mark(line, chance)
    elif draw < 0.14:
        line.text = line.text.replace("’", "´")
    return line


def _without(line: Line, place: int, marks: str) -> None:
    """One letter less, where it is one of these marks outside every label."""
    inside = any(start <= place < end for _label, start, end in line.spans)
    if inside or not 0 <= place < len(line.text) or line.text[place] not in marks:
        return
    line.text = line.text[:place] + line.text[place + 1 :]
    line.spans = [_moved(span, place, -1) for span in line.spans]


def _moved(span: tuple[str, int, int], place: int, by: int) -> tuple[str, int, int]:
    label, start, end = span
    return label, start + by * (start > place), end + by * (end > place)


def _lost_mark(line: Line, chance: Random) -> None:
    marks = [place for place, letter in enumerate(line.text) if letter in ",."]
    if marks:
        _without(line, chance.choice(marks), ",.")


def _doubled(line: Line, chance: Random) -> None:
    spaces = [place for place, letter in enumerate(line.text) if letter == " "]
    for place in sorted(chance.sample(spaces, min(2, len(spaces))), reverse=True):
        line.text = line.text[:place] + " " + line.text[place:]
        line.spans = [_moved(span, place, 1) for span in line.spans]
