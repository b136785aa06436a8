"""Statutes, bills, regulations and hearings, as their own countries cite them."""

import re

from opinion.references.reading.asides import Aside
from opinion.references.record import Date, Record

from . import parts

_SECTION = r"(?:,? (?:§§?|ss?\.?|sections?|arts?\.?|articles?|sch(?:edule)?\.?|pt\.?|reg\.?) ?[\dA-Za-z(][\w()–\-., ]{0,30})?"
_PUBLIC_LAW = re.compile(
    rf"(?P<title>[A-Z][^“\"]{{4,200}}?), (?P<number>Pub(?:lic|\.) ?L(?:aw|\.)? ?(?:No\.? )?\d+[-–]\d+){_SECTION}"
    r"(?:,? (?P<volume>\d+) Stat\. (?P<page>\d+)(?:, \d+)?)?(?:,? \((?P<year>\d{4})\))?\.?"
)
_BRITISH = re.compile(
    rf"(?P<title>[A-Z][^“\",.:]{{3,120}}? (?:Act|Order|Regulations|Rules|Measure) (?P<year>\d{{4}}))"
    rf"(?:,? \(?(?P<number>c\.? ?\d+|SI \d{{4}}/\d+|asp \d+|Cth|NSW|Vic|Qld|WA|SA|Tas|ACT|NT|NZ|UK|Ireland)\)?)?{_SECTION}\.?"
)
_INSTRUMENT = re.compile(
    r"(?P<title>[A-Z][^“\",.:]{3,120}? (?P<year>\d{4})), (?P<number>S\.?I\.? (?:No\. )?\d{4}/\d+)\.?"
)
_CANADIAN = re.compile(
    rf"(?P<title>[A-Z][^“\".:]{{3,120}}?), (?P<number>(?:R\.?S\.?C\.?|S\.?C\.?|R\.?S\.?O\.?|S\.?O\.?|R\.?S\.?B\.?C\.?|S\.?B\.?C\.?|CQLR|R\.?S\.?Q\.?)"
    rf",? (?P<year>\d{{4}}),? c\.? ?[\w.\-]+){_SECTION}\.?"
)
_INDIAN = re.compile(
    r"(?P<title>(?:The )?[A-Z][^“\",.:]{3,120}? Act), (?P<year>\d{4})(?:,? \(?(?P<number>(?:Act )?No\.? ?\d+ of \d{4}|No\. \d+, Acts of Parliament, \d{4})\)?)?(?: \(India\))?\.?"
)
_EUROPEAN = re.compile(
    r"(?P<title>(?:(?:European Parliament and )?(?:Council|Commission)? ?(?:Implementing |Delegated |Framework )?(?:Regulation|Directive|Decision)"
    r" (?:\((?:EU|EC|EEC|CFSP|Euratom|EU, Euratom)\) )?(?P<number>(?:No\.? )?\d+/\d+(?:/(?:EC|EU|EEC|JHA|CFSP|Euratom))?)"
    r"[^\[]{0,400}?))(?:[,.]? \(?\[?(?:\d{4}\] )?(?P<series>O\.?J\.?) ?\(?(?P<volume>[LC] ?\d+)(?:[/,.] ?(?P<page>\d+)(?:[–\-]\d+)?)?"
    r"(?:[,;]? \(?(?P<day>\d\d?\.\d\d?\.\d{4}|\d{4})\)?)?(?:, pp?\. ?(?P<page2>\d+(?: ?[–\-] ?\d+)?))?\)?)?\.?"
)
_FRENCH = re.compile(
    r"(?P<title>(?:Loi(?: organique| constitutionnelle)?|Décret|Ordonnance|Arrêté|Décision)(?: (?P<number>n[°º] ?[\d\-]+(?:[-‑]\d+)?))?"
    r" du (?P<date>\d{1,2}(?:er)? [a-zéû]+ \d{4})[^“\"«]{0,240}?)(?:,? \(?(?:JORF|JO|Journal officiel).{0,60})?\.?",
    re.IGNORECASE,
)
_GERMAN = re.compile(
    r"(?P<title>[A-ZÄÖÜ][^“\"„]{4,200}?(?:[Gg]esetz|[Vv]erordnung|ordnung)[^“\"„]{0,200}?) vom (?P<date>\d{1,2}\. ?(?:[A-ZÄ][a-zä]+|\d{1,2}\.) ?\d{4})"
    r"(?:,? \(?(?P<series>(?:BGBl|RGBl|GVBl|BAnz)\.?(?: I{1,3})?)(?: \d{4}(?: I{1,3})?)?,? (?:S\.|Nr\.) ?(?P<page>\d+)[^()]{0,80}\)?)?\.?"
)
_SPANISH = re.compile(
    r"(?P<title>(?:Ley(?: Orgánica| Foral)?|Real Decreto(?:-[Ll]ey| Legislativo)?|Decreto(?:-[Ll]ey)?|Lei(?: Complementar)?|Orden)"
    r" (?P<number>(?:n\.?[°ºo]\.? )?[\d./]+), de (?P<date>\d{1,2}[°º]? de [a-zç]+(?: de \d{4})?)[^“\"]{0,240}?)(?:,? \(?(?:BOE|B\.O\.E\.|DOU|Boletín).{0,60})?\.?",
    re.IGNORECASE,
)
_INDONESIAN = re.compile(
    r"(?P<title>(?:Republik Indonesia[,.] ?)?(?:Undang-?Undang|UU|Peraturan (?:Pemerintah|Presiden|Menteri|Daerah)[^\d“\"]{0,80}?|Keputusan (?:Presiden|Menteri)[^\d“\"]{0,80}?|Perpres|Permen\w*|PP)"
    r"(?: Republik Indonesia| RI)? (?P<number>(?:Nomor|No\.?) ?\d+(?:[/.]\w+)*) Tahun (?P<year>\d{4})(?: tentang [^“\"]{3,200}?)?)\.?",
    re.IGNORECASE,
)
_RUSSIAN = re.compile(
    r"(?P<title>(?:Федеральный(?: конституционный)? закон|Закон [А-Я]\w+|Указ Президента|Постановление Правительства|Приказ [А-Я]\w+)[^«“\"]{0,60}?"
    r" от (?P<date>\d{1,2}[. ](?:\d{2}|[а-я]+)[. ]\d{4})(?: г(?:\.|ода))? (?P<number>(?:N|№) ?[\w\-/]+)(?: [«“\"][^»”\"]{3,240}[»”\"])?)(?: ?//.{0,120}| ?\([^()]{3,60}\))?\.?"
)
_CHINESE = re.compile(
    r"(?P<title>《[^《》]{3,60}(?:法|条例|规定|办法|法律|解释)》)[（(]?(?P<year>\d{4})?年?[^）)]{0,12}[）)]?。?"
)
_REGISTER = re.compile(
    r"(?P<title>[A-Z][^“\"]{4,240}?), (?P<volume>\d+) (?P<series>Fed\. ?Reg\.|FR) (?P<page>[\d,]+)(?:, [\d,]+)? \((?:(?:proposed|final|interim|codified)[^()]*?,? )?(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\)\.?"
)
_BILL = re.compile(
    r"(?:(?P<title>[A-Z][^“\"]{3,160}?), )?(?P<number>(?:H\.? ?R\.?|S|H\.? ?J\. ?Res|S\. ?J\. ?Res|H\. ?Res|S\. ?Res|H\. ?Con\. ?Res)\.? ?\d+), (?P<congress>\d+(?:st|nd|rd|th) Cong\.)"
    rf"(?:, \d\w+ Sess\.)?{_SECTION} \((?:[^()\d]*)?(?P<year>\d{{4}})\)\.?"
)
_HEARING = re.compile(
    r"(?P<title>[A-Z][^“\"]{4,240}?: Hearings? (?:[Bb]efore|[Oo]n)[^“\"]{4,200}?), (?P<number>\d+(?:st|nd|rd|th) Cong\.)(?:, \d\w+ Sess\.)?(?: \d+(?:[–\-]\d+)?)? \((?P<year>\d{4})\)(?: \([^()]*\))?\.?"
)
_IN_TITLE = re.compile(r"\bof (?:the )?(\d{1,2} [A-Z]\w+ \d{4})")


def read(aside: Aside) -> Record | None:
    rest = parts.Rest(aside.text.strip())
    url = rest.address()
    for pattern, kind in _FORMS:
        match = pattern.fullmatch(rest.text.strip())
        if match and not _is_of_somebody(match):
            return _record(match, kind, url)
    return None


def _is_of_somebody(match: re.Match) -> bool:
    """“Lind, Ada. The Poor Law Act 1834” is a book."""
    title = match.groupdict().get("title") or ""
    return bool(re.match(r"[^,.]+, [^\W\d_][\w.]*(?: [A-Z]\.)?\. |[^()]{3,60} \(\d{4}", title))


def _record(match: re.Match, kind: str, url: str) -> Record:
    said = {name: value for name, value in match.groupdict().items() if value}
    title = parts.trimmed(said.get("title") or said.get("number", ""))
    return Record(
        kind,
        title=title,
        issued=_issued(said, title),
        number=said.get("number", "").rstrip(".") if said.get("title") else "",
        container=_series(said, match),
        volume=said.get("volume", ""),
        pages=said.get("page2") or said.get("page", ""),
        url=url,
    )


def _series(said: dict[str, str], match: re.Match) -> str:
    return said.get("series") or ("Stat." if said.get("volume") and " Stat. " in match[0] else "")


def _issued(said: dict[str, str], title: str) -> Date | None:
    day = said.get("date", "").replace("°", "").replace("º", "")
    if day and (found := parts.date(day)):
        return found
    if match := _IN_TITLE.search(title):
        return parts.date(match[1])
    for name in ("day", "year", "date", "number", "title"):
        if found := parts.date(said.get(name, "")) or parts.year(said.get(name, "")):
            return found
    return None


_FORMS: tuple[tuple[re.Pattern, str], ...] = (
    (_PUBLIC_LAW, "legislation"),
    (_REGISTER, "regulation"),
    (_BILL, "bill"),
    (_HEARING, "hearing"),
    (_CANADIAN, "legislation"),
    (_INSTRUMENT, "legislation"),
    (_BRITISH, "legislation"),
    (_INDIAN, "legislation"),
    (_EUROPEAN, "legislation"),
    (_FRENCH, "legislation"),
    (_GERMAN, "legislation"),
    (_SPANISH, "legislation"),
    (_INDONESIAN, "legislation"),
    (_RUSSIAN, "legislation"),
    (_CHINESE, "legislation"),
)
