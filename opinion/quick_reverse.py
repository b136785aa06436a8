"""Addresses made as `reverse` makes them, without asking all patterns anew for each."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.http import RFC3986_SUBDELIMS

# A year, a month and a word that stand in no address by chance.
_SAMPLES = {1: "stand-in-for-a-word", 3: "1001/01/stand-in-for-a-word"}


def quick_reverse(view: str, path: str) -> str:
    """The address of `view` for a stored word (a slug), or for the three parts of an article's.

    Nothing is checked: what is stored once fitted.
    """
    count = path.count("/") + 1
    before, after = _around(view, count, get_urlconf(), get_script_prefix())
    return f"{before}{quote(path, safe=RFC3986_SUBDELIMS + '/~:@')}{after}"


@lru_cache
def _around(view: str, count: int, _urlconf, _prefix) -> list[str]:
    """What stands before the parts, and behind them."""
    return reverse(view, args=_SAMPLES[count].split("/")).split(_SAMPLES[count])
