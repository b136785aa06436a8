from collections.abc import Iterator

from django.db import models
from django.db.models.expressions import RawSQL

from opinion import search_words


class Searched(models.QuerySet):
    """How an article is found in the newsroom's list."""

    def matching(self, text: str):
        """Those whose draft has each word of `text`: in headline, byline, text, note or references.

        Of a word of three letters its beginning is enough. None where there is no word in it.
        """
        words = search_words.plain_words(text)
        found = RawSQL("SELECT articles_drafts_with(%s::text[])", [words])
        return self.filter(pk__in=found) if words else self.none()

    def languages(self) -> Iterator[str]:
        """The languages that articles are written in: a look into an index for each."""
        coded = self.order_by("language").values_list("language", flat=True)
        last = coded.first()
        while last is not None:
            yield last
            last = coded.filter(language__gt=last).first()
