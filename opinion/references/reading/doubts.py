"""What makes a reading less sure than the model thinks: lines that can be read in two ways."""

import re
from collections import Counter
from collections.abc import Sequence

from .labels import Span

# Each of them leaves a reading no surer than this.
_LEFT = 0.8
# “India. Exploration into.”: one title, or a title and its series?
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.] [^\W\d_]")
_QUOTES = "“”«»„‘’\"'"
_ONCE = ("title", "container", "publisher", "place", "collection", "authors", "volume", "pages")


def factor(line: str, spans: Sequence[Span]) -> float:
    times = Counter(label for label, _start, _end in spans)
    doubts = [
        any(_is_double_title(line, span) for span in spans if span[0] == "title"),
        any(times[label] > 1 for label in _ONCE),
        # A place alone is more often a house that the model doesn't know.
        bool(times["place"] and not times["publisher"] and not times["container"]),
    ]
    return _LEFT ** sum(doubts)


def _is_double_title(line: str, span: Span) -> bool:
    _label, start, end = span
    quoted = line[:start].rstrip().endswith(tuple(_QUOTES))
    return not quoted and bool(_TWO_SENTENCES.search(line, start, end))
