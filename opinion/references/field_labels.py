"""The fields of a work by their names for people."""

from django.utils.translation import gettext_lazy as _

from . import type_names
from .formats import dates, names
from .record import Record

ROLES = {
    "author": _("Author"),
    "editor": _("Editor"),
    "translator": _("Translator"),
    "interviewer": _("Interviewer"),
    "director": _("Director"),
    "container-author": _("Author of the book"),
    "compiler": _("Compiler"),
    "host": _("Host"),
}
TEXTS = {
    "title": _("Title"),
    "container": _("Published in"),
    "collection": _("Series"),
    "edition": _("Edition"),
    "volume": _("Volume"),
    "issue": _("Issue"),
    "number": _("Number"),
    "pages": _("Pages"),
    "genre": _("Kind"),
    "event": _("Event"),
    "place": _("Place"),
    "publisher": _("Publisher"),
}
DATES = {"issued": _("Date"), "original": _("First published"), "accessed": _("Accessed")}
ADDRESSES = {
    "doi": _("DOI"),
    "isbn": _("ISBN"),
    "issn": _("ISSN"),
    "url": _("Web address"),
    "language": _("Language"),
    "note": _("Note"),
}


def of(record: Record) -> list[tuple[str, str]]:
    """What is known of a work: the name of each field, and what it says."""
    people = [(ROLES.get(role, role), names.written(name)) for role, name in record.contributors]
    texts = [(words, getattr(record, name)) for name, words in TEXTS.items()]
    days = [
        (words, dates.written(date))
        for name, words in DATES.items()
        if (date := getattr(record, name))
    ]
    addresses = [(words, getattr(record, name)) for name, words in ADDRESSES.items()]
    kind = (_("Type"), type_names.name(record.type))
    found = [kind, *people, *texts, *days, *addresses]
    return [(str(words), said) for words, said in found if said]
