"""Whether a line and its work, printed again, say the same words."""

import re
from dataclasses import dataclass

from opinion.differences import places

_ALIKE = str.maketrans(
    dict.fromkeys("“”„«»‟＂″", '"')
    | dict.fromkeys("‘’‚‹›`´′‛", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
)
_SPACE = re.compile(r"\s+")
# Longer lines differ as a whole: where exactly would take too long to find.
MOST_WORDS = 600


@dataclass(frozen=True)
class Comparison:
    """`differences` are the runs of words that differ, as pasted and as printed; one may be ""."""

    differences: tuple[tuple[str, str], ...] = ()

    @property
    def is_equal(self) -> bool:
        return not self.differences


def compare(line: str, printed: str) -> Comparison:
    """Word for word; the kind of quotes, dashes and spaces doesn't matter, nor the last stop."""
    pasted, again = _words(line), _words(printed)
    plain, plain_again = list(map(_plain, pasted)), list(map(_plain, again))
    if plain == plain_again:
        return Comparison()
    if max(len(pasted), len(again)) > MOST_WORDS:
        return Comparison(((" ".join(pasted), " ".join(again)),))
    return Comparison(
        tuple(
            (" ".join(pasted[a:b]), " ".join(again[c:d]))
            for is_equal, a, b, c, d in places(plain, plain_again)
            if not is_equal
        )
    )


def _words(text: str) -> list[str]:
    return _SPACE.sub(" ", text).strip().removesuffix(".").split()


def _plain(word: str) -> str:
    return word.translate(_ALIKE)
