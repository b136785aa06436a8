"""Lines as footnotes have them: parts between commas, in English and in languages with « » or „ “."""

import re
from dataclasses import dataclass, field
from typing import Any

from opinion.references.reading import month_names, people, places
from opinion.references.reading.asides import Aside
from opinion.references.reading.marks import BY_KIND
from opinion.references.record import Date, Name, Record

from . import parts

_IMPRINT = r"\((?:(?P<place>[^():]{2,40}): )?(?P<publisher>[^():]{2,80}), (?P<year>\d{4})\)"
_EDITION = re.compile(
    r",? ?\(?(?P<edition>\d+)(?:st|nd|rd|th|e|ª|\.)? ?(?:ed(?:n|ition|\.)?|éd\.?|Aufl(?:age|\.)?)\.?\)?$"
)
_BOOK = re.compile(
    rf"(?P<who>[^“”\"«»()]{{5,260}}?),? {_IMPRINT}(?:,? (?:pp?\. ?|S\. ?)?(?P<cited>\d+[\d–\-, ]*(?:ff?\.)?))?\.?"
)
_CHAPTER = re.compile(
    rf",? in:? (?P<container>[^“”\"()]{{3,160}}?)(?:, (?:eds?\.|edited by|hrsg\. von|dir\.) (?P<editors>[^()]{{3,120}}?))? {_IMPRINT}(?:[,:] (?:pp?\. ?|S\. ?)?(?P<pages>\d+(?:[–\-]\d+)?))?(?:,? at \d+)?\.?"
)
_JOURNAL = re.compile(
    r",? (?P<container>[^\d“”\"()]{3,120}?),? (?:vol\. ?)?(?P<volume>\d+)(?:,? (?:no\.|n°|Nr\.|H\.) ?(?P<issue>[\d–/\-]+))? \((?P<date>[^()]*\d{4})\)(?:[,:] (?:pp?\. ?)?(?P<pages>[a-z]?\d+(?:[–\-]\d+)?))?(?:,? at \d+)?\.?",
)
# “Brandt, Uwe: Flut und Frist. In: Küste und Recht 7 (2018), H. 1, S. 5–19.”
_GERMAN_JOURNAL = re.compile(
    r"(?P<names>[^:“”„\"()]{5,160}): (?P<title>[^“”„\"]{3,240}?)[.,?!] [Ii]n: (?P<container>[^\d“”„\":.]{3,120}?) (?P<volume>\d{1,4})"
    r" \((?P<date>(?:19|20)\d\d)\),? (?:(?:H(?:eft|\.)|Nr\.) ?(?P<issue>\d+(?:[–/\-]\d+)?), )?S\. ?(?P<pages>\d+(?:[–\-]\d+)?)"
)
_VOLUME = re.compile(
    r"(?:vol(?:ume|\.)?|t(?:ome|\.)|Bd\.?|Jg\.?|Jahrgang|tom|år?g\.)\s?(?P<volume>\d+|[IVXLC]+)",
    re.IGNORECASE,
)
_ISSUE = re.compile(
    r"(?:no?s?[.°º]?|nº|nr\.?|num(?:éro|\.)?|núm\.?|número|heft|h\.|№|issue|edisi|nomor) ?(?P<issue>\d+(?:[–/\-]\d+)?)",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"(?:pp?\.|pages?|s\.|seiten?|pág(?:s|ina|inas)?\.?|hlm\.|hal\.|с\.|стр\.|blz\.|side) ?(?P<pages>\d+(?:\s?[–\-]\s?\d+)?)(?: ?ff?\.)?",
    re.IGNORECASE,
)
# “312 p.”: how many a book has.
_ALL_PAGES = re.compile(r"\d+ ?(?:pp?|S|с|págs?|hlm)\.?", re.IGNORECASE)
# “in: Wochenblatt vom 12. April 2018”
_OF_A_DAY = re.compile(r"\s+(?:vom|du|del|van|von) (?=\d{1,2}(?:er)?\.? )")
_TIME = re.compile(
    r"\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\.?| Uhr)?|online|en ligne|en línea|print|sec(?:tion|\.) \w+",
    re.IGNORECASE,
)
_GENRE = re.compile(
    r"press release|news release|media release|communiqué de presse|pressemitteilung|blog post|fact sheet|statement|siaran pers",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?P<genre>(?:[A-Z][\w’]* ){0,3}(?:Report|Paper|Brief|Briefing|Memorandum|Note|Study))(?: [Nn]o\.?| [Nn]r\.?)? (?P<number>[A-Z\-]*\d[\w\-/]*)"
)
_PUBLIC = {
    *BY_KIND["news"],
    *BY_KIND["journal"],
    "quotidien",
    "diario",
    "koran",
    "kompas",
    "gazeta",
}
_ARTICLES = re.compile(r"(?:(?:The|Le|La|Les|El|Los|Las|Die|Der|Das|Il|Lo|De|Het) |L['’])[^\W\d_]")


def read(aside: Aside) -> Record | None:
    rest = parts.Rest(aside.text.strip())
    url = rest.address()
    text = rest.text.strip(" ,.;")
    quotes = list(parts.QUOTED.finditer(text))
    if not quotes:
        if match := _GERMAN_JOURNAL.fullmatch(text):
            return _in_journal(match, people.names(match["names"]), match["title"], url)
        return _book(text, url) or _book_in_commas(text, url)
    if len(quotes) > 1:
        return None
    return _quoted(text, quotes[0], url)


def _book(text: str, url: str) -> Record | None:
    """“Ada Lind, The Quay, 2nd ed. (Oslo: Polder, 2018), 12.”, and turned “Moe, Bo, The Quay …”"""
    match = _BOOK.fullmatch(text)
    if not match:
        return None
    who = parts.Rest(match["who"])
    edition = who.take(_EDITION)
    found = _names_and_title(parts.comma_pieces(who.text))
    if not found:
        return None
    names, title = found
    return Record(
        "book",
        parts.authors(names),
        title=parts.trimmed(title),
        edition=edition["edition"] if edition else "",
        place=parts.trimmed(match["place"] or ""),
        publisher=parts.trimmed(match["publisher"]),
        issued=Date(int(match["year"])),
        url=url,
    )


def _book_in_commas(text: str, url: str) -> Record | None:
    """“Jean Dupont, Le Port, Paris, Seuil, 2012, p. 34”, and “…, Berlin 2012, S. 34”"""
    pieces = parts.comma_pieces(text)
    pieces = [
        piece for piece in pieces if not (_PAGES.fullmatch(piece) or _ALL_PAGES.fullmatch(piece))
    ]
    if len(pieces) < 3 or not (
        match := re.fullmatch(r"(?:(?P<place>.+) )?(?P<year>(?:1[4-9]|20)\d\d)", pieces[-1])
    ):
        return None
    place, house = match["place"] or "", ""
    before = pieces[:-1]
    if not place and len(before) > 3:
        *before, place, house = before
    if not places.is_place(place) or places.is_place(house):
        return None
    turned = re.fullmatch(r"(?P<family>[^()]+) \((?P<given>[^()]+)\)", before[0])
    if turned:
        found = [Name(turned["family"], turned["given"])], ", ".join(before[1:])
    else:
        found = _names_and_title(before) or ([], "")
    names, title = found
    if not names or not title:
        return None
    return Record(
        "book",
        parts.authors(names),
        title=parts.trimmed(title),
        place=place,
        publisher=house,
        issued=Date(int(match["year"])),
        url=url,
    )


def _names_and_title(pieces: list[str]) -> tuple[list[Name], str] | None:
    if len(pieces) < 2 or not all(
        piece[0].isupper() or re.match("and |& |und |et ", piece) for piece in pieces[:2]
    ):
        return None
    ends = [
        at for at, piece in enumerate(pieces[:-1]) if re.match(r"(?:and|&|und|et|y) [A-Z]", piece)
    ]
    if ends:
        last = ends[-1]
    elif " " not in pieces[0].strip() and len(pieces) > 2 and _is_given(pieces[1]):
        last = 1
    elif _is_person(pieces[0]) or re.search(r" (?:and|&|und|et) [A-Z]", pieces[0]):
        last = 0
    else:
        return None
    if (
        last == 0
        and len(pieces) > 2
        and _is_person(pieces[1])
        and pieces[1].split()[0] in people.known_given_names()
    ):
        # “Ada Lind, Jo Roe, Mud”: who, or what?
        return None
    return parts.people_in(pieces[: last + 1]), ", ".join(pieces[last + 1 :])


def _is_given(text: str) -> bool:
    return (
        bool(re.fullmatch(r"[^\W\d_][\w’'.\-]*(?: [^\W\d_][\w’'.\-]*){0,2}", text))
        and len(text) < 25
    )


def _is_person(text: str) -> bool:
    words = text.split()
    small = {*BY_KIND["particle"]}
    return (
        2 <= len(words) <= 5
        and all(word[0].isupper() or word in small for word in words)
        and not re.search(r"\d", text)
        and not _ARTICLES.match(text)
    )


def _quoted(text: str, quote: re.Match, url: str) -> Record | None:
    before, after = text[: quote.start()].strip(), text[quote.end() :]
    if before and not before.endswith((",", ":")):
        return None
    before = before.rstrip(",: ")
    title = parts.quoted(quote)
    for pattern, record in ((_CHAPTER, _in_book), (_JOURNAL, _in_journal)):
        if before and (match := pattern.fullmatch(after)):
            return record(match, people.names(before), title, url)
    return _in_paper(before, title, after, url)


def _in_book(match: re.Match, names: list[Name], title: str, url: str) -> Record:
    editors = people.names(match["editors"]) if match["editors"] else []
    return Record(
        "chapter",
        parts.authors(names) + parts.authors(editors, "editor"),
        title=title,
        container=parts.trimmed(match["container"]),
        place=parts.trimmed(match["place"] or ""),
        publisher=parts.trimmed(match["publisher"]),
        issued=Date(int(match["year"])),
        pages=match["pages"] or "",
        url=url,
    )


def _in_journal(match: re.Match, names: list[Name], title: str, url: str) -> Record:
    return Record(
        "article-journal",
        parts.authors(names),
        title=title,
        container=parts.trimmed(match["container"]),
        volume=match["volume"],
        issue=match["issue"] or "",
        pages=match["pages"] or "",
        issued=parts.date(match["date"]) or parts.year(match["date"]),
        url=url,
    )


@dataclass
class Pieces:
    """What stands between commas behind a quoted title, each told by its look."""

    container: str = ""
    known: dict[str, Any] = field(default_factory=dict)
    issued: Date | None = None
    genre: str = ""

    def take(self, piece: str) -> bool:
        """Whether it was understood."""
        for name, pattern in (("volume", _VOLUME), ("issue", _ISSUE), ("pages", _PAGES)):
            if (match := pattern.fullmatch(piece)) and name not in self.known:
                self.known[name] = re.sub(r"\s", "", match[name])
                return True
        if _GENRE.fullmatch(piece):
            self.genre = piece
            return True
        if _TIME.fullmatch(piece):
            return True
        day = month_names.WRITTEN.fullmatch(piece) or re.fullmatch(
            r"(?:1[4-9]|20)\d\d|\d\d?[./]\d\d?[./]\d{4}", piece
        )
        if day:
            self.issued = self.issued or parts.date(piece) or parts.year(piece)
            return True
        if match := _REPORT.fullmatch(piece):
            self.genre, self.known["number"] = match["genre"], match["number"]
            return True
        edition = re.fullmatch(r"(?P<name>.+) \((?P<place>[^()\d]+)\)", piece)
        if edition and places.is_place(edition["place"]):
            piece, self.known["place"] = edition["name"], edition["place"]
        if self.genre and "place" not in self.known and places.is_place(piece):
            self.known["place"] = piece
            return True
        if not self.container and piece[0].isalpha():
            self.container = re.sub(r"^(?:in|In|dans|en):? ", "", piece)
            return True
        return False


def _in_paper(before: str, title: str, after: str, url: str) -> Record | None:
    pieces = Pieces()
    # “May 3, 2019” is one piece.
    after = _OF_A_DAY.sub(", ", after)
    after = re.sub(r"(?<=[^\W\d_]{2} \d), (?=\d{4})|(?<=[^\W\d_]{2} \d\d), (?=\d{4})", " ", after)
    for piece in parts.comma_pieces(after.strip(" ,.")):
        for part in re.split(r"\s(?=\((?:\d{1,2}\.|[^()]*\d{4})[^()]*\)$)", piece):
            if not pieces.take(
                part.strip(" ") if part.count("(") and part[0] != "(" else part.strip(" ()")
            ):
                return None
    if not pieces.issued:
        return None
    names: list[Name] = []
    # “Title,” Ministry of Mud, 2015: who published it, or what it stands in?
    if pieces.container and not (
        pieces.issued.month or pieces.known or _is_paper(pieces.container)
    ):
        return None
    if pieces.container:
        names = people.names(before) if before else []
    elif pieces.genre and before:
        names = [Name(literal=before)] if "," not in before else people.names(before)
    elif _is_paper(before):
        pieces.container = before
    else:
        return None
    if not before and not pieces.issued.day:
        return None
    return Record(
        _type(pieces, url),
        parts.authors(names),
        title=title,
        container=parts.trimmed(pieces.container),
        issued=pieces.issued,
        genre=pieces.genre,
        url=url,
        **pieces.known,
    )


def _is_paper(text: str) -> bool:
    """Whether the name before a title is that of a paper: nobody is called “Le Quai”."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", text)}
    return bool(text) and "," not in text and (bool(_ARTICLES.match(text)) or bool(words & _PUBLIC))


def _type(pieces: Pieces, url: str) -> str:
    if "volume" in pieces.known:
        return "article-journal"
    if "number" in pieces.known:
        return "report"
    if not pieces.container:
        return "webpage" if url else "document"
    if re.search(
        r"wikipedia|encyclop|enzyklop|ensiklopedi|энциклоп", pieces.container, re.IGNORECASE
    ):
        return "entry-encyclopedia"
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", pieces.container)}
    if words & {*BY_KIND["journal"]} - {*BY_KIND["news"]} and not (
        pieces.issued and pieces.issued.day
    ):
        return "article-journal"
    return "article-newspaper" if pieces.issued and pieces.issued.month else "article-journal"
