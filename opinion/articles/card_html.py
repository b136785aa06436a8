"""An article as a list shows it: each kind of card is drawn once for a shape, and filled in."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from opinion.page_cache.drawing import shows
from opinion.stencils import Stencil, hole
from opinion.templatetags.dates import Dates

from .models import EditionByline

LANGUAGE = ("language", "direction")
PICTURE = ("url", "width", "height", "alt", "focus")
SOURCES = ("avif", "webp", "jpeg")


class Shape(NamedTuple):
    """All that decides how a card is drawn, but for the values put into it."""

    # Of the publication and of the edition.
    around: tuple[str, str]
    language: tuple[str, str]
    has_picture: bool
    # Which renditions of it there are.
    sources: tuple[str, ...]
    has_standfirst: bool
    has_comments: bool
    # The roles in the byline, one for each person.
    roles: tuple[str, ...]
    # How often it points into a work, and how many sentences cite it: on the pages of works.
    places: int
    sentences: int


def _context(shape: Shape) -> dict[str, Any]:
    edition = {
        **dict(zip(LANGUAGE, shape.language, strict=True)),
        "headline": hole("headline"),
        "standfirst": shape.has_standfirst and hole("standfirst"),
        "type": {
            "label": hole("label"),
            "explanation": hole("explanation"),
        },
        "section": {"name": hole("section"), "get_absolute_url": hole("section_address")},
    }
    byline = [_person(place, role) for place, role in enumerate(shape.roles)]
    picture = {name: hole(f"picture_{name}") for name in (*PICTURE, *shape.sources)}
    return {
        "publication": dict(zip(LANGUAGE, shape.around, strict=True)),
        "edition": SimpleNamespace(**edition, printed_bylines=byline),
        "picture": shape.has_picture and picture,
        "article": {
            "get_absolute_url": hole("address"),
            "places": [hole(f"place_{place}") for place in range(shape.places)],
            "sentences": [hole(f"sentence_{place}") for place in range(shape.sentences)],
        },
        "published": hole("published"),
        "published_in_words": hole("published_in_words"),
        "reading": hole("reading"),
        "comments": shape.has_comments and hole("comments"),
    }


def _person(place: int, role: str) -> SimpleNamespace:
    return SimpleNamespace(
        role=role,
        get_role_display=EditionByline(role=role).get_role_display,
        name=hole(f"name_{place}"),
        author=SimpleNamespace(get_absolute_url=hole(f"author_{place}")),
    )


CARDS = {
    kind: Stencil(f"articles/_{kind}.html", _context) for kind in ("lead", "card", "river_entry")
}


def draw(kind: str, article, publication) -> SafeString:
    """A published article with its parts (see `printed_parts`) as a card of this kind."""
    return CARDS[kind].fill(_shape(article, publication), dict(_values(article)))


def _shape(article, publication) -> Shape:
    edition = article.live_edition
    return Shape(
        (publication.language, publication.direction),
        (edition.language, edition.direction),
        edition.lead is not None,
        tuple(name for name in SOURCES if edition.lead and getattr(edition.lead, name)),
        bool(edition.standfirst),
        bool(_comments(article)),
        tuple(line.role for line in edition.printed_bylines),
        len(getattr(article, "places", ())),
        len(getattr(article, "sentences", ())),
    )


def _values(article) -> Iterator[tuple[str, Any]]:
    edition, dates = article.live_edition, Dates()
    yield "address", article.get_absolute_url()
    yield "headline", edition.headline
    yield "standfirst", edition.standfirst
    yield "published", dates.iso(article.published_at)
    yield "published_in_words", dates.day(article.published_at)
    yield "reading", _reading(edition.minutes)
    yield "comments", _comments_in_words(_comments(article))
    yield "label", edition.type.label
    yield "explanation", edition.type.explanation
    yield "section", edition.section.name
    yield "section_address", edition.section.get_absolute_url()
    for place, line in enumerate(edition.printed_bylines):
        yield f"name_{place}", line.name
        yield f"author_{place}", line.author.get_absolute_url()
    yield from _values_of_list("place", getattr(article, "places", ()))
    yield from _values_of_list("sentence", getattr(article, "sentences", ()))
    if picture := edition.lead:
        for name in (*PICTURE, *SOURCES):
            yield f"picture_{name}", getattr(picture, name)


def _comments(article) -> int:
    """How many the worker has counted; nothing for what nobody has answered."""
    shows("tally", article.pk)
    tally = getattr(article, "tally", None)
    return tally.comments if tally else 0


def _reading(minutes: int) -> str:
    return ngettext("%(minutes)d min read", "%(minutes)d min read", minutes) % {"minutes": minutes}


def _comments_in_words(number: int) -> str:
    return ngettext("%(number)d comment", "%(number)d comments", number) % {"number": number}


def _values_of_list(name: str, values) -> Iterator[tuple[str, Any]]:
    for place, value in enumerate(values):
        yield f"{name}_{place}", value
