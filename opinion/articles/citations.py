"""Citations in the text of an article: links to works, numbered when the text is shown.

In the stored text a citation is `<a href="#work-123">Westad 2017</a>`: the door for HTML lets it
through in this one form. Its number is the place of the work in the list of references; a citation
of a work that is not in the list is shown as the words of its label.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from opinion import html

from . import embedded, figures, notes
from .notes import Note

_TAG = re.compile(r'<a href="#work-([1-9][0-9]{0,17})">|</a>')
_BETWEEN_TWO = "<sup>,</sup> "


class Citation(NamedTuple):
    """`body[start:end]` cites the work with this id; `label` is the HTML of its words."""

    start: int
    end: int
    work_id: int
    label: str


class Line(NamedTuple):
    """A reference as it is listed; `places` are the ids of its citations in the text."""

    number: int
    reference: Any
    places: list[str]


class Part(NamedTuple):
    """A list of references with a heading of its own, numbered from `start`."""

    anchor: str
    heading: str
    lines: list[Line]

    @property
    def start(self) -> int:
        return self.lines[0].number


class Shown(NamedTuple):
    """The text of an edition as readers get it, and the lists of references and notes under it."""

    html: SafeString
    parts: list[Part]
    notes: list[Note]

    @property
    def calls(self) -> bool:
        """Whether something in the text leads to a note or a reference."""
        return bool(self.notes) or any(line.places for part in self.parts for line in part.lines)


def found(body: str) -> Iterator[Citation]:
    """The citations in a stored text, in one pass. A link never stands in a link."""
    opened = None
    for tag in _TAG.finditer(body):
        if tag[1]:
            opened = tag
        elif opened:
            label = body[opened.end() : tag.start()]
            yield Citation(opened.start(), tag.end(), int(opened[1]), label)
            opened = None


def shown(edition, address: str = "") -> Shown:
    """`edition` with its citations and notes numbered and its figures filled in.

    With `address`, the article's own, its numbers lead there and nothing leads back: for a feed.
    """
    body = edition.body_html
    cited, further = _listed(edition)
    ordered = [*cited, *further]
    text, places = linked(body, ordered, address) if address else numbered(body, ordered)
    lines = [
        Line(number, reference, places.get(number, []))
        for number, reference in enumerate(ordered, start=1)
    ]
    parts = [
        Part("references", gettext("References"), lines[: len(cited)]),
        Part("further-reading", gettext("Further reading"), lines[len(cited) :]),
    ]
    pictured = figures.filled(text, edition, figures.FEED if address else figures.PAGE)
    filled = embedded.filled(pictured, edition, embedded.FEED if address else embedded.PAGE)
    drawn = notes.drawn(filled, address)
    return Shown(drawn.text, [part for part in parts if part.lines], drawn.notes)


def _listed(edition) -> tuple[list, list]:
    """Its references, and those that stand apart as further reading."""
    references = edition.printed_references
    return arranged(edition.body_html, references) if edition.split_references else (references, [])


def arranged(body: str, references: Iterable[Any]) -> tuple[list, list]:
    """The references that the text cites and the others, both in their order."""
    cited = {citation.work_id for citation in found(body)}
    parts: tuple[list, list] = ([], [])
    for reference in references:
        # Of two references to one work, the first is the one that its citations lead to.
        is_cited = reference.work_id in cited
        cited.discard(reference.work_id)
        parts[0 if is_cited else 1].append(reference)
    return parts


def numbered(body: str, references: Iterable[Any]) -> tuple[SafeString, dict[int, list[str]]]:
    """The text with a number for each citation, and by number the ids of its citations."""
    places: dict[int, list[str]] = {}

    def write(number: int) -> str:
        ids = places.setdefault(number, [])
        ids.append(f"c{number}-{len(ids) + 1}")
        return format_html(
            '<sup class="citation"><a id="{}" href="#ref-{}" role="doc-biblioref"'
            ' aria-label="{}">{}</a></sup>',
            ids[-1],
            number,
            gettext("Reference %(number)d") % {"number": number},
            number,
        )

    return _written(body, references, write), places


def linked(body: str, references: Iterable[Any], address: str) -> tuple[SafeString, dict]:
    """The text with numbers that lead to the references on the page at `address`."""

    def write(number: int) -> str:
        return format_html('<sup><a href="{}#ref-{}">{}</a></sup>', address, number, number)

    return _written(body, references, write), {}


def unlisted(body: str, references: Iterable[Any]) -> list[Citation]:
    """The first citation of each work that is not in the list. Nothing cited asks for no list."""
    first: dict[int, Citation] = {}
    for citation in found(body):
        first.setdefault(citation.work_id, citation)
    listed = {reference.work_id for reference in references} if first else set()
    return [citation for work_id, citation in first.items() if work_id not in listed]


def text_of(edition) -> SafeString:
    """The text as readers get it, its notes as they are stored.

    The list of references is asked for only where it matters.
    """
    text = edition.body_html
    if _cites(edition):
        cited, further = _listed(edition)
        text = numbered(text, [*cited, *further])[0]
    return embedded.filled(figures.filled(text, edition), edition, embedded.FEED)


def without_numbers(edition) -> SafeString:
    """The text without what would be numbers: for an excerpt."""
    if not _cites(edition):
        return edition.body_html
    references = edition.printed_references
    return _written(edition.body_html, references, lambda number: "", between="")


def _cites(edition) -> bool:
    return next(found(edition.body_html), None) is not None


def _written(
    body: str,
    references: Iterable[Any],
    write: Callable[[int], str],
    between: str = _BETWEEN_TWO,
) -> SafeString:
    numbers = _numbers(references)
    pieces: list[str] = []
    place, after_number = 0, False
    for citation in found(body):
        words = body[place : citation.start]
        number = numbers.get(citation.work_id)
        if number is None:
            pieces += [words, citation.label]
        else:
            # A number stands close to its word, and two of them apart: 3 and 4 are not 34.
            is_next = after_number and not words.strip()
            pieces += [between if is_next else words.rstrip(), write(number)]
        place, after_number = citation.end, number is not None
    return html.stored("".join([*pieces, body[place:]]))


def _numbers(references: Iterable[Any]) -> dict[int, int]:
    numbers: dict[int, int] = {}
    for number, reference in enumerate(references, start=1):
        if reference.work_id:
            numbers.setdefault(reference.work_id, number)
    return numbers
