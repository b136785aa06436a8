"""How many works a new one is compared with, as their number grows: by keys, never all pairs.

Words and family names are as unequal as in life: the commonest of them stand in many titles.
"""

import random
import time
from itertools import accumulate

from opinion.references import likeness
from opinion.references.models import Work, WorkKey
from opinion.references.models.likeness import BLOCK
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record

FAMILIES, WORDS = 5_000, 20_000
NEW, AT_ONCE = 100, 2_000
MOST = likeness.PEOPLE * likeness.WORDS * BLOCK


def run(sizes) -> str:
    """Raises AssertionError where a new work is compared with more than its keys allow."""
    chance = random.Random(20261126)
    told, held = [], 0
    for size in sizes:
        _fill(size - held, chance)
        begun = time.monotonic()
        compared = [_new(chance).keep() for _number in range(NEW)]
        spent = (time.monotonic() - begun) / NEW * 1_000
        held = size + NEW
        assert max(compared) <= MOST, f"{max(compared)} works compared at {size:,}"
        mean = sum(compared) / NEW
        told.append(f"{size:,} works: {mean:.1f} compared, at most {max(compared)}, {spent:.0f} ms")
    return "; ".join(told)


def _fill(count: int, chance: random.Random):
    for start in range(0, count, AT_ONCE):
        works = [_new(chance) for _number in range(min(AT_ONCE, count - start))]
        found = [(work, likeness.keys(work.record)) for work in Work.objects.bulk_create(works)]
        WorkKey.objects.bulk_create(
            WorkKey(work=work, kind=kind, key=key) for work, keys in found for kind, key in keys
        )


def _new(chance: random.Random) -> Work:
    people = [("author", Name(f"Family{_one(chance, FAMILIES)}", "A.")) for _number in range(2)]
    title = " ".join(f"word{_one(chance, WORDS)}" for _number in range(6))
    work = Work()
    issued = Date(chance.randint(1950, 2026))
    work.take(Record("book", tuple(people), title, issued=issued), Source.IMPORTED)
    return work


def _one(chance: random.Random, count: int) -> int:
    """A number below `count`, the low ones more often (Zipf)."""
    if count not in _WEIGHTS:
        _WEIGHTS[count] = list(accumulate(1 / (rank + 1) for rank in range(count)))
    return chance.choices(range(count), cum_weights=_WEIGHTS[count])[0]


_WEIGHTS: dict[int, list[float]] = {}
