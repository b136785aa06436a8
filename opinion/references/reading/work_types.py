"""What kind of work a line tells of, by what it says and what it doesn't."""

import re

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


def _part(line: str, work: Record, parts: Parts) -> str:
    start = parts["container"][0][0]
    inside = bool(_IN.search(line[:start])) or bool(work.names("editor"))
    if _MEETING.search(work.container):
        journal = work.issue or (work.volume and not inside)
        return "article-journal" if journal else "paper-conference"
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
