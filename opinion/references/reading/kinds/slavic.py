"""Russian lines by GOST R 7.0.5, whose marks tell the parts."""

import re
from typing import Any

from opinion.references.reading.asides import Aside
from opinion.references.record import Date, Name, Record

from . import parts

_CYRILLIC = re.compile(r"[А-Яа-яЁё]{4}")
_PERSON = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?,? [А-ЯЁ]\.(?: ?[А-ЯЁ]\.)?"
_NAMES = rf"(?P<names>{_PERSON}(?:, {_PERSON})*)(?: и др\.)?"
_DASH = r"[.]?(?: [–—\-])? "
_ARTICLE = re.compile(
    rf"(?:{_NAMES} )?(?P<title>[^/]{{3,200}}?)(?: ?/ [^/]{{3,80}}?)? ?// ?(?P<container>[^/]{{2,120}}?){_DASH}"
    rf"(?P<date>(?:\d\d?(?:\.\d\d\.| [а-я]+ ))?\d{{4}})(?: г)?(?:\.? \(?(?P<day>\d\d? [а-я]+)\)?)?(?:{_DASH}(?:Т|Vol|Вып)\. ?(?P<volume>\d+))?(?:[.,]?(?: [–—\-])? (?:№|N) ?(?P<issue>[\d/–\-]+))?"
    rf"(?:{_DASH}[СсC]\. ?(?P<pages>[\d–—\-, ]+))?\.?"
)
_BOOK = re.compile(
    rf"{_NAMES} (?P<title>[^/:]{{3,160}}?(?:: [^/:]{{3,120}})?)(?: ?/ [^/]{{3,80}}?)?\.(?: (?P<edition>\d+)-е изд\.(?:, [^.]{{3,30}}\.)?)?(?: [–—\-])? "
    r"(?P<place>М|СПб|Л|[А-ЯЁ][\w\-. ]{2,30}?)\.?(?: ?: ?(?P<publisher>[^,]{2,80}))?, (?P<year>\d{4})(?:\.(?: [–—\-])? (?P<size>\d+ [сc]|[СсC]\. ?[\d–\-]+))?\.?"
)
# “URL: https://… (дата обращения: …)” has lost its end already.
_ONLINE = re.compile(
    rf"(?:{_NAMES} )?(?P<title>[^/]{{3,200}}?) ?// ?(?P<container>[^/]{{2,120}}?)(?:{_DASH}(?P<date>(?:\d\d?(?:\.\d\d\.| [а-я]+ ))?\d{{4}}))?\.?"
)


def read(aside: Aside) -> Record | None:
    text = aside.text.strip()
    if not _CYRILLIC.search(text):
        return None
    rest = parts.Rest(re.sub(r"[.,]?(?: [–—\-])? URL:? ", " ", text))
    url = rest.address()
    told = rest.text.strip(" .,–—-()") + "."
    return _article(told, url) or _book(told, url)


def _article(text: str, url: str) -> Record | None:
    match = _ARTICLE.fullmatch(text) or (_ONLINE.fullmatch(text) if url else None)
    if not match:
        return None
    said = {name: value.strip() for name, value in match.groupdict().items() if value}
    numbers: dict[str, Any] = {
        name: said[name] for name in ("volume", "issue", "pages") if name in said
    }
    issued = _date(said)
    is_news = bool(issued and issued.day) and "volume" not in numbers
    kind = (
        "webpage" if url and not numbers else "article-newspaper" if is_news else "article-journal"
    )
    return Record(
        kind,
        _names(said.get("names", "")),
        title=parts.trimmed(said["title"]),
        container=parts.trimmed(said["container"]),
        issued=issued,
        url=url,
        **numbers,
    )


def _book(text: str, url: str) -> Record | None:
    match = _BOOK.fullmatch(text)
    if not match or "//" in text:
        return None
    said = {name: value for name, value in match.groupdict().items() if value}
    known: dict[str, Any] = {
        name: parts.trimmed(said[name])
        for name in ("place", "publisher", "edition")
        if name in said
    }
    return Record(
        "book",
        _names(said["names"]),
        title=parts.trimmed(said["title"]),
        issued=Date(int(said["year"])),
        url=url,
        **known,
    )


def _date(said: dict[str, str]) -> Date | None:
    text = said.get("date", "")
    if "day" in said:
        text = f"{said['day']} {text}"
    return parts.date(text) or parts.year(text)


def _names(text: str) -> tuple[tuple[str, Name], ...]:
    found = re.findall(r"([А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?),? ([А-ЯЁ]\.(?: ?[А-ЯЁ]\.)?)", text)
    return tuple(("author", Name(family, given)) for family, given in found)
