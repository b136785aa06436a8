"""What a token looks like, and what stands around it: all that the model sees.

No word is shown as such unless it is one of marks.py: a model that knew the words of its training
lines would look for them in lines of real works.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from .marks import KINDS, SHORTENED
from .tokens import Token
from .words import sections

OPENING, CLOSING = "“«„‘‹「『", "”»‟’›」』"
LONGEST_QUOTATION = 200
# German closes with the mark that opens English.
_DOUBLE = {"“": "”", "«": "»", "„": "“", "‘": "’", "‹": "›", "»": "«", "「": "」", "『": "』"}
_BRACKETS = {"(": ")", "[": "]"}
_YEAR = re.compile(r"(?:1[4-9]|20)\d\d[a-h]?")
_ROMAN = re.compile(r"[IVXLC]+|[ivxlc]+")
# For each token the number of the quotation that it is in, and how far it is from its ends.
Quoted = list[tuple[int, int, int]]
Looks = list[tuple[str, ...]]


@dataclass
class Chunk:
    """Words between two marks that end something, as a whole."""

    tokens: list[int]
    before: str
    after: str

    place: int = 0
    from_end: int = 0


def of(tokens: Sequence[Token]) -> list[list[str]]:
    """For each token what the model is told of it."""
    if not tokens:
        return []
    looks = [_look(token) for token in tokens]
    quoted, bracketed = _quoted(tokens), _bracketed(tokens)
    sentences = _chunks(tokens, _ends_sentence)
    clauses = _chunks(tokens, _ends_clause)
    told: list[list[str]] = [[] for _token in tokens]
    whole = _of_whole(looks, quoted, sentences)
    for name, chunks in (("S", sentences), ("C", clauses)):
        described = [_of_chunk(tokens, looks, chunk) for chunk in chunks]
        worded = [at for at, one in enumerate(described) if not one[0].startswith("mark")]
        for place, chunk in enumerate(chunks):
            facts = _facts_around(name, described, worded, place, chunk)
            for at, index in enumerate(chunk.tokens):
                told[index] += facts + _place_in_chunk(name, at, len(chunk.tokens))
    ended = 0
    for index in range(len(tokens)):
        told[index] += _window(looks, index) + _signs(quoted, bracketed, index, ended) + whole
        ended = max(ended, quoted[index][0])
        told[index] += _joined(looks, quoted, bracketed, index)
        told[index].append(f"at={_tenth(index, len(tokens))}")
    return told


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Small gazetteers of every second name and place: the model must also do without."""
    known: dict[str, tuple[str, ...]] = {}
    names, places, houses = sections("names"), sections("places"), sections("houses")
    lists = {
        "given": names["given western"] + names["given eastern"] + names["given own letters"],
        "family": names["family western"] + names["family eastern"] + names["family own letters"],
        "city": places["city"],
        "country": places["country"],
        "publisher": houses["publisher"],
    }
    for kind, entries in lists.items():
        for entry in entries:
            for word in re.findall(r"[^\W\d_][\w’'\-]*", entry):
                if crc32(word.encode()) % 2 and len(word) > 2 and word.lower() not in KINDS:
                    known[word] = tuple(dict.fromkeys((*known.get(word, ()), kind)))
    return known


def _look(token: Token) -> tuple[str, ...]:
    """The shape of a token first, then the kinds of words that it belongs to."""
    text, kind = token.text, token.kind
    if kind == "mark":
        return (text,)
    if kind in ("doi", "url", "isbn", "range", "initial"):
        return (kind,)
    if kind == "date":
        return ("date", "has-year") if re.search(r"\d{4}", text) else ("date", "no-year")
    if kind == "number":
        if _YEAR.fullmatch(text):
            return ("year",)
        return (f"number{min(len(text), 5)}",)
    small = text.lower()
    kinds = KINDS.get(small, ()) + _known().get(text, ())
    shape = _shape(text)
    return (shape, *kinds) if kinds else (shape,)


def _shape(text: str) -> str:
    if _YEAR.fullmatch(text):
        return "year"
    if _ROMAN.fullmatch(text) and len(text) < 7 and text not in ("I", "i", "C", "c"):
        return "roman"
    if any(letter.isdigit() for letter in text):
        return "mixed"
    if text.isupper():
        return f"CAPS{min(len(text), 5)}" if text.isascii() or len(text) < 3 else "CAPS"
    if text[0].isupper():
        return "Xx." if len(text) < 4 else "Xxxx"
    if text[0].islower():
        return "xx" if len(text) < 4 else "xxxx"
    return "own"


def _quoted(tokens: Sequence[Token]) -> Quoted:
    """For each token the number of the quotation it is in (0 for none), and its place there."""
    inside = [(0, 0, 0)] * len(tokens)
    for count, (start, end) in enumerate(quotations(tokens), 1):
        for at in range(start, end + 1):
            inside[at] = (count, at - start, end - at)
    return inside


def quotations(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where each quotation opens and closes; one within another is part of it."""
    ends: dict[str, dict[int, int]] = {}
    index = 0
    while index < len(tokens):
        opened = tokens[index].text
        if closing := _closing_of(opened):
            if opened not in ends:
                ends[opened] = _ends_of(tokens, opened, closing)
            end = ends[opened].get(index, 0)
            if index + 1 < end < index + LONGEST_QUOTATION:
                yield index, end
                index = end
        index += 1


def _closing_of(opened: str) -> str:
    if opened == '"':
        return opened
    return "" if opened in ("'", "’", "''") else _DOUBLE.get(opened, "")


def _ends_of(tokens: Sequence[Token], opened: str, closing: str) -> dict[int, int]:
    """Where what each `opened` opens is closed, found in one pass."""
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for index, token in enumerate(tokens):
        if token.text == closing and waiting:
            ends[waiting.pop()] = index
        if token.text == opened:
            waiting.append(index)
    return ends


def _bracketed(tokens: Sequence[Token]) -> list[str]:
    inside, opened = [], ""
    for token in tokens:
        if token.text in _BRACKETS:
            opened = token.text
        inside.append(opened)
        if opened and token.text == _BRACKETS[opened]:
            opened = ""
    return inside


def _ends_sentence(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.text in '“”«»„"()[]' or token.kind in ("doi", "url", "isbn"):
        return True
    if token.text in "?!。？！":
        return True
    if token.text != ".":
        return False
    return not (index and SHORTENED.fullmatch(tokens[index - 1].text))


def _ends_clause(tokens: Sequence[Token], index: int) -> bool:
    text = tokens[index].text
    return text in ",;:/–—=|" or text == " - " or _ends_sentence(tokens, index)


def _chunks(tokens: Sequence[Token], ends: Callable[[Sequence[Token], int], bool]) -> list[Chunk]:
    """Every token in one chunk; a mark that ends chunks is one of its own."""
    chunks: list[Chunk] = []
    last, current = "^", Chunk([], "^", "$")
    for index, token in enumerate(tokens):
        if ends(tokens, index):
            if current.tokens:
                current.after = token.text if token.kind == "mark" else token.kind
                chunks.append(current)
            last = token.text if token.kind == "mark" else token.kind
            chunks.append(Chunk([index], "mark", "mark"))
            current = Chunk([], last, "$")
        else:
            current.tokens.append(index)
    if current.tokens:
        chunks.append(current)
    real = [chunk for chunk in chunks if chunk.before != "mark"]
    for place, chunk in enumerate(real):
        chunk.place, chunk.from_end = place, len(real) - 1 - place
    return chunks


_TELLING = (
    "in editor translator volume issue pages edition thesis report house journal news meeting institution"
    " online published others video given family city country publisher particle suffix initial far company series"
).split()


def _of_chunk(tokens: Sequence[Token], looks: Looks, chunk: Chunk) -> list[str]:
    here = [looks[index] for index in chunk.tokens]
    if chunk.before == "mark":
        return [f"mark{here[0][0]}" if tokens[chunk.tokens[0]].kind == "mark" else here[0][0]]
    words = [
        look
        for look in here
        if look[0] in ("Xx.", "Xxxx", "xx", "xxxx", "own") or look[0][:4] == "CAPS"
    ]
    capital = sum(look[0][0] in "XC" for look in words)
    told = [f"n{_size(len(here))}", f"caps{_share(capital, len(words))}"]
    kinds = {kind for look in here for kind in look}
    told += [f"has:{kind}" for kind in _TELLING if kind in kinds]
    told += [f"first:{kind}" for kind in here[0][:2]]
    if len(here) > 1:
        told.append(f"last:{here[-1][0]}")
    if any(look[0] in ("year", "date") for look in here):
        told.append("has:date")
    if any(look[0].startswith(("number", "range", "roman", "mixed")) for look in here):
        told.append("has:number")
    if len(words) == 0:
        told.append("no-words")
    return told


def _facts_around(
    name: str, described: list[list[str]], worded: list[int], place: int, chunk: Chunk
) -> list[str]:
    """What is told of a chunk and of the two with words (`worded`) on either side of it."""
    facts = [f"{name}:{fact}" for fact in described[place]]
    facts += [
        f"{name}<{chunk.before}",
        f"{name}>{chunk.after}",
        f"{name}<>{chunk.before}{chunk.after}",
    ]
    if chunk.before != "mark":
        facts.append(f"{name}#{min(chunk.place, 6)}")
        facts.append(f"{name}#-{min(chunk.from_end, 5)}")
    before, after = bisect_left(worded, place), bisect_right(worded, place)
    for sign, near in (
        ("-", worded[max(0, before - 2) : before][::-1]),
        ("+", worded[after : after + 2]),
    ):
        for count, at in enumerate(near, 1):
            told = described[at][: 14 if count == 1 else 4]
            facts += [f"{name}{sign}{count}:{fact}" for fact in told]
    return facts


def _place_in_chunk(name: str, at: int, length: int) -> list[str]:
    return [f"{name}@{min(at, 3)}", f"{name}@-{min(length - 1 - at, 3)}"]


def _window(looks: Looks, index: int) -> list[str]:
    told = [f"0:{fact}" for fact in looks[index]]
    for step in (-4, -3, -2, -1, 1, 2, 3, 4):
        near = index + step
        if 0 <= near < len(looks):
            facts = looks[near] if abs(step) < 3 else looks[near][:1]
            told += [f"{step:+d}:{fact}" for fact in facts]
        else:
            told.append(f"{step:+d}:{'^' if near < 0 else '$'}")
    return told


def _joined(looks: Looks, quoted: Quoted, bracketed: list[str], index: int) -> list[str]:
    """Facts that say more together."""
    here = looks[index][0]
    before = looks[index - 1][0] if index else "^"
    after = looks[index + 1][0] if index + 1 < len(looks) else "$"
    two_before = looks[index - 2][0] if index > 1 else "^"
    two_after = looks[index + 2][0] if index + 2 < len(looks) else "$"
    return [
        f"{before}|{here}",
        f"{here}|{after}",
        f"{before}|{here}|{after}",
        f"{two_before}|{before}|{here}",
        f"{here}|{after}|{two_after}",
        f"{here}|q{min(quoted[index][0], 2)}|{bracketed[index]}",
    ]


def _signs(quoted: Quoted, bracketed: list[str], index: int, ended: int) -> list[str]:
    number, after_opening, to_closing = quoted[index]
    told = [f"q{min(number, 2)}", f"b{bracketed[index]}"]
    if number:
        told += [f"q@{min(after_opening, 2)}", f"q@-{min(to_closing, 2)}"]
    told.append(f"quotations-before{min(ended, 2)}")
    return told


def _of_whole(looks: Looks, quoted: Quoted, sentences: list[Chunk]) -> list[str]:
    """What kind of line this is: shown with every token."""
    kinds = {kind for look in looks for kind in look}
    has = "".join(
        letter
        for letter, true in (
            ("q", any(q[0] for q in quoted)),
            ("v", "volume" in kinds),
            ("r", "range" in kinds),
            ("u", bool({"url", "doi"} & kinds)),
            ("d", "date" in kinds),
            ("i", "initial" in kinds),
        )
        if true
    )
    early = next((i for i, look in enumerate(looks) if look[0] in ("year", "date")), -1)
    share = "none" if early < 0 else _tenth(early, len(looks))
    return [f"line:{has}", f"line-date:{share}", f"line-n{_size(len(sentences))}"]


def _size(count: int) -> str:
    return str(count) if count < 4 else "4-6" if count < 7 else "7-12" if count < 13 else "13+"


def _share(part: int, whole: int) -> str:
    if not whole:
        return "-"
    return (
        "all"
        if part == whole
        else "most"
        if part * 3 > whole * 2
        else "some"
        if part > 1
        else "few"
    )


def _tenth(index: int, length: int) -> int:
    return 10 * index // max(length, 1)
