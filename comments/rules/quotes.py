"""Whether the words that somebody answers stand in the article."""

from functools import lru_cache
from typing import TYPE_CHECKING

from opinion import html
from opinion.articles import citations

if TYPE_CHECKING:
    from opinion.articles.models import Edition


def stands_in(edition: "Edition", passage: str) -> bool:
    """Whether `edition` says `passage`, however its words are parted by spaces and lines."""
    return html.clean_line(passage) in _words(citations.text_of(edition))


# Reading the longest body takes a good part of a second, and anybody may ask for it.
@lru_cache(maxsize=8)
def _words(body_html: str) -> str:
    return html.clean_line(html.plain_text(body_html))
