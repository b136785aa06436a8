"""What each part of a printed line is, for certain: or nothing is said about the line.

A work is printed twice, plain and with marks around the values of its variables. The marks of the
second print, carried over to the first, say where a value stands as printed; numbers and dates are
then looked for in what is left. A value that could stand in two places drops the line.
"""

import re
from difflib import SequenceMatcher

TEXTS = {
    "title": "title",
    "container-title": "container",
    "collection-title": "collection",
    "publisher": "publisher",
    "publisher-place": "place",
    "genre": "genre",
    "event-title": "event",
}
ROLES = {"author": "authors", "editor": "editors", "translator": "translators"}
_FIRST = 0xE000
_MARKS = re.compile("[\ue000-\ue0ff]")
_MARKED = re.compile("([\ue000-\ue0ff])([^\ue000-\ue0ff]*)[\ue000-\ue0ff]")
_OPENING = {name: chr(_FIRST + 2 * place) for place, name in enumerate([*TEXTS, *ROLES])}
_NAMES = {mark: name for name, mark in _OPENING.items()}

LABELS = {
    "volume": r"(?:vol(?:ume|s)?\.?|Bd\.|т\.|Т\.)\s*$",
    "issue": r"(?:no\.|n°|№|Nr\.|H\.|issue|iss\.|number|\()\s*$",
}
MONTHS = (
    r"jan\w*|enero|янв\w*",
    r"feb\w*|f[ée]vr\w*|фев\w*",
    r"mar\w*|märz|мар\w*",
    r"apr\w*|avr\w*|апр\w*",
    r"may|mai|мая|май",
    r"june?|juni?|juin|июн\w*",
    r"july?|juli?|juil\w*|июл\w*",
    r"aug\w*|ao[uû]t|авг\w*",
    r"sep\w*|сен\w*",
    r"o[ck]t\w*|окт\w*",
    r"nov\w*|ноя\w*",
    r"de[cz]\w*|déc\w*|дек\w*",
)


class Uncertain(ValueError):
    """The line can't be labelled without a guess; `str()` of it is why."""


def marked(work: dict) -> dict:
    """The work with marks around what is printed as it is."""
    copy = dict(work)
    for name in TEXTS:
        if name in work:
            copy[name] = _OPENING[name] + str(work[name]) + chr(ord(_OPENING[name]) + 1)
    for role in ROLES:
        if role in work:
            copy[role] = [_marked_name(name, _OPENING[role]) for name in work[role]]
    return copy


def _marked_name(name: dict, opening: str) -> dict:
    part = "literal" if "literal" in name else "family"
    return name | {part: opening + name.get(part, "") + chr(ord(opening) + 1)}


def labels(work: dict, line: str, marked_line: str) -> dict[str, object]:
    """The fields of `line` as printed: texts, lists of [family, given], numbers, the date."""
    spans = _spans(line, marked_line)
    fields: dict[str, object] = {}
    covered: list[tuple[int, int]] = []
    for name, ours in TEXTS.items():
        if name in spans:
            start, end = _trimmed(line, *spans[name][0])
            fields[ours] = line[start:end]
            covered += spans[name]
    for role, ours in ROLES.items():
        if role in spans:
            pairs = zip(work[role], spans[role], strict=False)
            people = [_person(name, line, *at) for name, at in pairs]
            fields[ours] = [[family, given] for family, given, _span in people]
            covered += [span for _family, _given, span in people]
    _check_apart(covered)
    rest = _without(line, covered)
    return fields | _identifiers(work, rest) | _numbers(work, rest)


def _spans(line: str, marked_line: str) -> dict[str, list[tuple[int, int]]]:
    bare = _MARKS.sub("", marked_line)
    carried = _carried(bare, line)
    spans: dict[str, list[tuple[int, int]]] = {}
    taken = 0
    for match in _MARKED.finditer(marked_line):
        before = len(_MARKS.findall(marked_line[: match.start()]))
        start = match.start() - before
        end = start + len(match[2])
        if match[1] not in _NAMES or not match[2]:
            raise Uncertain("marks out of order")
        here = carried[start], carried[end - 1] + 1
        if _letters(line[slice(*here)]) != _letters(match[2]):
            raise Uncertain("a value moved")
        taken += 1
        spans.setdefault(_NAMES[match[1]], []).append(here)
    if 2 * taken != len(_MARKS.findall(marked_line)):
        raise Uncertain("marks out of order")
    return spans


def _carried(bare: str, line: str) -> list[int]:
    """For each letter of the marked print, its place in the plain one."""
    if bare == line:
        return list(range(len(line)))
    matcher = SequenceMatcher(None, bare, line, autojunk=False)
    if matcher.ratio() < 0.9:
        raise Uncertain("the marked print differs")
    places = [-1] * len(bare)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal" or (kind == "replace" and b - a == d - c):
            places[a:b] = range(c, d)
    if places and places[0] < 0:
        places[0] = 0
    for place in range(1, len(places)):
        if places[place] < 0:
            places[place] = places[place - 1]
    return places


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    while start < end and line[start] in " .,;:“”\"'‘’«»":
        start += 1
    while end > start and line[end - 1] in " .,;:“”\"'‘«»":
        end -= 1
    return start, end


def _check_apart(covered: list[tuple[int, int]]) -> None:
    for (_a, end), (start, _b) in zip(sorted(covered), sorted(covered)[1:], strict=False):
        if start < end:
            raise Uncertain("two values in one place")


def _without(line: str, covered: list[tuple[int, int]]) -> str:
    letters = list(line)
    for start, end in covered:
        letters[start:end] = "\0" * (end - start)
    return "".join(letters)


def _person(name: dict, line: str, start: int, end: int) -> tuple[str, str, tuple[int, int]]:
    family = line[start:end].strip()
    particle = name.get("non-dropping-particle") or name.get("dropping-particle") or ""
    if particle and line[:start].endswith(particle + " "):
        start -= len(particle) + 1
        family = f"{particle} {family}"
    given = name.get("given", "")
    if not given:
        return family, "", (start, end)
    pattern = _given(given)
    after = re.match(rf",?\s*({pattern})(?![^\W\d_])", line[end:])
    before = re.search(rf"(?<![^\W\d_])({pattern})\s*$", line[:start])
    if before and (not after or len(before[1]) >= len(after[1])):
        return family, before[1].strip(), (before.start(1), end)
    if not after:
        raise Uncertain("a given name is printed otherwise")
    return family, after[1].strip(), (start, end + after.end())


def _given(given: str) -> str:
    """A given name in full or by initials, with or without points and spaces."""
    tokens = re.findall(r"[^\W\d_][^\s.\-–]*", given)
    if not tokens:
        return re.escape(given)
    forms = [rf"(?:{re.escape(token)}|{re.escape(token[0])})\.?" for token in tokens]
    first, *others = forms
    return re.escape(given) + "|" + first + "".join(rf"(?:[\s\-–]*{form})?" for form in others)


def _identifiers(work: dict, rest: str) -> dict[str, str]:
    found = {}
    for name, ours in (("DOI", "doi"), ("URL", "url")):
        value = str(work.get(name, ""))
        if value and value.casefold() in rest.casefold():
            found[ours] = value
    return found


def _numbers(work: dict, rest: str) -> dict[str, object]:
    for value in (work.get("URL"), work.get("DOI")):
        rest = rest.replace(str(value), "\0" * len(str(value))) if value else rest
    found: dict[str, object] = {}
    rest, pages = _pages(work, rest)
    rest, issued = _issued(work, rest)
    found |= pages | issued
    for name in ("volume", "issue", "edition", "number"):
        rest, value = _number(name, work, rest)
        found |= value
    return found


def _pages(work: dict, rest: str) -> tuple[str, dict[str, object]]:
    value = str(work.get("page", ""))
    if len(re.findall(r"[-–]+", value)) > 1:
        raise Uncertain("pages of more than one kind")
    parts = re.match(r"([\w.]+)([\-–]*)([\w.]*)", value)
    if not parts or "," in value:
        return rest, {}
    first, dash, last = parts.groups()
    tail = rf"\s?[-–]\s?(\w?\d*{re.escape(last[-1:])})\b" if dash and last else r"\b"
    matches = list(re.finditer(rf"(?<![\w/]){re.escape(first)}{tail}", rest))
    if not dash or not last:
        labelled = r"(?:pp?\.|[SС]\.|,|:)\s?$"
        matches = [m for m in matches if re.search(labelled, rest[: m.start()])]
    if len(matches) > 1:
        raise Uncertain("pages could be elsewhere")
    if matches:
        return _cut(rest, matches[0]), {"pages": matches[0][0]}
    if re.search(rf"(?<!\w){re.escape(first)}\s?[-–]", rest):
        raise Uncertain("pages are printed otherwise")
    return rest, {}


def _issued(work: dict, rest: str) -> tuple[str, dict[str, object]]:
    dates = work.get("issued", {}).get("date-parts") or [[]]
    parts = [int(part) for part in dates[0]]
    if not parts:
        return rest, {}
    if len(dates) > 1:
        raise Uncertain("two dates")
    matches = list(re.finditer(rf"(?<!\d){parts[0]}(?!\d)", rest))
    if not matches:
        raise Uncertain("no year")
    # Author-date styles may say the year twice, with the day the second time.
    if len(matches) > 2:
        raise Uncertain("the year could be elsewhere")
    found = parts[:1]
    for match in matches:
        told, rest = _day_beside(parts, match, rest)
        found = max(found, told, key=len)
        rest = rest[: match.start()] + "\0" * 4 + rest[match.end() :]
    if len(found) == 1:
        found, rest = _day_beside(parts, re.search(r"(?s)\A.*\Z", rest), rest)
    return rest, {"issued": found}


def _day_beside(parts: list[int], place: re.Match, rest: str) -> tuple[list[int], str]:
    """The year with the day and month that stand at a place, and the rest without them."""
    if len(parts) == 1:
        return parts, rest
    start, end = max(0, place.start() - 22), place.end() + 22
    around = rest[start:end]
    month = rf"(?:(?<!\w)(?:{MONTHS[parts[1] - 1]})\b\.?|(?<!\d)0?{parts[1]}(?=[./\-]))"
    if len(parts) > 2:
        day = rf"(?<!\d)0?{parts[2]}(?:er|st|nd|rd|th)?(?!\d)"
        whole = re.search(rf"{day}[\s.]*{month}|{month}[\s.,\-]*{day}", around, re.IGNORECASE)
        if whole:
            return parts[:3], rest[:start] + _blank(around, whole) + rest[end:]
    alone = re.search(month, around, re.IGNORECASE)
    if alone:
        return parts[:2], rest[:start] + _blank(around, alone) + rest[end:]
    return parts[:1], rest


def _blank(text: str, match: re.Match) -> str:
    return text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]


def _number(name: str, work: dict, rest: str) -> tuple[str, dict[str, object]]:
    value = str(work.get(name, ""))
    if not value:
        return rest, {}
    pattern = re.escape(value).replace(r"\-", "[-–]").replace("–", "[-–]")
    suffix = r"(?:st|nd|rd|th|e|ed|\.)?" if name == "edition" else ""
    matches = list(re.finditer(rf"(?<![\w\-–]){pattern}(?={suffix}(?![\w\-–]))", rest))
    if len(matches) > 1 and name in LABELS:
        labelled = [m for m in matches if re.search(LABELS[name], rest[: m.start()], re.I)]
        first = matches[:1] if name == "volume" else matches
        matches = labelled if len(labelled) == 1 else first
    if len(matches) > 1:
        raise Uncertain(f"{name} could be elsewhere")
    if not matches:
        return rest, {}
    return _cut(rest, matches[0]), {name: matches[0][0]}


def _cut(rest: str, match: re.Match) -> str:
    return rest[: match.start()] + "\0" * (match.end() - match.start()) + rest[match.end() :]
