"""The trained model: which label each piece of a line has, and how sure that is."""

import gzip
import threading
from functools import cache
from pathlib import Path

import pycrfsuite

MODEL = Path(__file__).with_name("model.crfsuite.gz")
# What a title is taken for.
_MISTAKEN = ("collection", "publisher", "container", "genre")
_of_thread = threading.local()


def labels(features: list[list[str]]) -> tuple[list[str], float]:
    """A label for each piece, and the probability that all of them are right."""
    tagger = _tagger()
    found = tagger.tag(features)
    if "title" in found:
        return found, tagger.probability(found)
    # No work is without a title: one of the other texts must be it.
    guesses = [
        ["title" if label == other else label for label in found]
        for other in _MISTAKEN
        if other in found
    ]
    untitled = tagger.probability(found)
    if not guesses:
        return found, untitled
    probability, best = max((tagger.probability(guess), guess) for guess in guesses)
    # How sure that is among the readings that have a title.
    return best, min(1.0, probability / max(1 - untitled, probability))


def _tagger() -> pycrfsuite.Tagger:
    """One for each thread: a tagger remembers the line that it is at."""
    if not hasattr(_of_thread, "tagger"):
        tagger = pycrfsuite.Tagger()
        tagger.open_inmemory(_trained())
        _of_thread.tagger = tagger
    return _of_thread.tagger


@cache
def _trained() -> bytes:
    return gzip.decompress(MODEL.read_bytes())
