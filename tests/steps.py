"""How much work something is, counted and not timed: the same on every machine."""

import sys


def steps_of(act) -> int:
    """How many lines of Python are gone through, once more for each turn of a loop."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event == "line"
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def assert_grows_with_length(act, piece, short=500, long=5_000):
    texts = [piece * (length // len(piece)) for length in (short, long)]
    act(texts[1])  # what is prepared once is not counted
    few, many = (steps_of(lambda text=text: act(text)) for text in texts)
    assert many <= 1.5 * len(texts[1]) / len(texts[0]) * few, (few, many)
