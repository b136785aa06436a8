"""How an article's parts are put into words."""

from dataclasses import dataclass
from itertools import groupby

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext, to_locale

from opinion import html
from opinion.articles import (
    archived,
    card_html,
    reading_time,
    related,
    rendered_references,
    wide_tables,
)
from opinion.articles import citations as citing
from opinion.articles import contents as contents_of
from opinion.articles import series as series_of
from opinion.articles.models import EditionByline, Erratum
from opinion.articles.sharing import shown
from opinion.articles.structured import article_data

register = template.Library()


@dataclass(frozen=True)
class Credit:
    """The people who did one thing: `By` and its names."""

    role: str
    people: list


@register.filter
def credits(edition) -> list[Credit]:
    """The byline in order, neighbours with the same role together."""
    return [
        Credit(role=group[0].get_role_display(), people=group)
        for _role, lines in groupby(edition.printed_bylines, key=lambda line: line.role)
        if (group := list(lines))
    ]


@register.filter
def byline(edition) -> str:
    """The byline as one plain line: By A and B. Translated by C."""
    return " · ".join(
        f"{credit.role} {names([person.name for person in credit.people])}"
        for credit in credits(edition)
    )


def names(people: list[str]) -> str:
    """A, B and C."""
    if len(people) < 2:
        return "".join(people)
    return gettext("%(names)s and %(last)s") % {
        "names": gettext(", ").join(people[:-1]),
        "last": people[-1],
    }


@register.filter
def people(edition) -> list:
    """Each person of the byline once, for their cards."""
    first: dict[int, EditionByline] = {}
    for line in edition.printed_bylines:
        first.setdefault(line.author_id, line)
    return list(first.values())


@register.simple_tag
def shared_picture(article, edition) -> shown.SharedPicture | None:
    """The picture that stands where the article is shared."""
    return shown.picture(article, edition)


@register.filter
def shared_title(edition) -> str:
    return shown.title(edition)


@register.filter
def description(edition) -> str:
    """What search engines and other sites say of the article below its title."""
    return shown.description(edition)


@register.simple_tag(takes_context=True)
def card(context, article, kind) -> str:
    """A published article in a list: a `lead`, a `card` or a `river_entry`."""
    return card_html.draw(kind, article, context["publication"])


@register.simple_tag(takes_context=True)
def printed_references(context, edition) -> list:
    """The edition's references, each with its `rendering` in the publication's style or None.

    And with `gone`, the link that is, where there is a copy of it.
    """
    style = context["publication"].citation_style
    return archived.attach(
        rendered_references.attach(edition.printed_references, style, edition.language)
    )


@register.filter
def archived_copy(reference) -> str:
    """The address of a copy of what the reference led to and is gone, or nothing."""
    return archived.copy_of(reference.gone)


@register.filter
def robust(stored, gone):
    """HTML that was stored, in which links that are gone say where there is a copy."""
    return archived.robust(stored, gone)


@register.simple_tag
def errata_of(article) -> list:
    """What was corrected in the article's references since it was first published."""
    return list(Erratum.objects.of(article)) if article.is_published else []


@register.filter
def link_of(reference) -> str:
    """The address to print after a reference whose text has no link of its own, or nothing."""
    if "<a " in reference.text_html:
        return ""
    return html.safe_url(reference.url) or ""


@register.simple_tag
def citations(edition, address="") -> citing.Shown:
    """The text with its citations numbered, and its lists of references."""
    return citing.shown(edition, address)


@register.simple_tag
def read_next(article) -> list:
    """(kind, articles) of what the page of a published article leads on to."""
    return related.after(article) if article.is_published else []


@register.simple_tag
def places_in_series(article) -> list:
    """Which part the article is of series and dossiers, and what stands beside it there."""
    return series_of.places(article)


@register.filter
def reading_minutes(edition) -> int:
    return reading_time.minutes(edition.body_html)


@register.simple_tag
def contents(text) -> contents_of.Contents:
    """The text for a page: anchors at its headings, frames around its tables, and its contents."""
    return contents_of.of(wide_tables.framed(text))


@register.filter
def og_locale(language) -> str:
    """A language as Open Graph writes it: pt_BR."""
    return to_locale(language)


@register.simple_tag
def structured_data(article, edition, publication, comments=0):
    """The article for search engines, as JSON-LD, with how many comments it has."""
    return format_html(
        '<script type="application/ld+json">{}</script>',
        article_data(article, edition, publication, comments),
    )
