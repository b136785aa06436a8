"""What somebody types into a search, as words without case and accents, and as PostgreSQL asks."""

import re

from opinion.fields import sort_key

# PostgreSQL refuses to index a word longer than 2 kB.
LONGEST_WORD = 200
MOST_ASKED = 8
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in _WORD.findall(sort_key(text))]


def plain_words(text: str) -> list[str]:
    """The first of its words with their accents, as a text that was stored so has them."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())][:MOST_ASKED]


def beginning(text: str, *, any_word=False) -> str:
    """A raw query for each word of `text`, or for any of them, or for words that begin so.

    Empty where there is no word in it. The rest of very many words is not looked for.
    """
    asked = [f"'{word}':*" for word in words_of(text)[:MOST_ASKED]]
    return (" | " if any_word else " & ").join(asked)
