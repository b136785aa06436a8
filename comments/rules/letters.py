"""How one letter looks to the eye, whatever its number in Unicode is."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from confusable_homoglyphs.confusables import confusables_data

LATIN, LETTER, ALONE, SPELLING, NOTHING, GAP = "L", "l", "A", "V", "N", " "

# Scripts that put no space between words: Thai to Lao, Myanmar, Khmer, Kana, Han.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\u3005-\u3007\u3040-\u312f\u31a0-\u31ff"
    "\u3400-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\U0001aff0-\U0001b16f"
    "\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
# Shown as nothing though they are no format characters: fillers, selectors, what is reserved.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
# 🅰, 🇦 and ᴀ are all A, which Unicode's tables do not say.
_ORNAMENT = re.compile(
    "(?:LATIN LETTER SMALL CAPITAL|REGIONAL INDICATOR SYMBOL LETTER"
    "|NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER) ([A-Z])"
)
# Vowel signs, nukta, voicing mark, virama and tones: without them another word is spelled.
_SPELLING_CLASSES = frozenset({0, 7, 8, 9, *range(84, 133)})


class Sign(NamedTuple):
    """A letter as it is `seen`, and as it is `spelled`: the same for both of its cases.

    They differ where only one case looks Latin: н is no h, and Н is an H.
    """

    kind: str
    seen: str = ""
    spelled: str = ""


# Bounded: texts may hold any of a million characters.
@lru_cache(maxsize=20_000)
def sign(letter: str) -> Sign:
    if letter.isspace():
        return Sign(GAP)
    if is_invisible(letter) or unicodedata.category(letter) == "Me":
        return Sign(NOTHING)
    parts = list(_parts(letter))
    if not parts or _is_punctuation(letter):
        return Sign(NOTHING if unicodedata.category(letter) == "Mn" else GAP)
    return Sign(_kind(parts), "".join(map(_seen, parts)), _spelled(letter))


def is_invisible(letter: str) -> bool:
    if letter.isspace():
        return False
    return unicodedata.category(letter) in ("Cf", "Cc") or _BLANK.match(letter) is not None


def _kind(parts: list[str]) -> str:
    if all(map(_spells, parts)):
        return SPELLING
    if _UNSPACED.match(parts[0]):
        return ALONE
    return LATIN if any(part.isascii() and part.isalpha() for part in parts) else LETTER


def _parts(letter: str) -> Iterator[str]:
    """What is left of a letter without its accents, circles and styles; nothing of a symbol."""
    found = _ORNAMENT.fullmatch(unicodedata.name(letter, ""))
    parts = unicodedata.normalize("NFKD", found[1] if found else letter)
    if not parts.isascii() and _latin(letter):
        parts = letter
    letters = [part for part in parts if part.isalnum() or _spells(part)]
    # A circled letter is one; a trade mark sign or a unit is no word.
    if letter.isalnum() or _spells(letter) or len(letters) == 1:
        yield from letters


def _spells(letter: str) -> bool:
    return (
        unicodedata.category(letter) in ("Mn", "Mc")
        and unicodedata.combining(letter) in _SPELLING_CLASSES
    )


def _seen(part: str) -> str:
    return _latin(part) or part.casefold()


def _spelled(letter: str) -> str:
    parts = [part for small in letter.casefold() for part in _parts(small)]
    return "".join(_latin(part) or _latin(part.upper()) or part.casefold() for part in parts)


def _latin(letter: str) -> str:
    """The ASCII letter or digit, in lower case, for which the eye takes this one; or nothing."""
    if unicodedata.category(letter[0]) == "Nd":
        return str(unicodedata.decimal(letter[0]))
    look = letter if letter.isascii() else _look_alike(letter)
    # A stroke that is a capital is an I, whatever it is taken for beside an l.
    if look == "l" and not letter.isascii() and letter.isupper():
        return "i"
    return look.lower() if len(look) == 1 and look.isalnum() else ""


def _look_alike(letter: str) -> str:
    if _UNSPACED.match(letter):
        return ""
    for look in (entry["c"] for entry in confusables_data.get(letter, ())):
        # "ø" is told as an "o" and a stroke upon it.
        bare = "".join(part for part in look if unicodedata.category(part) != "Mn")
        if len(bare) == 1 and bare.isascii():
            return bare
    return ""


def _is_punctuation(letter: str) -> bool:
    """The letter apostrophe of Ukrainian and others looks like the one on every keyboard."""
    look = _look_alike(letter)
    return bool(look) and not look.isalnum() and unicodedata.category(letter) == "Lm"
