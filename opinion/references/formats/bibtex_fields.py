"""Fields of BibTeX that say together what a record says in one: titles in parts, addresses."""

import re
from collections.abc import Iterator

from .latex import decoded

Fields = dict[str, str]

# The whole title, and what follows it: after a colon, after a full stop.
_TITLES = {
    "title": ("subtitle", "titleaddon"),
    "journaltitle": ("journalsubtitle", "journaltitleaddon"),
    "booktitle": ("booksubtitle", "booktitleaddon"),
    "maintitle": ("mainsubtitle", "maintitleaddon"),
    "eventtitle": ("", "eventtitleaddon"),
}
_ENDS = (".", "?", "!", ":", "…")
_URL = re.compile(r"\\(?:url|href)\s*\{([^{}]+)\}|(https?://[^\s{}]+)")
_ARXIV = re.compile(r"(?:arxiv:)?\s*(\S+)", re.IGNORECASE)
_ARCHIVES = {
    "arxiv": "https://arxiv.org/abs/{}",
    "jstor": "https://www.jstor.org/stable/{}",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/{}",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}",
    "pmc": "https://www.ncbi.nlm.nih.gov/pmc/articles/{}",
    "hdl": "https://hdl.handle.net/{}",
    "googlebooks": "https://books.google.com/books?id={}",
    "hal": "https://hal.science/{}",
    "ssrn": "https://ssrn.com/abstract={}",
}
PARTS = {part for parts in _TITLES.values() for part in parts if part}
# By what `editoratype` and its like say; whoever else is named there edits too.
_ROLES = {
    "editor": "editor",
    "compiler": "compiler",
    "translator": "translator",
    "interviewer": "interviewer",
    "director": "director",
    "host": "host",
    "bookauthor": "container-author",
}
_PEOPLE = ("author", "editor", "translator", "editora", "editorb", "editorc", "namea")
_OF_FIELDS = {"author": "author", "translator": "translator", "bookauthor": "container-author"}
# How our roles are written: the field, and what its type says.
WRITTEN = {
    "author": ("author", ""),
    "editor": ("editor", ""),
    "translator": ("translator", ""),
    "interviewer": ("editora", "interviewer"),
    "director": ("editorb", "director"),
    "container-author": ("bookauthor", ""),
    "compiler": ("editorc", "compiler"),
    "host": ("namea", "host"),
}


def whole(fields: Fields) -> Fields:
    """With titles in one piece, and an address where only `howpublished` or `eprint` has one."""
    fields = dict(fields)
    for title, (subtitle, addon) in _TITLES.items():
        if said := fields.get(title) or (fields.get("journal") if title == "journaltitle" else ""):
            fields[title] = _joined(said, fields.get(subtitle, ""), fields.get(addon, ""))
    return _with_eprint(_with_address(fields))


def _joined(title: str, subtitle: str, addon: str) -> str:
    if subtitle:
        title = f"{title} {subtitle}" if title.endswith(_ENDS) else f"{title}: {subtitle}"
    if addon:
        title = f"{title} {addon}" if title.endswith(_ENDS) else f"{title}. {addon}"
    return title


def _with_address(fields: Fields) -> Fields:
    places = (fields.get(name, "") for name in ("howpublished", "note", "annote"))
    found = next((match for place in places if (match := _URL.search(place))), None)
    if found and not fields.get("url"):
        fields["url"] = (found[1] or found[2]).replace("\\", "").rstrip(".,;")
    return fields


def _with_eprint(fields: Fields) -> Fields:
    number = decoded(fields.get("eprint", ""))
    archive = (fields.get("eprinttype") or fields.get("archiveprefix") or "arxiv").lower()
    if not number or archive not in _ARCHIVES:
        return fields
    match = _ARXIV.match(number)
    if archive == "arxiv" and match and not fields.get("number"):
        fields["number"] = f"arXiv:{match[1]}"
    if not (fields.get("url") or fields.get("doi")):
        fields["url"] = _ARCHIVES[archive].format(match[1] if match else number)
    return fields


def people(fields: Fields) -> Iterator[tuple[str, str]]:
    """Who is named, still as written, with our role for them."""
    for key in (*_PEOPLE, "bookauthor"):
        if fields.get(key):
            kind = fields.get(f"{key}type", "").lower()
            yield _OF_FIELDS.get(key) or _ROLES.get(kind, "editor"), fields[key]


def types_of_people(fields: Fields) -> set[str]:
    """The fields that are told by a role of ours."""
    types = {f"{key}type" for key in _PEOPLE}
    return {key for key in types if fields.get(key, "").lower() in _ROLES}
