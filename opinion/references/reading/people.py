"""Lists of people as reference lines print them, in any of the usual orders."""

import re
from functools import cache

from opinion.references.record import Name

from .marks import BY_KIND
from .words import sections

_OTHERS = re.compile(
    r"[\s,;…&\[]*(?:\b(?:and|und|et|&)\s)?(?:\bet\.? al\b|\band others|\bothers\b|\bu\.\s?a\b"
    r"|\bи др\b|\bet autres|\by otros|\bi in\b|…)[\s.\]]*$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"[\s,(\[]*\b(?:eds?|editors?|hrsg|hgg?|dirs?|red|coords?|orgs?|éds?|comps?|trans(?:lators?)?)\b"
    r"[.)\]\s]*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*,?\s+(?:and|&|et|und|y|e|и|og|och|en|i|ve)\s+|\s*,?\s*&\s*|\s+/\s+|/(?=\w)")
_ANDS = {"and", "et", "und", "y", "e", "и", "og", "och", "en", "i", "ve"}
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)
_PARTICLES = set(BY_KIND["particle"]) | {"dos", "das", "dal", "san", "’t", "'t", "ben", "bin"}
_INSTITUTION = {
    *BY_KIND["institution"],
    *BY_KIND["house"],
    *BY_KIND["company"],
    *("ministry", "city", "contributors", "gobierno", "governo", "intendencia", "ayuntamiento"),
    *("badan", "kementerian", "dinas", "lembaga", "komisi", "pemerintah", "министерство"),
    *("presidência", "secretaría", "comune", "stadt", "ville"),
}
_COMPANY = re.compile(
    r"\S\s\S+\s(?:S\. ?A\.(?: ?S\.)?|S\. ?L\.|N\.V\.|B\.V\.|A\.?G\.?)$|\sLtda\.?$"
)
# “Coast FM”, “Sky TV”: no vowel, no family name.
_BROADCASTER = re.compile(r"(?:FM|TV|[B-DF-HJ-NP-TV-Z]{3,4})")
_EDGE = " .,;:&()[]"
LABELS = ("authors", "editors", "translators")


def names(text: str) -> list[Name]:
    """The people in `text`, in order; an institution, or who has one name only, by `literal`."""
    text = _ROLE.sub("", _OTHERS.sub("", text.strip(" ,;:&")))
    first = text.split(",")[0]
    # “Bank, Melissa” is no bank.
    if (" " in first or first == text) and _is_institution(first):
        return _institutions(text)
    if text.count(",") == 0 and _reads_as_one(text):
        return [Name(literal=text.rstrip("."))]
    if ";" in text:
        parts = [part for piece in text.split(";") for part in _AND.split(piece)]
        return [name for part in parts if (name := _one(part))]
    return _listed([part for part in _AND.split(text) if part.strip(_EDGE)])


def _reads_as_one(text: str) -> bool:
    """Several words with small ones between them, none of which is known to part a name."""
    words = text.split()
    return any(word.islower() and word not in _PARTICLES | _ANDS for word in words[1:]) or any(
        word in ("|", "da", "do") for word in words[1:]
    )


def _institutions(text: str) -> list[Name]:
    parts = [part.strip(" ,;") for part in re.split(r";|, and |, & ", text)]
    return [Name(literal=part) for part in parts if part]


def _is_institution(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    if _COMPANY.search(text):
        return True
    if any(len(word) == 1 for word in words):
        return False
    if len(words) > 1 and _BROADCASTER.fullmatch(words[-1]) and words[0] not in known_given_names():
        return True
    if _is_in_capitals(words):
        return False
    if len(words) > 1 and len(words[0]) > 2 and words[0].isupper() and not words[1].isupper():
        return "," not in text
    return any(word.lower() in _INSTITUTION for word in words) or _has_inner_small_word(words)


def _is_in_capitals(words: list[str]) -> bool:
    """“MOREL Jean”, as French lists set a family name."""
    return (
        len(words) == 2
        and len(words[0]) > 2
        and words[0].isupper()
        and words[1] in known_given_names()
    )


def _has_inner_small_word(words: list[str]) -> bool:
    return any(word in ("of", "for", "on", "the", "für") for word in words[1:]) or words[:1] == [
        "The"
    ]


def _listed(parts: list[str]) -> list[Name]:
    """Names between commas, where a comma may also stand inside a name."""
    found: list[Name] = []
    for part in parts:
        pieces = [piece.strip() for piece in part.split(",") if piece.strip(_EDGE)]
        found += _of_pieces(pieces, found)
    return found


def _of_pieces(pieces: list[str], before: list[Name]) -> list[Name]:
    found: list[Name] = []
    pairs = _are_pairs(pieces)
    while pieces:
        piece, *pieces = pieces
        if pieces and _is_turned(piece, pieces[0], pairs, first=not (before or found)):
            given, *pieces = pieces
            suffix = pieces.pop(0) if pieces and _SUFFIX.fullmatch(pieces[0]) else ""
            found.append(_turned(piece, given, suffix))
        elif name := _one(piece, _are_full([*before, *found])):
            found.append(name)
    return found


def _is_turned(piece: str, after: str, pairs: bool, first: bool) -> bool:
    """“Lind, Ben”: whether what follows the comma is the given name of who stands before it."""
    if _are_initials(after):
        return True
    if _is_institution(after) and " " in after:
        return False
    if _ends_in_initials(piece):
        # “Durán A., Natalia” has two family names, “Lind B., Cobb J.” are two people.
        return first and " " not in after
    return pairs or (first and _may_be_family(piece, after))


def _are_full(names: list[Name]) -> bool:
    """“Lind, Ben, …”: the first is turned and has its whole given name, so no other has it last."""
    return bool(names and names[0].given) and not _are_initials(names[0].given)


def _are_pairs(pieces: list[str]) -> bool:
    """“Lind, Ben, Cobb, Ada”: nothing but family and given names in turns."""
    if len(pieces) < 4 or len(pieces) % 2:
        return False
    return all(" " not in piece for piece in pieces[::2]) and not any(
        _SUFFIX.fullmatch(piece) for piece in pieces
    )


def _may_be_family(piece: str, after: str) -> bool:
    words = piece.split()
    if len(words) == 1 or words[0].lower() in _PARTICLES or " " not in after:
        return True
    return words[0] not in known_given_names() and not words[0].endswith(".")


def _are_initials(text: str) -> bool:
    """“B.”, “J.-P.”, “B K”, “BK”."""
    words = [word for word in re.split(r"[\s.\-–‐]+", text) if word and word not in _PARTICLES]
    if len(words) == 1 and words[0].isupper():
        return len(words[0]) < 4
    return 0 < len(words) < 6 and all(
        len(word) == 1 or (word in ("Ch", "Th", "Yu") and f"{word}." in text) for word in words
    )


def _ends_in_initials(piece: str) -> bool:
    """“Lind BK”, “Lind B. K.”, “Lind BK van”."""
    words = _without_particles(piece.split())
    return len(words) > 1 and words[-1].isupper() and _are_initials(words[-1])


def _without_particles(words: list[str]) -> list[str]:
    """Without those at the end: “Lind B. van” is B. van Lind."""
    while len(words) > 2 and words[-1] in _PARTICLES:
        words = words[:-1]
    return words


@cache
def known_given_names() -> frozenset[str]:
    lists = sections("names")
    return frozenset(lists["given western"] + lists["given eastern"])


def may_be_read_in_two_ways(name: Name) -> bool:
    """Whether a name printed as “Ada Lind Cobb” or “Kim Ada Lind” could be parted elsewhere."""
    *others, last = name.given.split() or [""]
    if not others:
        return last in _families_in_front() and name.family not in known_given_names()
    return not _is_initial(last) and last.split("-")[0] not in known_given_names()


@cache
def _families_in_front() -> frozenset[str]:
    """Family names of languages in which they stand in front: “Kim Ada”."""
    return frozenset(sections("names")["family eastern"])


def _one(piece: str, given_first: bool = False) -> Name | None:
    """One name on its own: “Ben Lind”, “B. Lind”, “Lind B.”, “Lind, Ben”, “World Bank”."""
    piece = piece.strip(" ,;:&()[]")
    if "," in piece:
        family, given, *rest = [part.strip() for part in piece.split(",")]
        return _turned(family, given, rest[0] if rest else "")
    words = piece.split()
    if not words:
        return None
    if len(words) == 1 or _is_institution(piece):
        return Name(literal=piece if words[1:] else piece.rstrip("."))
    suffix = ""
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()
    if len(words) == 2 and (_is_eastern_given(words) or _is_in_capitals(words)):
        return _turned(words[0], words[1], suffix)
    ends = _ends_in_initials(" ".join(words)) or _is_initial(_without_particles(words)[-1])
    if ends and not given_first:
        return _family_first(words, suffix)
    return _given_first(words, suffix)


def _is_eastern_given(words: list[str]) -> bool:
    """“Choe Min-ho”, “Tsai Ing-wen”: the given name's second half has no capital."""
    halves = words[1].split("-")
    return (
        len(halves) == 2
        and halves[0][:1].isupper()
        and halves[1][:1].islower()
        and halves[0] not in known_given_names()
        and words[0] not in known_given_names()
        and "-" not in words[0]
    )


def _is_initial(word: str) -> bool:
    return word.endswith(".") and (len(word) < 4 or _are_initials(word))


def _family_first(words: list[str], suffix: str) -> Name:
    place = len(_without_particles(words)) - 1
    while place > 1 and _is_initial(words[place - 1]):
        place -= 1
    return _turned(" ".join(words[:place]), " ".join(words[place:]), suffix)


def _given_first(words: list[str], suffix: str) -> Name:
    place = max(1, len(words) - 1 - _is_initial(words[-1]))
    while place > 1 and (words[place - 1].lower() in _PARTICLES):
        place -= 1
    # After an initial in the middle comes the family name, of two words too: “Ada M. Lind Cobb”.
    initials = [at for at in range(1, place) if _is_initial(words[at])]
    place = initials[-1] + 1 if initials else place
    return _turned(" ".join(words[place:]), " ".join(words[:place]), suffix)


def _turned(family: str, given: str, suffix: str = "") -> Name:
    words = _without_end(family).split()
    count = 0
    while count < len(words) - 1 and words[count][:1].islower():
        count += 1
    return Name(
        family=" ".join(words[count:]),
        given=_without_end(given),
        particle=" ".join(words[:count]),
        suffix=suffix,
    )


def _without_end(name: str) -> str:
    """A name without the full stop of the sentence: that of an initial stays."""
    name = name.strip(" ,;:&()[]")
    last = name.rstrip(".").split(" ")[-1]
    return name if len(last) < 3 or "." in last else name.rstrip(".")
