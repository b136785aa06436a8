"""What kind of work a line tells of, by what it says and what it doesn't."""

import re
from collections.abc import Iterable
from dataclasses import replace

from opinion.references.record import Record

from .marks import BY_KIND

# The texts of a line by label, each with its place.
Parts = dict[str, list[tuple[int, str]]]

_IN = re.compile(r"\b(?:in|im|en|dans|w|В кн\.)\s?:?\s*(?:the )?[“«„\"']?$", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:proc\.|proceedings|conference|symposium|workshop|congress|meeting|actas|tagung)",
    re.IGNORECASE,
)
_THESIS = re.compile(r"thes[ie]s|diss|thèse|tesi|mémoire|habilitation|диссертация", re.IGNORECASE)
_FILM = re.compile(r"film|video|documentary|motion|dvd|episode|podcast|audio|tv ", re.IGNORECASE)
_BLOG = re.compile(r"\b(?:we)?blog$", re.IGNORECASE)
_KIND_BEHIND = re.compile(
    r"(?P<title>.+), (?P<kind>(?:[^\W\d_A-Z]+ ){0,2}"
    r"(?:rapport|report|bericht|informe|laporan|relazione|relatório|working paper|policy brief)"
    r"(?: [^\W\d_A-Z]+){0,3})"
)
_NEWS = set(BY_KIND["news"])
_QUOTES = "“«„\"'‘»"


def of(line: str, work: Record, parts: Parts) -> str:
    if _THESIS.search(work.genre):
        return "thesis"
    if _FILM.search(work.genre):
        return "motion_picture"
    if work.container:
        return _part(line, work, parts)
    if work.genre or work.number:
        return "report"
    return _whole(line, work, parts)


def with_kind_apart(work: Record) -> Record:
    """“Les ports à marée, rapport public”, “Quay Blog”: what a work's names say of what it is."""
    if work.type in ("article-newspaper", "webpage") and _BLOG.search(work.container):
        return replace(work, type="post-weblog")
    match = _KIND_BEHIND.fullmatch(work.title)
    if work.type != "book" or not match:
        return work
    return replace(work, type="report", title=match["title"], genre=work.genre or match["kind"])


def is_told(work: Record) -> bool:
    """Whether what a line says of a work leaves no other type than the one it was given.

    A book of a ministry may be a report, a text on a site without a day anything.
    """
    if work.type == "book":
        return _is_told_book(work)
    if work.type == "chapter":
        return bool(work.publisher or work.pages or work.names("editor"))
    if work.type == "article-journal":
        numbered = bool(work.volume or work.issue or work.pages)
        return numbered or _says(work.container, BY_KIND["journal"])
    if work.type == "article-newspaper":
        return _has_day(work) or _is_news(work.container)
    if work.type == "webpage":
        return bool(work.url and (_has_day(work) or work.container))
    return work.type != "document"


def _is_told_book(work: Record) -> bool:
    if _says(work.publisher, BY_KIND["house"]):
        return True
    if _says(work.publisher, BY_KIND["institution"]) or not (work.publisher or work.place):
        return False
    return bool(work.place) or not work.url


def _says(text: str, words: Iterable[str]) -> bool:
    return not set(words).isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))


def _part(line: str, work: Record, parts: Parts) -> str:
    start = parts["container"][0][0]
    inside = bool(_IN.search(line[:start])) or bool(work.names("editor"))
    if _MEETING.search(work.container):
        journal = work.issue or (work.volume and not inside)
        return "article-journal" if journal else "paper-conference"
    if work.volume and work.issue and not work.publisher:
        return "article-journal"
    if inside or (work.publisher and work.place and not work.volume):
        return "chapter"
    if work.volume or work.issue or (work.pages and not _has_day(work)):
        return "article-journal"
    if _is_news(work.container):
        return "article-newspaper"
    if _looks_like_site(work.container):
        return "webpage"
    return "article-newspaper" if work.url or _has_day(work) else "article-journal"


def _whole(line: str, work: Record, parts: Parts) -> str:
    quoted = line[: parts["title"][0][0]].rstrip().endswith(tuple(_QUOTES))
    if quoted or (_has_day(work) and work.url):
        return "webpage"
    if work.url and not work.publisher:
        return "webpage"
    if work.publisher or work.place or not work.url:
        return "book"
    return "document"


def _has_day(work: Record) -> bool:
    return bool(work.issued and work.issued.day)


def _is_news(container: str) -> bool:
    return any(word in _NEWS for word in re.findall(r"[^\W\d_]+", container.lower()))


def _looks_like_site(container: str) -> bool:
    return bool(
        re.search(r"\.\w{2,4}$|\b(?:council|institute|bank|wikipedia)\b", container, re.IGNORECASE)
    )
