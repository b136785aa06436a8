"""Text between LaTeX's writing and ours."""

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text

_MARKED = re.compile(r"[\\{}$~%]|--|``|''|[?!]`")
# BibTeX knows no comments within a field: a percent sign there is one.
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_SPECIAL = re.compile(r"[\\{}%&#$_~^]|-(?=-)|'(?=')|`(?=`)|[?!](?=`)")
_ESCAPED = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {letter: "\\" + letter for letter in "{}%&#$_"}

# No field is longer, and the decoder's work grows faster than its text.
MOST_LETTERS = 20_000

# The decoder would make an accent of it: one of nobody's letters stands in for it meanwhile.
_CIRCUMFLEX = "\ue000"


def decoded(text: str) -> str:
    r"""Without braces and commands: `M{\"u}ller` is Müller. What cannot be read stays as it is."""
    if len(text) > MOST_LETTERS or not _MARKED.search(text):
        return text
    text = text.replace(_ESCAPED["^"], _CIRCUMFLEX)
    try:
        # Tolerant of what is never closed, it reads all that follows twice at each \frac{ before.
        found = _decoder().latex_to_text(_BARE_PERCENT.sub(r"\\%", text), tolerant_parsing=False)
    except Exception:  # It has many of its own for broken input, and none in common.
        return text
    return found.replace("\N{NO-BREAK SPACE}", " ").replace(_CIRCUMFLEX, "^")


@lru_cache(maxsize=1)
def _decoder() -> LatexNodes2Text:
    return LatexNodes2Text(keep_comments=True, strict_latex_spaces="macros")


def encoded(text: str) -> str:
    """As LaTeX has to read it. Two dashes or quotation marks in a row stay two."""
    return _SPECIAL.sub(lambda match: _ESCAPED.get(match[0], match[0] + "{}"), text)
