"""How long an article takes to read, by its words."""

import re

WORDS_A_MINUTE = 230
# Chinese, Japanese and Thai put no spaces between words: there the letters are counted.
LETTERS_A_MINUTE = 450
_TAG = re.compile("<[^>]*>")
_NO_SPACES = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def minutes(html: str) -> int:
    """Whole minutes, at least one, for HTML that was stored clean."""
    text = _TAG.sub(" ", html)
    letters = len(_NO_SPACES.findall(text))
    words = len(_NO_SPACES.sub(" ", text).split())
    return max(round(words / WORDS_A_MINUTE + letters / LETTERS_A_MINUTE), 1)
