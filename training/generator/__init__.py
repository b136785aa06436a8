"""Reference lines put together from words, with what each of their parts is: to learn from.

Everything follows from a seed. Works are invented, printed by one of many styles, and spoilt as
pasting spoils them; none comes from a real bibliography.
"""

from collections.abc import Iterator
from random import Random

from . import chicago, free, noise, others
from .invention import invented
from .pieces import Line

# Half are of the four styles that we print ourselves, half of no style that anybody has named.
_STYLES = (
    (chicago.notes, 24),
    (chicago.author_date, 13),
    (others.apa, 13),
    (others.mla, 12),
    (free.mixed, 48),
)


def lines(seed: int, count: int) -> Iterator[Line]:
    """So many labelled lines, always the same for one seed."""
    for number in range(count):
        yield line(Random(f"{seed}/{number}"))


def line(chance: Random) -> Line:
    while True:
        style = chance.choices([style for style, _weight in _STYLES], [w for _s, w in _STYLES])[0]
        made = noise.spoilt(style(invented(chance), chance), chance)
        if made.fields_count() > 1:
            return made
