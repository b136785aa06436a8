"""Cases and treaties, as courts and treaty series print them."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from opinion.references.reading.asides import Aside
from opinion.references.record import Date, Record

from . import parts

_PARTIES = (
    r"(?P<title>(?:[^“«„\"\[]{2,160}?\s(?:v(?:s?\.|s)?|c\.)\s[^“«„\"\[]{2,160}?"
    r"|(?:In re|In the Matter of|Matter of|Ex parte|Re|Estate of)\s[^“«„\"\[]{2,120}?))"
)
_PIN = r"(?:,? (?:at |para\.? |¶+ ?|\[)?[\dn][\d–\-, n.&\]]*)?"
_REPORTED = re.compile(
    rf"{_PARTIES}, (?P<volume>\d+) (?P<series>[A-Z][\w.’' ]{{0,24}}?)(?: \([^()]*\))? (?P<page>\d+|_{{2,}}|—+){_PIN}"
    r"(?:, \d+ [A-Z][\w.’' ]{0,24}? \d+)*"
    r" \((?:(?P<court>[^()]*?),? )?(?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}, )?\d{4})\)\.?"
)
_DOCKET = re.compile(
    rf"{_PARTIES}, (?P<number>(?:Civ(?:il)?\.? (?:Action )?|Case )?Nos?\. [\w\-:./]*\d[\w\-:./]*)"
    r"(?:, (?P<wl>\d{4} (?:WL|U\.S\. Dist\. LEXIS|U\.S\. App\. LEXIS) \d+))?(?:, (?:slip op\. )?at \*?\d+)?"
    r" \((?P<court>[^()\d]*?),? ?(?P<date>(?:[A-Z][a-z]{2,8}\.? \d{1,2}, )?\d{4})\)\.?"
)
# “[2012] UKSC 12”: the court's own number; “[1932] AC 562”: a report.
_SQUARE = re.compile(
    rf"{_PARTIES},? (?P<cite>\[(?P<year>\d{{4}})\] (?:(?P<volume>\d+) )?"
    r"(?P<series>[A-Z][\w.]*(?: [A-Z][\w.]*){0,3}?) (?P<page>\d+))"
    r"(?: \((?P<division>[A-Z][A-Za-z]*)\))?"
    r"(?:[,;] ?[\[(]\d{4}[\])] [^()]{2,40}?)*(?:,? (?:at |para |\[)\[?[\d–\-]+\]?)?(?: \([^()]*\))?\.?"
)
_NEUTRAL = re.compile(
    r"(?:UK(?:SC|HL|PC|UT|FTT|EAT|SIAC|IPTrib)|EW(?:CA|HC|COP|FC)|CS(?:IH|OH)|HCJAC|NI(?:CA|QB|KB|Ch)|HCA|FCA(?:FC)?|NSW\w+"
    r"|VS(?:C|CA)|Q(?:CA|SC)|WAS(?:C|CA)|NZ(?:SC|CA|HC)|SG(?:CA|HC)|HK(?:CFA|CA)|ZA\w+|IE(?:SC|HC|CA)"
    r"|INSC|KESC|GHASC)\b.*"
)
_ROUND = re.compile(
    rf"{_PARTIES},? \((?P<year>\d{{4}})\) (?P<volume>\d+) (?P<series>[A-Z][\w.]*(?: [A-Z][\w.]*){{0,3}}?)"
    r" (?P<page>\d+)(?:,? (?:at )?[\d–\-]+)?(?: \([^()]*\))?\.?"
)
_CANADIAN = re.compile(
    rf"{_PARTIES}, (?P<cite>(?P<year>\d{{4}}) (?P<court>[A-Z]{{3,6}}) (?P<page>\d+))(?: \([A-Z][\w ]*\))?"
    r"(?:, \[\d{4}\] [^()]{3,30})?(?: at para\.? \d+)?\.?"
)
_INDIAN = re.compile(
    rf"{_PARTIES},? (?P<cite>AIR (?P<year>\d{{4}}) (?P<series>[A-Z]\w*) (?P<page>\d+))\.?"
)
_STRASBOURG = re.compile(
    rf"{_PARTIES}(?: \[GC\])?,? \(?(?:[Aa]pp(?:l(?:ication)?)?\.? ?)?(?P<number>[Nn]os?\.? ?\d+/\d\d(?:(?:,| and|,? &) \d+/\d\d)*)\)?"
    r"(?:,? §§? ?[\d–\-]+)?(?:,? (?:\(?(?:ECtHR|ECHR|CEDH|Eur\. Ct\. H\.R\.),?)? ?(?P<date>[^§]{4,40}?)\)?)?(?:-[IVX]+)?(?:, §§? ?[\d–\-]+)?\.?"
)
_LUXEMBOURG = re.compile(
    r"(?:(?:Judgment|Order|Opinion) of (?P<day>[^,]{6,30}), )?(?:(?:Joined )?Cases? )?(?P<number>[CTF][-‑]\d+/\d\d(?: P| PPU)?"
    r"(?:(?:,| and| to) [CTF][-‑]\d+/\d\d)*),? (?P<title>[^“\"\[,]{4,160}?(?: v\.? [^“\"\[,]{2,100}?)?)"
    r"(?:,? (?:\[\d{4}\] )?(?:ECLI:)?(?P<ecli>EU:[CT]:(?P<year>\d{4}):\d+))(?:, (?:para(?:graph|\.)?s?|point) ?[\d–\-]+)?\.?"
)
_LUXEMBOURG_2 = re.compile(
    r"(?:(?:Judgment|Order|Opinion) of (?P<day>[^,]{6,30}), )(?P<title>[^“\"\[,]{4,160}?), (?P<number>[CTF][-‑]\d+/\d\d(?: P| PPU)?)"
    r",? (?:ECLI:)?(?P<ecli>EU:[CT]:(?P<year>\d{4}):\d+)(?:, (?:para(?:graph|\.)?s?|point) ?[\d–\-]+)?\.?"
)
# “Case 26/62 Van Gent v Havendienst [1963] ECR 1”
_LUXEMBOURG_3 = re.compile(
    r"(?:Joined )?Cases? (?P<number>(?:[CTF][-‑])?\d+/\d\d(?:(?:,| and| to) (?:[CTF][-‑])?\d+/\d\d)*),? (?P<title>[^“\"\[]{4,160}? v\.? [^“\"\[]{2,100}?),?"
    r" \[(?P<year>\d{4})\] (?P<series>E\.?C\.?R\.?) (?P<page>(?:II?[-–])?\d+)\.?"
)
_HAGUE = re.compile(
    r"(?P<title>[^“\"\[]{4,160}? \([^()]{4,100}? v\.? [^()]{3,100}\)|[^“\"\[]{8,160}?),? \(?(?P<genre>(?:Provisional Measures, |Merits, |Preliminary Objections, )?"
    r"(?:Judg?e?ment|Advisory Opinion|Order)[^,()]{0,30}?)\)?,? \[?(?P<series>I\.?C\.?J\.?(?: Rep(?:orts|\.)?)?|P\.?C\.?I\.?J\.?)"
    r" ?\(?(?P<year>\d{4})\)?\]?,? (?:p\. )?(?P<page>\d+)(?:,? (?:at p\. |at |para\. |¶ ?)\d+)?\.?"
)
_KIND_OF_TREATY = (
    r"(?:Convention|Treaty|Agreement|Protocol|Charter|Covenant|Statute|Accords?|Pact|Constitution|Amendment"
    r"|Traité|Tratado|Convenio|Convención|Vertrag|Übereinkommen)"
)
_TREATY = re.compile(
    rf"(?P<title>(?=[^,(]*\b{_KIND_OF_TREATY}\b)[^“\"\[]{{6,200}}?)[,.]?"
    r" ?\(?(?:(?<=\()[A-Z][\w. ]{2,30}, )?(?P<act>opened for signature|adopted|signed|done(?: at [A-Z]\w+,?)?|concluded|entered into force"
    r"|(?=[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+ \d{4}))(?: on| at [A-Z][\w ]+,?)?:? ?(?P<date>\d{1,2} [A-Z]\w+ \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{4})"
    r"(?:[^\d]*?,? ?(?:\(?entered into force|in force|\(?effective)(?: on)? (?:\d{1,2} [A-Z]\w+ \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}))?\)?[,;]?"
    r"(?: (?P<rest>.*?))?\.?"
)
_SERIES = re.compile(
    r"(?:(?P<volume>\d+) )?(?P<series>U\.?N\.?T\.?S\.?|L\.?N\.?T\.?S\.?|U\.?S\.?T\.?|I\.?L\.?M\.?|C\.?E\.?T\.?S\.?|E\.?T\.?S\.?|Cmnd|Cm|T\.I\.A\.S\.|TIAS|ATS|A\.T\.S\.|OJ(?= [LC] ?\d))"
    r"(?: ?(?:No\.? ?)?(?P<page>(?:[LC] ?)?\d[\d\-]*))?"
)
_SERIES_ALONE = re.compile(
    rf"(?P<title>(?=[^,(]*\b{_KIND_OF_TREATY}\b)[^“\"\[]{{6,200}}?)(?:,? \((?P<year>\d{{4}})\)| (?P<year2>\d{{4}}))?,"
    r" (?P<rest>\d+ (?:U\.?N\.?T\.?S\.?|L\.?N\.?T\.?S\.?|I\.?L\.?M\.?) \d+)(?: \((?P<year3>\d{4})\))?\.?"
)


def read(aside: Aside) -> Record | None:
    text = aside.text.strip()
    rest = parts.Rest(text)
    url = rest.address()
    for pattern, record in _FORMS:
        if (match := pattern.fullmatch(rest.text.strip())) and (found := record(match)):
            return _with_url(found, url)
    return None


def _with_url(record: Record, url: str) -> Record:
    return replace(record, url=url) if url else record


def _case(match: re.Match, **values: Any) -> Record | None:
    title = parts.trimmed(match["title"])
    # “Lind, Ada. Roe v. Wade and Its Ports” is a book about one.
    if re.match(r"[^,.]+, [^\W\d_]\w+(?: [A-Z]\.)?\. ", title):
        return None
    return Record("legal_case", title=title, **values)


def _court(said: str | None) -> dict:
    name = (said or "").strip(" ,")
    return {"further": {"csl.authority": json.dumps(name)}} if name else {}


def _reported(match: re.Match) -> Record | None:
    issued = parts.date(match["date"]) or Date(int(match["date"][-4:]))
    numbers = {
        "volume": match["volume"],
        "container": match["series"],
        "pages": match["page"].strip("_—"),
    }
    return _case(match, issued=issued, **numbers, **_court(match["court"]))


def _docket(match: re.Match) -> Record | None:
    issued = parts.date(match["date"]) or Date(int(match["date"][-4:]))
    return _case(match, issued=issued, number=match["number"], **_court(match["court"]))


def _square(match: re.Match) -> Record | None:
    issued = Date(int(match["year"]))
    if _NEUTRAL.fullmatch(match["series"]):
        return _case(match, issued=issued, number=match["cite"])
    numbers = {
        "volume": match["volume"] or "",
        "container": match["series"],
        "pages": match["page"],
    }
    return _case(match, issued=issued, **numbers)


def _round(match: re.Match) -> Record | None:
    numbers = {"volume": match["volume"], "container": match["series"], "pages": match["page"]}
    return _case(match, issued=Date(int(match["year"])), **numbers)


def _numbered(match: re.Match) -> Record | None:
    return _case(match, issued=Date(int(match["year"])), number=match["cite"])


def _strasbourg(match: re.Match) -> Record | None:
    said = match["date"] or ""
    issued = parts.date(said) or parts.year(said)
    return _case(
        match, issued=issued, number=match["number"], **_court("European Court of Human Rights")
    )


def _luxembourg(match: re.Match) -> Record | None:
    issued = parts.date(match["day"] or "") or Date(int(match["year"]))
    return _case(match, issued=issued, number=match["number"], **_court("Court of Justice"))


def _in_reports(match: re.Match) -> Record | None:
    numbers = {"number": match["number"], "container": match["series"], "pages": match["page"]}
    return _case(match, issued=Date(int(match["year"])), **numbers, **_court("Court of Justice"))


def _hague(match: re.Match) -> Record | None:
    numbers = {"container": match["series"], "pages": match["page"], "genre": match["genre"]}
    return _case(match, issued=Date(int(match["year"])), **numbers)


def _treaty(match: re.Match) -> Record | None:
    rest = match["rest"] or ""
    series = _SERIES.search(rest)
    if not series and (not match["act"] or rest):
        return None
    issued = parts.date(match["date"]) or parts.year(match["date"])
    title = re.sub(r",? arts?\.? ?[\d–\-, ()]+$", "", parts.trimmed(match["title"]))
    return Record("treaty", title=title, issued=issued, **_in_series(series))


def _treaty_alone(match: re.Match) -> Record | None:
    year = match["year"] or match["year2"] or match["year3"]
    issued = Date(int(year)) if year else None
    found = _in_series(_SERIES.search(match["rest"]))
    return Record("treaty", title=parts.trimmed(match["title"]), issued=issued, **found)


def _in_series(match: re.Match | None) -> dict[str, Any]:
    if not match:
        return {}
    numbers = {"container": match["series"], "volume": match["volume"] or ""}
    return numbers | {"pages" if match["volume"] else "number": match["page"] or ""}


_FORMS: tuple[tuple[re.Pattern, Callable[[re.Match], Record | None]], ...] = (
    (_LUXEMBOURG, _luxembourg),
    (_LUXEMBOURG_2, _luxembourg),
    (_LUXEMBOURG_3, _in_reports),
    (_STRASBOURG, _strasbourg),
    (_DOCKET, _docket),
    (_CANADIAN, _numbered),
    (_REPORTED, _reported),
    (_SQUARE, _square),
    (_ROUND, _round),
    (_INDIAN, _numbered),
    (_HAGUE, _hague),
    (_TREATY, _treaty),
    (_SERIES_ALONE, _treaty_alone),
)
