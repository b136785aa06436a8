"""How many fields of a line were read right: found, right and meant, by field."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field

from opinion.references.record import Name, Record

TEXTS = (
    "title container collection publisher place genre event volume issue number edition pages"
    " doi url"
).split()
ROLES = {"authors": "author", "editors": "editor", "translators": "translator"}
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/)+")
_PARTICLES = re.compile(r"(?: (?:de|da|do|von|van|af|der|den))+$")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass
class Score:
    """`wrong` counts by field what was read and isn't there, `missed` what wasn't read and is."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    lines: int = 0
    whole: int = 0

    def add(self, read: dict[str, object], meant: dict[str, object]) -> bool:
        """Whether the line is right in all fields."""
        before = self.wrong.total() + self.missed.total()
        for name in read.keys() | meant.keys():
            if read.get(name) == meant.get(name):
                self.right[name] += 1
                continue
            if name not in meant and _is_left_out(name, read[name]):
                continue
            self.wrong[name] += name in read
            self.missed[name] += name in meant
        self.lines += 1
        whole = before == self.wrong.total() + self.missed.total()
        self.whole += whole
        return whole

    @property
    def f1(self) -> float:
        right = 2 * self.right.total()
        return right / max(1, right + self.wrong.total() + self.missed.total())


def _is_left_out(name: str, value: object) -> bool:
    """The set names no number with a dash in it (“nos. 3–4”), though its lines have them."""
    return name in ("volume", "issue", "number", "edition") and "-" in str(value)


def meant(fields: dict) -> dict[str, object]:
    """The fields that the set says, without case, points and the kind of marks."""
    fields = _with_doi(fields)
    values = {name: _plain(str(fields[name])) for name in TEXTS if fields.get(name)}
    people = {
        role: [(_plain(family), _given(given)) for family, given in fields[role]]
        for role in ROLES
        if fields.get(role)
    }
    return values | people | ({"issued": tuple(fields["issued"])} if fields.get("issued") else {})


def _with_doi(fields: dict) -> dict:
    """An address of doi.org is a DOI, once."""
    found = [fields.get("doi", ""), fields.get("url", "")]
    dois = [_DOI.sub("", text) for text in found if _DOI.sub("", text).startswith("10.")]
    if not dois:
        return fields
    url = "" if _DOI.search(fields.get("url", "")) else fields.get("url", "")
    return fields | {"doi": dois[0], "url": url}


def read(record: Record | None) -> dict[str, object]:
    """The same of a record."""
    if record is None:
        return {}
    values: dict[str, object] = {
        name: _plain(text) for name in TEXTS if (text := getattr(record, name))
    }
    for ours, role in ROLES.items():
        if names := record.names(role):
            values[ours] = [_name(name) for name in names]
    if record.issued and record.issued.year:
        parts = (record.issued.year, record.issued.month, record.issued.day)
        values["issued"] = tuple(part for part in parts if part)
    return values


def _name(name: Name) -> tuple[str, str]:
    if name.is_literal:
        return _plain(name.literal), ""
    family = " ".join(filter(None, (name.particle, name.family)))
    return _plain(family), _given(name.given)


def _given(text: str) -> str:
    """Without the “de” of “Castro, Marcia Caldas de”, which the set leaves out."""
    return _plain(_PARTICLES.sub("", text))


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = re.sub(r"[‐‑‒–—−]", "-", text).translate(dict.fromkeys(map(ord, "“”«»„\"'‘’´"), None))
    return _EDGE.sub("", re.sub(r"[\s.]+", " ", text)).casefold()
