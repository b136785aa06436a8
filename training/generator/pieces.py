"""A line under construction: pieces of text, each with what it is, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Piece = tuple[str, str]
_AMERICAN = ("chicago notes", "chicago author-date", "apa", "mla")


@dataclass
class Line:
    """`text` and the labelled spans in it, in order: (label, start, end)."""

    text: str = ""
    spans: list[tuple[str, int, int]] = field(default_factory=list)
    style: str = ""

    def fields_count(self) -> int:
        return len({label for label, _start, _end in self.spans})


def joined(pieces: Iterable[Piece], style: str = "") -> Line:
    """The pieces one after another; a mark that doubles the one before it goes."""
    line = Line(style=style)
    for label, text in pieces:
        if not text:
            continue
        if line.text.endswith((" ", "(")) and text.startswith(" "):
            text = text.lstrip(" ")
        if not label:
            text = _without_double(line.text, text)
            text = _into_quotation(line, text)
        if label:
            line.spans.append((label, len(line.text), len(line.text) + len(text)))
        line.text += text
    return _tidied(line)


def _without_double(before: str, text: str) -> str:
    """`Why?` and `Inc.` end without a further full stop, in quotation marks too."""
    last = before.rstrip("”»“\"'")[-1:]
    if text[:1] in (".", ",") and last and last in ".?!…,":
        if text[0] == "," and last in ".?!":
            return text
        return text[1:]
    return text


def _into_quotation(line: Line, text: str) -> str:
    """In American styles a stop or comma goes into the quotation that a title ends with: “Sea.”"""
    if not (line.style in _AMERICAN and line.text.endswith("”") and text[:1] in (".", ",")):
        return text
    line.text = line.text[:-1] + text[0] + "”"
    label, start, _end = line.spans[-1]
    line.spans[-1] = (label, start, len(line.text))
    return text[1:]


def _tidied(line: Line) -> Line:
    stripped = line.text.strip()
    shift = len(line.text) - len(line.text.lstrip())
    line.spans = [
        (label, max(0, start - shift), min(end - shift, len(stripped)))
        for label, start, end in line.spans
    ]
    line.text = stripped
    return line
