"""Papers of international organisations, and reports that bear a number."""

import re

from opinion.references.reading import people
from opinion.references.reading.asides import Aside
from opinion.references.record import Name, Record

from . import parts

_SYMBOL = re.compile(
    r"[,;.]?\s*[(\[]?(?:UN|U\.N\.)?\s?(?:[Dd]oc(?:ument|\.)?\s?)?(?P<symbol>\b(?:S|A|E|T|ST|CCPR|CEDAW|CAT|CRC|CERD|CMW|CRPD|HRI|FCCC|TD|UNEP|DP"
    r"|ECE|CD|WHO|UNHCR|UNESCO|UNICEF|UNODC|FAO|ILO|IMO|ICAO|IAEA|OECD|NPT|IPCC|ISBA|WT|WHA|EB|GC|SG|JIU|TRADE|LC|CBD|C)/[A-Z0-9][A-Za-z0-9.()\-]*(?:/[A-Za-z0-9][A-Za-z0-9.()\-]*)*)[)\]]?"
)
_COM = re.compile(
    r"[,;.]?\s*\(?(?P<symbol>(?:COM|SWD|SEC|JOIN|C)\s?\(?\d{4}\)?\s?/?\d+(?: final)?|P\d+_TA\(\d{4}\)\d+)\)?"
)
_NUMBER = (
    r"(?:[A-Z]{2,8}[-–/ ][A-Z0-9][\w\-/.]*\d\w*(?:[-–/][\w.]+)*"
    r"|(?:[A-Z][\w’]* ){0,4}?(?:Report|Paper|Brief|Memorandum|Bulletin|Study|Note|Review|Circular|Publication|Bericht|Rapport)s?"
    r"(?: Series)? (?:[Nn]o\.?|[Nn]r\.?|n[°o]|#)? ?[A-Z]{0,6}[-–/]?\d[\w\-–/.]*"
    r"|(?:Cm|Cmnd|Cmd|CP|HC|HL)(?: Paper)? \d+(?:[-–]\w+)?)"
)
_HOUSE = r"(?:[A-Z][\w’&.\-]*(?: (?:of|for|on|the|and|&|de|der|für|du|[A-Z][\w’&.\-]*))*?)"
# “Ada Lind and Jo Roe, Mud Planning, RAND Corporation, RR-A35-1, 2025”.
_IN_COMMAS = re.compile(
    rf"(?P<names>[^“\"«()]{{4,200}}?), (?P<title>[^“\"«,]{{3,200}}(?:, [^“\"«,]{{3,80}})??)[.,] (?:[A-Z][\w .]{{2,30}}: )?(?P<house>{_HOUSE}),"
    rf" (?P<number>{_NUMBER}),? \(?(?P<date>(?:[A-Z][a-z]+ (?:\d{{1,2}}, )?|\d{{1,2}} [A-Z][a-z]+ )?\d{{4}})\)?\.?"
)
_IN_BRACKETS = re.compile(
    rf"(?P<who>[A-Z][^,“\"()]{{1,80}}), (?P<title>[^“\"()]{{4,200}}), (?P<number>{_NUMBER})"
    r" \((?:(?P<place>[^:()]{2,40}): )?(?:(?P<house>[^:()\d]{2,60}), )?(?P<date>[^():]{0,20}\d{4})\)"
)
_DAY = r"(?:[A-Z][a-z]+ (?:\d{1,2}, )?|\d{1,2} [A-Z][a-z]+ )?(?:19|20)\d\d"
# “Commons Library, Sea Defences, Briefing Paper CBP-8514, 12 July 2022”, and with full stops.
_OF_A_BODY = (
    re.compile(
        rf"(?P<who>[A-Z][^,.“\"()]{{2,80}}), (?P<title>[^“\"()]{{4,200}}?), (?P<number>{_NUMBER}|[A-Z]{{1,3}}\d{{4,6}}),"
        rf" (?:(?P<place>[A-Z][\w ]{{2,30}}): )?(?:(?P<house>[A-Z][A-Za-z ]{{2,60}}), )?(?P<date>{_DAY})\.?"
    ),
    re.compile(
        rf"(?P<who>[A-Z][^.“\"()]{{2,80}})\. (?P<title>[^.“\"()]{{4,200}})\. (?P<number>{_NUMBER}|[A-Z]{{1,3}}\d{{4,6}})\."
        rf" (?:(?P<place>[A-Z][\w,. ]{{2,30}}): )?(?P<house>[A-Z][A-Za-z ]{{1,60}}), (?P<date>{_DAY})\.?"
    ),
)
_RESOLUTION = re.compile(
    r"(?P<author>UN(?:GA|SC|HRC)?|U\.N\.|S\.C\.|G\.A\.|(?:UN |U\.N\. |United Nations )?(?:Security Council|General Assembly|Human Rights Council|Economic and Social Council))"
    r"[,.]? (?P<title>(?:[Rr]es(?:olution)?\.?) \d+(?:/\d+)?(?: ?\([A-Z\d]+\))?)"
)
_BODIES = re.compile(
    r"(?:U\.?N\.?(?:\s|GA|SC|HRC|HCR|DP|EP|ICEF|ESCO|FCCC|CTAD|ODC)|UNESCO|UNICEF|United Nations|Security Council|General Assembly|Human Rights Council|Committee|Commission"
    r"|Secretary|Council|European|World|International|Organi[sz]ation|IPCC|OECD|ILO|IAEA|WHO|WTO|Special Rapporteur|Office|ONU|Naciones Unidas|Nations unies|Conseil|Assemblée|Vereinte|PBB)"
)
_EXPLANATION = re.compile(r"[,;.]?\s*\(?(?:¶¶?|paras?\.?|§§?|p\.|pp\.) ?\d+(?:[–\-]\d+)?\)?")
_PLACE = re.compile(
    r"[,.] (?:Brussels|New York|Geneva|Bruxelles|Strasbourg|Vienna|Genève|Brüssel)(?=[,.\s]|$)"
)
_IMPRINT = re.compile(
    r"\b(?:New York|Geneva|Vienna|Brussels|Luxembourg|Paris|Rome|London|Washington[\w ,.]*): [A-Z]"
)
_SESSION = re.compile(
    r"[,;.]? (?:(?:\w+-)?\w+(?:st|nd|rd|th) (?:sess(?:ion|\.)|mtg\.|meeting),?|Supp(?:lement|\.) No\. ?\d+,?)",
    re.IGNORECASE,
)
# “Committee on Economic, Social and Cultural Rights, General Comment …”
_LISTED_BODY = re.compile(
    r"[A-Z][\w ]* (?:on|of|for) (?:the )?[A-Z][\w ]*(?:, (?!(?:and|or) )[A-Z][\w ]*)*"
    r"(?:, [A-Z]\w*|,) (?:and|or) [A-Z][\w ]*(?=[,.] \S)"
)
_MOST_NAMES = 12


def read(aside: Aside) -> Record | None:
    text = aside.text.strip()
    return _with_symbol(text) or _in_commas(text) or _in_brackets(text) or _of_a_body(text)


def _with_symbol(text: str) -> Record | None:
    """“Who, What, S/RES/2397, 22 December 2017”, in whatever order and between whatever marks."""
    rest = parts.Rest(text)
    url = rest.address()
    match = rest.take(_SYMBOL) or rest.take(_COM)
    if not match or parts.QUOTED.search(rest.text) and "," not in rest.text:
        return None
    issued = parts.date(rest.text)
    rest.take(parts.MONTH_DATE if issued else re.compile(r"$^"))
    place = rest.take(_PLACE)
    while rest.take(_EXPLANATION) or rest.take(_PLACE):
        pass
    while rest.take(_SESSION):
        pass
    years = re.findall(r"\((\d{4})\)", rest.text)
    issued = issued or parts.year(rest.text) or parts.year(match["symbol"])
    found = _author_and_title(re.sub(r"\(\s*[,.]*\s*\)|\[\s*\]", "", rest.text), bool(years))
    if not found or not issued:
        return None
    author, title = found
    symbol = match["symbol"].rstrip(".")
    symbol = symbol[:-1] if symbol.count(")") > symbol.count("(") else symbol
    where = parts.trimmed(place[0]) if place else ""
    return Record("report", author, title=title, number=symbol, place=where, issued=issued, url=url)


def _author_and_title(text: str, has_year: bool) -> tuple[tuple, str] | None:
    text = text.strip(" ,.;")
    if match := _RESOLUTION.match(text):
        after = text[match.end() :].strip(" ,.;")
        title = (
            match["title"]
            if not after.strip("() 0123456789") or re.fullmatch(r"\(?\d{4}\)?", after)
            else f"{match['title']}, {after}"
        )
        return parts.literal(match["author"]), _without_year(title)
    if quote := parts.QUOTED.search(text):
        before = text[: quote.start()].strip(" ,.:")
        return (
            (parts.literal(_without_year(before)), parts.quoted(quote))
            if _is_body(before)
            else None
        )
    # A place and a house besides are more than this form says.
    if re.search(r"[.,] [A-Z][\w ]{2,30}: [A-Z]", text) or _IMPRINT.search(text):
        return None
    if (listed := _LISTED_BODY.match(text)) and _is_body(listed[0]):
        title = parts.trimmed(text[listed.end() :])
        return (parts.literal(listed[0]), _without_year(title)) if title else None
    for mark in (r"\.? \(\d{4}(?:, [^()]*)?\)[.,]? ", r"\. (?=[A-Z])", r", ", r": "):
        pieces = re.split(mark, text, maxsplit=1)
        if len(pieces) == 2 and _is_body(pieces[0]) and pieces[1].strip(" .,"):
            return parts.literal(pieces[0]), _without_year(parts.trimmed(pieces[1]))
    return None


def _without_year(text: str) -> str:
    return parts.trimmed(re.sub(r"[,.]?\s*\(?(?<!\d)(?:19|20)\d\d\)?$", "", text.strip(" ,.")))


def _is_body(text: str) -> bool:
    return bool(_BODIES.search(text)) and len(text) < 120


def _in_commas(text: str) -> Record | None:
    rest = parts.Rest(text)
    url = rest.address()
    match = _IN_COMMAS.fullmatch(rest.text.strip(" ."))
    if not match:
        return None
    names, title = _names_and_title(match["names"], match["title"])
    if not names or not title:
        return None
    issued = parts.date(match["date"]) or parts.year(match["date"])
    return Record(
        "report",
        parts.authors(names),
        title=parts.trimmed(title),
        publisher=match["house"],
        number=match["number"],
        issued=issued,
        url=url,
    )


def _in_brackets(text: str) -> Record | None:
    """“GAO, Port Security, GAO-20-123 (Washington, D.C.: May 2020).”"""
    rest = parts.Rest(text)
    url = rest.address()
    match = _IN_BRACKETS.fullmatch(rest.text.strip(" ."))
    if not match:
        return None
    return _report(match, url)


def _of_a_body(text: str) -> Record | None:
    rest = parts.Rest(text)
    url = rest.address()
    for pattern in _OF_A_BODY:
        match = pattern.fullmatch(rest.text.strip())
        if match and [name.is_literal for name in people.names(match["who"])] == [True]:
            return _report(match, url)
    return None


def _report(match: re.Match, url: str) -> Record:
    return Record(
        "report",
        parts.literal(match["who"]),
        title=parts.trimmed(match["title"]),
        number=match["number"],
        place=parts.trimmed(match["place"] or ""),
        publisher=parts.trimmed(match["house"] or ""),
        issued=parts.date(match["date"]) or parts.year(match["date"]),
        url=url,
    )


def _names_and_title(names: str, title: str) -> tuple[list[Name], str]:
    """The pieces between commas: people up to the one that “and” stands before, then the title."""
    pieces = parts.comma_pieces(f"{names}, {title}")
    ends = [at for at, piece in enumerate(pieces[:-1]) if re.match(r"(?:and|&|und|et|y) ", piece)]
    joined = [at for at, piece in enumerate(pieces[:2]) if re.search(r" (?:and|&) [A-Z]", piece)]
    if ends:
        last = ends[-1]
    elif joined:
        last = joined[-1]
    elif " " in pieces[0] and len(pieces) == 2:
        last = 0
    elif " " not in pieces[0] and len(pieces) == 3:
        last = 1
    else:
        return [], ""
    if last + 1 >= len(pieces) or last > _MOST_NAMES:
        return [], ""
    return parts.people_in(pieces[: last + 1]), ", ".join(pieces[last + 1 :])
