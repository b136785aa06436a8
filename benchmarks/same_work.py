"""How many works a new one is compared with, as their number grows: by keys, never all pairs.

And how many that are entered a second time, with a misprint, are found so.

Words and family names are as unequal as in life: the commonest of them stand in many titles.
"""

import random
import time
from dataclasses import replace
from itertools import accumulate

from opinion.references import duplicates
from opinion.references.models import Likeness, Work, WorkKey
from opinion.references.models.duplicates import BLOCK
from opinion.references.models.work import Source
from opinion.references.record import Date, Name, Record

FAMILIES, WORDS = 5_000, 20_000
NEW, AT_ONCE = 100, 2_000
# Of a hundred entered again so many are found, or the keys are no use.
FOUND = 95
MOST = duplicates.PEOPLE * duplicates.WORDS * BLOCK


def run(sizes) -> str:
    """Compare new works with more and more that are there.

    Raises AssertionError where one is compared with more than its keys allow, or where too many are
    not found again.
    """
    chance = random.Random(20261126)
    told, held = [], 0
    for size in sizes:
        _fill(size - held, chance)
        begun = time.monotonic()
        compared = [_new(chance).keep() for _number in range(NEW)]
        spent = (time.monotonic() - begun) / NEW * 1_000
        assert max(compared) <= MOST, f"{max(compared)} works compared at {size:,}"
        found = _entered_again(chance)
        assert found >= FOUND, f"{found} of {NEW} found again at {size:,}"
        held = size + 2 * NEW
        mean = sum(compared) / NEW
        told.append(
            f"{size:,} works: {mean:.1f} compared, at most {max(compared)}, {spent:.0f} ms, "
            f"{found} of {NEW} with a misprint found"
        )
    return "; ".join(told)


def _entered_again(chance: random.Random) -> int:
    """Of NEW works entered a second time with a letter wrong, how many are asked about."""
    entered = sorted(Work.objects.values_list("pk", flat=True))
    return sum(_asked_about(Work.objects.get(pk=pk), chance) for pk in chance.sample(entered, NEW))


def _asked_about(work: Work, chance: random.Random) -> bool:
    record = work.record
    place = chance.choice([at for at, letter in enumerate(record.title) if letter.isalpha()])
    title = f"{record.title[:place]}x{record.title[place + 1 :]}"
    again = Work.of(replace(record, title=title), Source.IMPORTED)
    again.keep()
    return Likeness.objects.between(work, again).exists()


def _fill(count: int, chance: random.Random):
    for start in range(0, count, AT_ONCE):
        works = [_new(chance) for _number in range(min(AT_ONCE, count - start))]
        found = [(work, duplicates.keys(work.record)) for work in Work.objects.bulk_create(works)]
        WorkKey.objects.bulk_create(
            WorkKey(work=work, kind=kind, key=key) for work, keys in found for kind, key in keys
        )


def _new(chance: random.Random) -> Work:
    return Work.of(_record(chance), Source.IMPORTED)


def records(count: int) -> list[Record]:
    """As many different works, alike in their words as those compared."""
    chance = random.Random(count)
    return [_record(chance) for _number in range(count)]


def _record(chance: random.Random) -> Record:
    people = [("author", Name(f"Family{_one(chance, FAMILIES)}", "A.")) for _number in range(2)]
    title = " ".join(f"word{_one(chance, WORDS)}" for _number in range(6))
    return Record("book", tuple(people), title, issued=Date(chance.randint(1950, 2026)))


def _one(chance: random.Random, count: int) -> int:
    """A number below `count`, the low ones more often (Zipf)."""
    if count not in _WEIGHTS:
        _WEIGHTS[count] = list(accumulate(1 / (rank + 1) for rank in range(count)))
    return chance.choices(range(count), cum_weights=_WEIGHTS[count])[0]


_WEIGHTS: dict[int, list[float]] = {}
