"""Notes typed without the editor: `[^1]` where one is called, and `[^1]: …` for its text."""

import re
from collections.abc import Callable
from itertools import chain, count

_KEY = r"\[\^([A-Za-z0-9][A-Za-z0-9_-]{0,29})\]"
# A text reaches to a blank line or to the next one.
_TEXT = re.compile(rf"^[ \t]*{_KEY}:[ \t]*(\S.*(?:\n(?![ \t]*\n|[ \t]*\[\^).+)*)\n?", re.MULTILINE)
_CALL = re.compile(_KEY)


def read(typed: str, written: Callable[[str], str]) -> str:
    """`typed` as `written` makes HTML of it, its notes in the form that `opinion.html` keeps.

    What looks like a call and has no text stays as it is.
    """
    texts: dict[str, str] = {}
    rest = typed.replace("\r\n", "\n")
    for key, text in _TEXT.findall(rest):
        texts.setdefault(key, text)
    if not texts:
        return written(typed)
    keys = {key: _free(key, typed) for key in texts}
    body = _CALL.sub(
        lambda call: f'<a data-note="{keys[call[1]]}"></a>' if call[1] in keys else call[0],
        written(_TEXT.sub("\n", rest)),
    )
    items = "".join(f'<li data-note="{keys[key]}">{written(texts[key])}</li>' for key in texts)
    return f'{body}\n<section data-notes=""><ol>{items}</ol></section>'


def _free(key: str, typed: str) -> str:
    """A key that no note has which was there before."""
    names = chain([key], (f"{key}-{number}" for number in count(2)))
    return next(name for name in names if f'data-note="{name}"' not in typed)
