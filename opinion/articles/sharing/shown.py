"""What is told of an article where it is shared: its picture, and its titles."""

from typing import NamedTuple

from opinion import html
from opinion.articles import citations
from opinion.articles.models import Article, Edition

from .drawing import HEIGHT, WIDTH

# About as many as search engines show.
WORDS = 26


class SharedPicture(NamedTuple):
    """`alt` says what is to be seen on it."""

    url: str
    width: int
    height: int
    alt: str


def picture(article: Article, edition: Edition) -> SharedPicture | None:
    """The one that was chosen, or the card, which says what kind of text it is; else the lead.

    None while nothing is drawn yet.
    """
    chosen, card = edition.social, getattr(article, "card", None)
    if card and not chosen:
        return SharedPicture(card.url, WIDTH, HEIGHT, card_alt(edition))
    use = chosen or edition.lead
    if not use:
        return None
    return SharedPicture(use.url, use.width, use.height, use.alt or edition.full_headline)


def card_alt(edition: Edition) -> str:
    return f"{edition.type.label}: {edition.headline}"


def description(edition: Edition) -> str:
    """For search engines: what an editor says, or else how the article begins."""
    said = edition.search_description or edition.standfirst
    return said or html.excerpt(citations.without_numbers(edition), WORDS)


def title(edition: Edition) -> str:
    """For where it is shared."""
    return edition.social_title or edition.full_headline
