"""Where a text says what was looked for: a passage of it, in which the words are marked.

PostgreSQL tells which words mean the same; the text itself is never handed to it, and comes back
escaped before anything is marked in it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from opinion.fields import sort_key

from .asked import Asked

WORDS_SHOWN, LETTERS_SHOWN = 36, 400
# Of a longer text no more is looked at for a passage.
LETTERS_READ = 20_000
MOST_WORDS = 2_000
_TAG = re.compile("<[^>]*>")
_SIGNS = r"\s\x00-/:-@\[-`{-¿‐-⯿　-〿"
_NO_SPACES = "぀-ヿ㐀-鿿豈-﫿"
# The words of a text, as the database tells them apart.
_WORD = re.compile(f"[{_NO_SPACES}]|[^{_SIGNS}{_NO_SPACES}]+")
_LEXEME = re.compile(r"'((?:[^']|'')+)'")
_SAME = """
SELECT DISTINCT word FROM unnest(%s::text[], %s::text[]) said (word, language)
WHERE to_tsvector(opinion_reading(language), opinion_fold(word)) @@ %s::tsquery
"""


@dataclass(frozen=True)
class Text:
    words: str
    language: str


def plain(html: str) -> str:
    """The first words of HTML that was stored clean, on one line."""
    return " ".join(unescape(_TAG.sub(" ", html[:LETTERS_READ])).split())


class Marker:
    """Marks in texts what means the same as the words that were asked for. One query."""

    def __init__(self, asked: Asked, texts: Iterable[Text]) -> None:
        self.words = _meant(asked.any_word, texts)

    def marked(self, text: str) -> SafeString:
        marked, end = [], 0
        for found in _WORD.finditer(text):
            if found[0] in self.words:
                word = format_html("<mark>{}</mark>", found[0])
                marked.append((text[end : found.start()], word))
                end = found.end()
        return format_html("{}{}", format_html_join("", "{}{}", marked), text[end:])

    def passage(self, text: str) -> SafeString:
        """The part of a text that has most of the words; its beginning where it has none."""
        words = text.split(" ")
        hits = [
            {sort_key(word) for word in _WORD.findall(one) if word in self.words} for one in words
        ]
        start = _best(hits)
        shown = " ".join(words[start : start + WORDS_SHOWN])
        before = "… " if start else ""
        after = " …" if start + WORDS_SHOWN < len(words) else ""
        return format_html("{}{}{}", before, self.marked(shown[:LETTERS_SHOWN]), after)


def _best(hits: list[set[str]]) -> int:
    """Where to begin so that most different words are in sight, and a few before the first."""
    places = [place for place, found in enumerate(hits) if found][:500]

    def worth(place: int) -> int:
        return len(set().union(*hits[place : place + WORDS_SHOWN - 6]))

    best = max(places, key=worth, default=0)
    return max(best - 6, 0)


def _meant(query: str, texts: Iterable[Text]) -> set[str]:
    """Those words of the texts that the query finds."""
    # A word and what it is read as begin alike: only such words are asked about.
    begun = {lexeme[:2] for lexeme in _LEXEME.findall(query)}
    said = {
        (word, text.language)
        for text in texts
        for word in _WORD.findall(text.words)
        if sort_key(word)[:2] in begun
    }
    if not said:
        return set()
    asked = sorted(said)[:MOST_WORDS]
    with connection.cursor() as cursor:
        words, languages = zip(*asked, strict=True)
        cursor.execute(_SAME, [[*words], [*languages], query])
        return {row[0] for row in cursor.fetchall()}
