"""Speeches, lectures and testimony: who spoke, under what title, where and when."""

import re

from opinion.references.reading import people, places
from opinion.references.reading.asides import MEDIA, Aside
from opinion.references.record import Record

from . import parts

_GENRE = (
    r"(?:Keynote (?:speech|address|lecture)|Inaugural (?:address|lecture)|Opening (?:speech|remarks|address)|Plenary (?:address|lecture)"
    r"|Commencement address|State of the \w+ (?:address|speech)|Speech|Lecture|Address|Remarks|Statement|Testimony|Sermon|Presentation|Paper presented"
    r"|Rede|Vortrag|Ansprache|Discours|Conférence|Allocution|Discurso|Conferencia|Ponencia|Palestra|Pidato|Sambutan|Toespraak|Lezing|Discorso|Речь|Выступление|Доклад)"
)
_PUBLISHED = ("powerpoint slides", "slides")
_AT = r"(?:(?: (?:delivered|given|presented|made|held|prononcé|pronunciado|disampaikan|gehalten))? (?:at|to|before|in|for|vor|bei|auf|in der|à|au|aux|devant|en|ante|di|pada|на|в|aan|op) (?:the )?)"
_AFTER = re.compile(
    rf"\(?(?P<genre>{_GENRE})(?:{_AT}(?P<event>[^,.()]{{3,100}}))?(?P<rest>[^()]*)\)?",
    re.IGNORECASE,
)
_UNTITLED = re.compile(
    rf"(?P<names>[^“”\"«».]{{3,60}}?|[^,.]+, [^,.]+)[,.] (?P<title>(?P<genre>{_GENRE}){_AT}[^,.()]{{3,100}})(?P<rest>[^“”\"«»()]*)"
)
_DATED = re.compile(
    r"(?P<names>.{2,160}?\.?) \((?P<date>\d{4}[^()]{0,24})\)\. (?P<title>.+?[^.])\.+ (?P<rest>[^.].*)"
)


def read(aside: Aside) -> Record | None:
    rest = parts.Rest(aside.text.strip())
    url = rest.address()
    text = rest.text.strip(" .")
    if MEDIA.get(aside.medium.lower()) == "speech":
        return _dated(text, aside, url) or _quoted(text, url, aside.medium)
    return _quoted(text, url) or _untitled(text, url)


def _quoted(text: str, url: str, medium: str = "") -> Record | None:
    quote = parts.QUOTED.search(text)
    if not quote or not text[: quote.start()].strip(" ,."):
        return None
    after = text[quote.end() :].strip(" ,.")
    match = _AFTER.fullmatch(after)
    if not match and not medium:
        return None
    names = people.names(text[: quote.start()].strip(" ,"))
    genre, event, told = (
        (match["genre"], match["event"], match["rest"]) if match else (medium, "", after)
    )
    return _speech(names, parts.quoted(quote), genre, event or "", told, url)


def _untitled(text: str, url: str) -> Record | None:
    match = _UNTITLED.fullmatch(text)
    if not match or not parts.date(match["rest"]):
        return None
    names = people.names(match["names"])
    return _speech(names, parts.trimmed(match["title"]), "", "", match["rest"], url)


def _dated(text: str, aside: Aside, url: str) -> Record | None:
    match = _DATED.fullmatch(text)
    if not match:
        return None
    turned = re.sub(r"^(\d{4}), (.+)$", r"\2, \1", match["date"])
    return _speech(
        people.names(match["names"]),
        parts.trimmed(match["title"]),
        aside.medium,
        "",
        f"{match['rest']}, {turned}",
        url,
    )


def _speech(names: list, title: str, genre: str, event: str, told: str, url: str) -> Record | None:
    issued = parts.date(told) or parts.year(told)
    rest = parts.Rest(told)
    rest.take(parts.MONTH_DATE)
    pieces = [piece.strip(" .;") for piece in re.split(r"[,.](?=\s|$)", rest.text)]
    pieces = [piece for piece in pieces if piece and not re.fullmatch(r"\W*\d{4}\W*", piece)]
    if not event and pieces and (len(pieces) > 1 or genre):
        event = pieces.pop(0) if len(pieces) > 1 else ""
    if not issued or not names or len(pieces) > 3:
        return None
    house = pieces.pop() if genre.lower() in _PUBLISHED and len(pieces) == 1 else ""
    if not event and pieces and places.is_house(pieces[0]):
        event = pieces.pop(0)
    return Record(
        "speech",
        parts.authors(names),
        title=title,
        genre=genre,
        event=parts.trimmed(event),
        place=", ".join(pieces),
        publisher=house,
        issued=issued,
        url=url,
    )
