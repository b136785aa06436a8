"""Reference lines as people paste them: one reference a line, with the noise of where they were.

A line that was wrapped by hand is joined to the one before it where the text tells: it is indented,
begins with a small letter, or goes on after a comma. Where nothing tells, two halves stay two: a
wrong join would hide a work inside another one's line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import ngettext

from opinion import html

LIMIT = 100_000
LINE_LIMIT = 4_000
# Nobody's screen or paper wraps later.
LONGEST_WRAPPED = 240

# "Ø", "o", "ü" and "§" are what Word's bullets become when their font is lost. "Ø. Hansen" keeps
# its initial, "§ 12" its section, and a year is never taken for a number in a list. "^ a b" is
# where Wikipedia's footnotes lead back to.
_STRAY = re.compile(
    r"(?:[\^↑](?: ?[a-z](?= ))*(?: |$)"
    r"|(?:[•·●○◦▪▫■□‣⁃►▸➢➤✓✔*–—\-Øoü]|§(?! \d)|\d{1,3}[.)]|\(\d{1,3}\))(?: |$)|\[\d{1,3}\] ?)+"
)
# A link or DOI at the start of a line may be a reference of its own.
_STARTS_ALONE = re.compile(r"(?:https?://|www\.|doi\s?:|10\.\d{4,9}/|@\w+\s*\{)", re.IGNORECASE)
# No reference ends so.
_UNFINISHED = re.compile(
    r"(?:[,:;&(/“«„]|\b(?:and|of|the|in|on|for|to|with|by|from|a|an|et|und|der|die|das|de|la|le|des|du"
    r"|y|del|el|dan|di|yang|и|в|на|vol\.|no\.|pp\.|eds?\. by))$"
)
_IN_THE_MIDDLE = re.compile(r"[(,;:&–—]|\d+\s?[–\-]\s?\d+[.,]")
_BEGINS_WITH_NAME = re.compile(r"[^\W\d_][\w’'\-]+(?: [^\W\d_][\w’'\-]+)?, [^\W\d_]|[“«„\"]")
_HEADING = re.compile(r"[^\d.]{1,40}")
_WHOLE = re.compile(r"\d{4}|[.?!]$")
# “van Gogh, Vincent”, “de Beauvoir, Simone”, “hooks, bell”: how a reference may begin.
_SMALL_NAME = re.compile(
    r"(?:(?:van|von|de|der|den|du|da|di|del|della|dos|das|al|el|ibn|bin|ter|ten|af|zu|le|la)"
    r"[ \-’'])+"
    r"[^\W\d_]\w+,? "
)
_NAME_IN_SMALL = re.compile(r"[^\W\d_]{2,20}, [^\W\d_]{2,20}[.,] ")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\((?=https?://)", re.IGNORECASE)
_BRACKET_OR_SPACE = re.compile(r"[()\s]")
_START_OF_ADDRESS = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_DOI = re.compile(r"(?<![\w./])10\.\d{4,9}(?:\.\d+)*/[^\s\"“”«»]+", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/(?=10\.)", re.IGNORECASE)


class LineTooLong(ValueError):
    """One line over LINE_LIMIT; `str()` of it is for the person who pasted it."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line

    def __str__(self) -> str:
        return ngettext(
            "A reference can't be longer than %(limit)d character. This one is: “%(start)s…”",
            "A reference can't be longer than %(limit)d characters. This one is: “%(start)s…”",
            LINE_LIMIT,
        ) % {"limit": LINE_LIMIT, "start": self.line[:60]}


@dataclass(frozen=True)
class Line:
    """One pasted reference: as pasted (kept for ever), its cleaned text, its link or ""."""

    pasted: str
    text: str
    url: str


def split(pasted: str) -> list[Line]:
    """The references in a paste, one for each line that says anything.

    Raises html.TooLong when the paste has more than LIMIT characters, LineTooLong when a line has
    more than LINE_LIMIT; both are ValueErrors whose message is translated.
    """
    html.check_length(pasted, LIMIT)
    lines = [clean(line) for line in joined(pasted.splitlines())]
    return [line for line in lines if line.text]


def joined(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with those that were wrapped by hand in one piece: as pasted, breaks and all."""
    held = ""
    indent = 0
    for line in lines:
        line = line.rstrip("\r\n")
        if held and _goes_on(held, line, indent) and len(held) + len(line) < LINE_LIMIT:
            held = f"{held}\n{line}"
            continue
        if held:
            yield held
        held, indent = line, _indent(line)
    if held:
        yield held


def _indent(line: str) -> int:
    spaces = len(line) - len(line.lstrip(" \t\u00a0"))
    return spaces + 3 * line[:spaces].count("\t")


def _goes_on(before: str, line: str, indent: int) -> bool:
    """Whether `line` is the rest of the reference `before`, whose first line is so far indented."""
    text = html.clean_line(line)
    last = html.clean_line(before.rsplit("\n", 1)[-1])
    if not text or not last or _STRAY.match(text) or _STARTS_ALONE.match(text) or _is_alone(before):
        return False
    if max(len(text), len(last)) > LONGEST_WRAPPED:
        return False
    if _UNFINISHED.search(last):
        return True
    if _indent(line) >= indent + 2 and not indent:
        # Below a heading, or below a whole reference, somebody's name begins another.
        return not (
            _BEGINS_WITH_NAME.match(text) and (_HEADING.fullmatch(before) or _WHOLE.search(last))
        )
    if _IN_THE_MIDDLE.match(text) and not last.endswith((".", "?", "!")):
        return True
    begins_small = html.clean_line(before)[:1].islower()
    is_small = text[0].islower() and not begins_small and not _SMALL_NAME.match(text)
    return is_small and (not last.endswith((".", "?", "!")) or not _NAME_IN_SMALL.match(text))


def _is_alone(line: str) -> bool:
    """A link or a DOI on its own line is a reference."""
    text = html.clean_line(line)
    return bool(_STARTS_ALONE.match(text)) and " " not in text


def clean(line: str) -> Line:
    """One reference without its noise; cleaning its text again changes nothing."""
    if len(line) > LINE_LIMIT:
        raise LineTooLong(line)
    text = line
    # A link may lie inside a link and a bullet behind a number: tidy until there is no more.
    while (tidier := _tidied(text)) != text:
        text = tidier
    return Line(pasted=line, text=text, url=_link(text))


def _tidied(text: str) -> str:
    text = _without_markdown(html.clean_line(text))
    stray = _STRAY.match(text)
    return html.clean_line(text[stray.end() :] if stray else text)


def _without_markdown(text: str) -> str:
    """`[address](address)` as the address, `[words](address)` as the words and the address."""
    pieces, place = [], 0
    closing = _closing_brackets(text)
    for match in _MARKDOWN_LINK.finditer(text):
        end = closing.get(match.end() - 1, 0)
        if match.start() >= place and 0 < end < match.end() + html.URL_LIMIT:
            address = text[match.end() : end]
            words = "" if _same_address(match[1], address) else match[1]
            pieces += [text[place : match.start()], f"{words} {address}".strip()]
            place = end + 1
    return "".join(pieces) + text[place:]


def _closing_brackets(text: str) -> dict[int, int]:
    """Where each bracket closes, by where it opens, with no space between. One pass for all."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for sign in _BRACKET_OR_SPACE.finditer(text):
        if sign[0] == "(":
            opened.append(sign.start())
        elif sign[0] != ")":
            opened.clear()
        elif opened:
            found[opened.pop()] = sign.start()
    return found


def _same_address(words: str, address: str) -> bool:
    return _bare(words) == _bare(address)


def _bare(address: str) -> str:
    return _START_OF_ADDRESS.sub("", address.strip().rstrip("/")).lower()


def _link(text: str) -> str:
    """The address of the work: its DOI if the line has one, else the first link."""
    dois = (html.safe_url(f"https://doi.org/{doi}") for doi in _dois(text))
    first = (link.url for link in html.links(text))
    return next((url for url in (*dois, *first) if url), "")


def _dois(text: str) -> Iterator[str]:
    for match in _DOI.finditer(_DOI_PREFIX.sub("doi:", text)):
        yield html.address_alone(match[0], or_after="<>")
