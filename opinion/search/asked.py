"""What somebody typed into the search box, as PostgreSQL asks for it.

Any text is just words: in quotes they stand beside each other, after a hyphen they must not be
there, and of the last one its beginning is enough.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.search import SearchQuery
from django.db import connection

# Whoever types more is looked for by what comes first.
LONGEST, MOST_TERMS = 200, 12
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | {"\0": " "})
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_READ = """
SELECT opinion_term(ARRAY(SELECT DISTINCT opinion_reading(code) FROM unnest(%s::text[]) code),
                    said, is_begun)::text
FROM unnest(%s::text[], %s::boolean[]) WITH ORDINALITY term (said, is_begun, place) ORDER BY place
"""
# How words of one term hang together: beside each other, or so many places apart.
_TOGETHER = re.compile(r" (?:<(?:-|\d+)>|&) ")


class Term(NamedTuple):
    """A word or a phrase. Of one that `is_begun`, words that begin so are enough."""

    text: str
    is_excluded: bool
    is_begun: bool


def typed(text: str) -> str:
    """`text` as it is looked for and given back: on one line, and not too long."""
    return " ".join(text.translate(_QUOTES)[:LONGEST].split())


def terms(text: str) -> list[Term]:
    found = [
        Term(phrase or word, bool(sign), False)
        for sign, phrase, word in _TERM.findall(text)[:MOST_TERMS]
    ]
    if found and not text.endswith('"') and not found[-1].is_excluded:
        found[-1] = found[-1]._replace(is_begun=True)
    return found


@dataclass(frozen=True)
class Asked:
    """A search, read. Each query is PostgreSQL's own text for one; empty where nothing is asked."""

    typed: str
    terms: list[Term]
    wanted: str = ""
    unwanted: str = ""

    @property
    def query(self) -> str:
        """All of it. Without a word that is wanted nothing is: or it would be nearly everything."""
        return " & ".join(filter(None, [self.wanted, self.unwanted])) if self.wanted else ""

    @property
    def any_word(self) -> str:
        """Any of the words that are wanted, each by itself."""
        return _TOGETHER.sub(" | ", self.wanted)

    @property
    def words(self) -> str:
        """Those that are wanted, as they were typed."""
        return " ".join(term.text for term in self.terms if not term.is_excluded)


def read(text: str, languages: Iterable[str]) -> Asked:
    """What `text` asks of texts in these languages. One query."""
    found = terms(text)
    texts, begun = [term.text for term in found], [term.is_begun for term in found]
    with connection.cursor() as cursor:
        cursor.execute(_READ, [[*languages], texts, begun])
        queries = [row[0] for row in cursor.fetchall()]
    read_terms = [(term, query) for term, query in zip(found, queries, strict=True) if query]
    return Asked(
        text,
        found,
        " & ".join(f"({query})" for term, query in read_terms if not term.is_excluded),
        " & ".join(f"!({query})" for term, query in read_terms if term.is_excluded),
    )


class Ready(SearchQuery):
    """A query that PostgreSQL has read before: its words are not read again."""

    def as_sql(self, compiler, connection, *words, **more):
        sql, values = compiler.compile(self.source_expressions[-1])
        return f"{sql}::tsquery", values
