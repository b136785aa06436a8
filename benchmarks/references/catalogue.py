"""Books from the Library of Congress's catalogue, as far as a sample of it ships in a package.

MARC 21 in UTF-8 (https://www.loc.gov/marc/bibliographic/): a leader, a directory of twelve
characters a field, then the fields.
"""

import re
from collections.abc import Iterator

FIELD, PART, RECORD = b"\x1e", "\x1f", b"\x1d"
ROLES = {
    "ed": "editor",
    "editor": "editor",
    "tr": "translator",
    "trans": "translator",
    "translator": "translator",
    "joint author": "author",
}
# Cataloguers' own marks, and the ligatures of a romanisation that no reference list prints.
UNPRINTED = re.compile(r"[\[=;\ufe20\ufe21]|s\. ?n\.")
# The catalogue is in order of its numbers, old books first: every so many records shows all of it.
STEP = 420


def books(catalogue: bytes) -> Iterator[dict]:
    for place, raw in enumerate(catalogue.split(RECORD)):
        if place % STEP == 0 and len(raw) > 24:
            book = _book(_fields(raw))
            if book:
                yield book


def _fields(raw: bytes) -> dict[str, list[dict[str, str]]]:
    start = int(raw[12:17])
    fields: dict[str, list[dict[str, str]]] = {}
    directory = raw[24 : start - 1]
    for at in range(0, len(directory) - 11, 12):
        tag, length, offset = (directory[at + a : at + b] for a, b in ((0, 3), (3, 7), (7, 12)))
        begun = start + int(offset)
        text = raw[begun : begun + int(length)].rstrip(FIELD).decode("utf-8", "replace")
        parts = {piece[0]: piece[1:] for piece in reversed(text.split(PART)[1:]) if piece}
        fields.setdefault(tag.decode(), []).append(parts | {"whole": text})
    return fields


def _book(fields: dict) -> dict | None:
    titles, prints = fields.get("245"), fields.get("260") or fields.get("264")
    if not titles or not prints:
        return None
    year = re.search(r"\b(1[5-9]|20)\d\d\b", prints[0].get("c", ""))
    title = "" if "=" in titles[0]["whole"] else _title(titles[0])
    if not year or not title or len(title) > 180:
        return None
    book = {
        "id": fields["001"][0]["whole"].strip(),
        "type": "book",
        "title": title,
        "issued": {"date-parts": [[int(year[0])]]},
        "publisher-place": _tidy(prints[0].get("a", "")),
        "publisher": _tidy(prints[0].get("b", "")),
        "language": fields["008"][0]["whole"][35:38] if "008" in fields else "",
        "edition": _edition(fields),
        "collection-title": _tidy(fields.get("440", [{}])[0].get("a", "")),
        **_contributors(fields),
    }
    if any(UNPRINTED.search(value) for value in book.values() if isinstance(value, str)):
        return None
    return {key: value for key, value in book.items() if value}


def _title(field: dict[str, str]) -> str:
    title, rest = _tidy(field.get("a", "")), _tidy(field.get("b", ""))
    if not rest:
        return title
    return f"{title}{'' if title[-1:] in '?!' else ':'} {rest}"


def _edition(fields: dict) -> str:
    number = re.match(r"(\d+)", fields.get("250", [{}])[0].get("a", ""))
    return number[1] if number else ""


def _contributors(fields: dict) -> dict[str, list[dict[str, str]]]:
    roles: dict[str, list[dict[str, str]]] = {}
    for tag in ("100", "110", "700"):
        for field in fields.get(tag, []):
            role = "author" if tag < "700" else ROLES.get(field.get("e", "").strip(" .,"), "")
            name = _name(field, is_person=tag != "110")
            if role and name:
                roles.setdefault(role, []).append(name)
    return roles


def _name(field: dict[str, str], is_person: bool) -> dict[str, str] | None:
    text = _tidy(field.get("a", ""))
    if not is_person:
        return {"literal": text} if "b" not in field else None
    family, comma, given = text.partition(", ")
    if not comma or "," in given or " of " in text:
        return None
    # A last initial keeps the point that the catalogue's comma would have hidden.
    given = re.sub(r"\b([A-Z])$", r"\1.", given)
    return {"family": family, "given": given}


def _tidy(text: str) -> str:
    """The catalogue ends each part with the mark that joins it to the next."""
    return re.sub(r"\s+", " ", text).strip(" ,:;/").removesuffix(".").rstrip(" ,:;/")
