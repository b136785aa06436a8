from collections.abc import Iterator

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models

from authors.models import Author
from opinion import search_words

from .byline import Byline

# What an article is searched by, besides its authors.
HEADLINE = SearchVector("headline", config="simple")


class Searched(models.QuerySet):
    """How an article is found in the newsroom's list."""

    def matching(self, text: str):
        """Those that have each word of `text` in their headline or their byline's names.

        A word's beginning is enough. None where there is no word in it.
        """
        words = search_words.plain_words(text)
        found = self if words else self.none()
        for word in words:
            asked = SearchQuery(f"'{word}':*", config="simple", search_type="raw")
            headed = self.model.objects.alias(said=HEADLINE).filter(said=asked).values("pk")
            written = Byline.objects.filter(author__in=Author.objects.matching(word))
            # Not one condition or another, for which PostgreSQL would look at every article.
            found = found.filter(pk__in=headed.union(written.values("article")))
        return found

    def languages(self) -> Iterator[str]:
        """The languages that articles are written in: a look into an index for each."""
        coded = self.order_by("language").values_list("language", flat=True)
        last = coded.first()
        while last is not None:
            yield last
            last = coded.filter(language__gt=last).first()
