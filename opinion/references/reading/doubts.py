"""What makes a reading less sure than the model thinks: lines that can be read in two ways."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from opinion.references.record import Name, Record

from . import people, places
from .labels import Span
from .marks import BY_KIND

# Each of them leaves a reading no surer than this.
LEFT = 0.8
# “India. Exploration into.”: one title, or a title and its series?
_TWO_SENTENCES = re.compile(r"[^\W\d_]{3}[.] [^\W_]")
_QUOTES = "“”«»„‘’\"'"
_ONCE = ("title", "container", "publisher", "place", "collection", "authors", "volume", "pages")
# What is no part of a periodical's name: “Islands, New Series”, “Islands in press”, “Islands
# (Oslo)”.
_MORE_THAN_A_NAME = re.compile(
    r", (?:\w+\.? ser(?:ies\b|\.)|n\.s\.|[IVXL]+(?:/\w+)?$)|\bin press\b|\([^()]{4,}\)$",
    re.IGNORECASE,
)
_END_OF_A_HOUSE = re.compile(r"(?:and |& )?(?:Co|Inc|Ltd|Cie|Sons?|Bros)\.?", re.IGNORECASE)
# “Island library. Polder House”: a series and its house.
_TWO_NAMES = re.compile(r"[^\W\d_]{5}[.] [^\W_]")
_PERIODICAL = {*BY_KIND["journal"], *BY_KIND["news"], *BY_KIND["meeting"]}
_HOUSE = {*BY_KIND["house"], *BY_KIND["institution"]}


def factor(line: str, spans: Sequence[Span], work: Record) -> float:
    return LEFT ** sum(
        [*_of_spans(line, spans), *_of_work(line, spans, work), *_of_names(line, spans, work)]
    )


def _of_spans(line: str, spans: Sequence[Span]) -> Iterator[bool]:
    times = Counter(label for label, _start, _end in spans)
    yield any(_is_double_title(line, span) for span in spans if span[0] == "title")
    yield any(times[label] > 1 for label in _ONCE)


def _is_double_title(line: str, span: Span) -> bool:
    _label, start, end = span
    return not _is_quoted(line, start) and bool(_TWO_SENTENCES.search(line, start, end))


def _is_quoted(line: str, start: int) -> bool:
    return line[:start].rstrip().endswith(tuple(_QUOTES))


def _of_work(line: str, spans: Sequence[Span], work: Record) -> Iterator[bool]:
    # A place or series alone is more often a house that the model doesn't know.
    yield bool((work.place or work.collection) and not work.publisher and not work.container)
    yield _is_led_by_house(line, spans, work)
    yield _is_house_or_periodical(line, spans, work)
    yield bool(_MORE_THAN_A_NAME.search(work.container))
    yield bool(_END_OF_A_HOUSE.fullmatch(work.publisher))
    yield any(_TWO_NAMES.search(text) for text in (work.publisher, work.collection))
    yield bool(work.issued and work.volume == str(work.issued.year))
    # “New York, Scribner”
    yield "," in work.publisher and places.is_place(work.publisher.split(",")[0])
    yield not work.place and places.may_be_place(work.publisher)
    yield work.title[:1].islower() and not _is_quoted(line, _start_of_title(spans))
    # “Who: What: more”, “Who, What, more”: where one ends, such a line does not say.
    yield not work.contributors and not work.container and ": " in work.title


def _is_led_by_house(line: str, spans: Sequence[Span], work: Record) -> bool:
    """“Name. “Title.” May 3, 2012.”: the paper of an unsigned article, or a house that signs?"""
    if spans[0][0] == "container":
        return not (_is_of_day(work) and _says(work.container, _PERIODICAL))
    signs = [_may_be_a_paper(name) for name in work.names("author")] == [True]
    return (
        signs
        and _is_quoted(line, _start_of_title(spans))
        and not (work.container or work.publisher)
    )


def _may_be_a_paper(name: Name) -> bool:
    institution = _says(name.literal, {*BY_KIND["institution"]})
    return name.is_literal and (not institution or _says(name.literal, {*BY_KIND["news"]}))


def _is_of_day(work: Record) -> bool:
    return bool(work.issued and work.issued.day)


def _is_house_or_periodical(line: str, spans: Sequence[Span], work: Record) -> bool:
    """“Title. Name. https://…”: who publishes it, or what it stands in?"""
    numbered = work.volume or work.issue or work.pages or work.place
    if _is_quoted(line, _start_of_title(spans)) or numbered or work.type in ("chapter", "thesis"):
        return False
    if work.container and not work.publisher:
        return not (_is_of_day(work) or _says(work.container, _PERIODICAL))
    # Styles that put the year in brackets leave out the quotation marks that would tell.
    unquoting = any(label == "date" and line[:start].endswith("(") for label, start, _end in spans)
    online = unquoting and (work.url or work.doi) and not work.container
    return bool(online and work.publisher) and not _says(work.publisher, _HOUSE)


def _start_of_title(spans: Sequence[Span]) -> int:
    return next(start for label, start, _end in spans if label == "title")


def _says(text: str, words: set[str]) -> bool:
    return not words.isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))


def _of_names(line: str, spans: Sequence[Span], work: Record) -> Iterator[bool]:
    """Who has two family names, and which of several are institutions, no line says."""
    everybody = [name for _role, name in work.contributors]
    turned = _turned_in(line, spans)
    yield any(
        people.may_be_read_in_two_ways(name)
        for name in everybody
        if f"{name.particle} {name.family}".strip() not in turned
    )
    yield any(_are_mixed(work.names(role)) for role in ("author", "editor"))


def _turned_in(line: str, spans: Sequence[Span]) -> set[str]:
    """The family names that stand before a comma, apart from what is given."""
    texts = (line[start:end] for label, start, end in spans if label in people.LABELS)
    return {part.strip() for text in texts for part in re.split("[,;]", text)}


def _are_mixed(names: list[Name]) -> bool:
    return len({name.is_literal for name in names}) > 1
