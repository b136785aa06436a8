"""How an article and the works that it cites are told to reference managers."""

from dataclasses import dataclass

from django import template

from opinion.articles.coins import coins as coins_of
from opinion.articles.records import record_of
from opinion.references.formats import names
from opinion.references.record import Name, Record

register = template.Library()
# By our role, the element of Zotero's RDF.
_CREATORS = {"author": "bib:authors", "translator": "z:translators"}


@dataclass(frozen=True)
class Creators:
    tag: str
    names: list[Name]


@register.simple_tag
def record(article, edition, publication) -> Record:
    """The article as it is cited."""
    return record_of(article, edition, publication)


@register.filter
def zotero_creators(record: Record) -> list[Creators]:
    return [
        Creators(tag, people) for role, tag in _CREATORS.items() if (people := record.names(role))
    ]


@register.filter
def writers(record: Record) -> list[str]:
    """Its authors, family name first."""
    return [names.written(name).rstrip(",") for name in record.names("author")]


@register.filter
def surname(name: Name) -> str:
    return name.literal or " ".join(filter(None, [name.particle, name.family, name.suffix]))


@register.filter
def coins(reference) -> str:
    """A known reference as a ContextObject in Span; of a mere line there is nothing to tell."""
    return coins_of(reference.known) if reference.known else ""


@register.filter
def work_coins(record: Record) -> str:
    """A work as a ContextObject in Span: of the only one on its page Zotero saves the work."""
    return coins_of(record)
