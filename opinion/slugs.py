"""The last part of an address, made from the words that people gave to what stands there.

Latin letters are written as everybody can type them: æ as ae, ø as o, ß as ss. Other scripts stay
as they are, because nobody types them in Latin letters.
"""

import re
import unicodedata
from functools import lru_cache

# Those that Unicode knows as letters with a stroke, a hook or a ring are found by their names.
_LETTERS = {"ß": "ss", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng", "ĸ": "k", "ə": "e"}
_LATIN = re.compile("LATIN SMALL LETTER ([A-Z]{1,2})(?: WITH .*)?")


def slug(text: str) -> str:
    """`text` as the last part of an address; empty where no letter or digit is in it.

    What it gives stays the same when it is given again.
    """
    letters = unicodedata.normalize("NFKC", text).lower()
    kept = _NO_PART.sub("", "".join(map(_folded, letters)))
    return _GAP.sub("-", kept).strip("-_")


def _marks() -> str:
    """The vowel signs without which words of India, Thailand and others misread.

    Arabic and Hebrew do without, and those upon Latin letters are none: é is written e.
    """
    spelling = [
        code
        for first, last in ((0x900, 0x1DBF), (0xA800, 0xAAFF))
        for code in range(first, last)
        if unicodedata.category(chr(code)) in ("Mn", "Mc")
    ]
    return "".join(map(chr, spelling))


MARKS = _marks()
# As `slugify` has it, with marks as the letters that they are.
_NO_PART = re.compile(rf"[^\w\s{MARKS}-]|(?<![\w{MARKS}])[{MARKS}]+")
_GAP = re.compile(r"[-\s]+")


def free(row, stem: str) -> str:
    """`stem`, or `stem-2`, `stem-3` … where other rows of its model have that as their slug."""
    others = type(row)._default_manager.filter(slug__startswith=stem).exclude(pk=row.pk)
    taken = set(others.values_list("slug", flat=True))
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found


@lru_cache(maxsize=4_096)
def _folded(letter: str) -> str:
    if letter.isascii():
        return letter
    bare = unicodedata.normalize("NFKD", letter)[0]
    if bare in _LETTERS:
        return _LETTERS[bare]
    named = _LATIN.fullmatch(unicodedata.name(bare, ""))
    return named[1].lower() if named else letter
