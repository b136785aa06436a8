"""What a field of BibTeX says: texts, numbers and macros, joined by #."""

import re
from collections.abc import Iterator, Mapping

from . import dates

_WORD = re.compile(r"[^\s#]+")
_NUMBER = re.compile(r"\d\S*")


def of(raw: str, macros: Mapping[str, str]) -> tuple[str, list[str]]:
    """The text that `raw` writes, and the macros it names that `macros` has not.

    Such a macro stands in the text by its name, apart from its neighbours: `"A" # and # "B"` is
    meant as “A and B”.
    """
    parts = [*_parts(raw)]
    unknown = []
    said = []
    for is_text, part in parts:
        if is_text or _NUMBER.fullmatch(part) or dates.month_number(part) != part:
            said.append(part)
        elif part.lower() in macros:
            said.append(macros[part.lower()])
        else:
            unknown.append(part)
            said.append(f" {part} " if len(parts) > 1 else part)
    return "".join(said), unknown


def _parts(raw: str) -> Iterator[tuple[bool, str]]:
    """Each part, and whether it is a text: what stands in braces or quotation marks."""
    place = 0
    while place < len(raw):
        if raw[place] in '{"':
            end = _end(raw, place)
            yield True, raw[place + 1 : end]
            place = end + 1
        elif match := _WORD.match(raw, place):
            yield False, match[0]
            place = match.end()
        else:
            place += 1


def _end(raw: str, start: int) -> int:
    """Where the text that opens at `start` closes; quotation marks do so outside of braces."""
    depth = 0
    for place in range(start, len(raw)):
        letter = raw[place]
        is_escaped = raw[place - 1 : place] == "\\"
        if letter == "}" and not is_escaped:
            depth -= 1
            if not depth and raw[start] == "{":
                return place
        elif letter == "{" and not is_escaped:
            depth += 1
        elif letter == '"' and not depth and place > start:
            return place
    return len(raw)
