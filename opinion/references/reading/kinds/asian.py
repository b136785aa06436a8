"""Chinese, Japanese and Korean lines, and Arabic ones, by the signs that their standards prescribe.

GB/T 7714-2015; SIST 02. Who is named stays in one piece: no sign parts a family name from a given.
"""

import re
from typing import Any

from opinion.references.reading.asides import Aside
from opinion.references.record import Date, Name, Record

from . import parts

_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TYPES = {
    "J": "article-journal",
    "N": "article-newspaper",
    "M": "book",
    "C": "paper-conference",
    "G": "collection",
    "D": "thesis",
    "R": "report",
    "S": "standard",
    "P": "patent",
    "DB": "dataset",
    "CP": "software",
    "EB": "webpage",
    "Z": "document",
}
_STANDARD = re.compile(
    r"(?:(?P<names>[^\[\].．。]{1,80})[.．。] ?)?(?P<title>[^\[\]]{1,160}?) ?\[(?P<type>J|N|M|C|G|D|R|S|P|DB|CP|EB|Z)(?:/(?:OL|CD|MT|DK))?\]"
    r"(?:[.．。] ?|//)(?P<rest>.*)"
)
_JOURNAL = re.compile(
    r"(?P<container>[^,，]{1,80})[,，] ?(?P<year>\d{4})(?:[-–]\d\d-\d\d)?(?:[,，] ?(?P<volume>\d+))?(?: ?[(（](?P<issue>[\w/+\-]+)[)）])?(?: ?[:：] ?(?P<pages>[\w+\-–—,]+))?[.．。]?"
)
_PAPER = re.compile(
    r"(?P<container>[^,，]{1,60})[,，] ?(?P<date>\d{4}[-–./年]\d\d?[-–./月]\d\d?)日?(?: ?[(（](?P<pages>[\w版]+)[)）])?[.．。]?"
)
_HOUSE = re.compile(
    r"(?:(?P<edition>\d+)版[.．] ?)?(?:(?P<place>[^:：,，.]{1,30})[:：] ?)?(?P<publisher>[^,，:：]{1,60})[,，] ?(?P<year>\d{4})(?:[-–]\d\d(?:[-–]\d\d)?)?(?: ?[:：] ?(?P<pages>[\d\-–, ]+))?[.．。]?"
)
_ONLINE = re.compile(
    r"(?:(?P<publisher>[^()（）\[\]]{1,60}?)[,，.．]? ?)?(?:[(（](?P<date>\d{4}(?:[-–]\d\d?){0,2})[)）])? ?(?:\[(?P<accessed>\d{4}-\d\d?-\d\d?)\])?[.．。]? ?"
)
_CITED = re.compile(r"\[(\d{4}-\d\d?-\d\d?)\]")
# “李某：《题名》，《某报》2019年5月4日，第3版。”
_IN_QUOTES = re.compile(
    r"(?P<names>[^：:，,《》\"“]{1,60}?(?:[、，,][^：:《》\"“]{1,20}?)*?)(?:[：:，,] ?)?[《“](?P<title>[^《》“”]{1,120})[》”][，,]? ?(?:载)?"
    r"(?:《(?P<container>[^《》]{1,60})》 ?[，,]? ?(?:第?(?P<volume>\d+)卷)?(?:(?P<date>\d{4}年(?:\d\d?月(?:\d\d?日)?)?))?(?:[，,]? ?第?(?P<issue>\d+)期)?"
    r"|(?:(?P<place>[^：:，,]{1,20})[：:] ?)?(?P<publisher>[^：:，,《》]{1,40})[，,] ?(?P<year>\d{4})年?(?:版)?)"
    r"(?:[，,] ?第?(?P<pages>[\d\-–—]+)(?:页|頁|版))?。?"
)
_JAPANESE = re.compile(
    r"(?P<names>[^「」『』（()）]{1,60}?)[、，, ]?(?:「(?P<title>[^「」]{1,120})」[、，, ]?)?『(?P<whole>[^『』]{1,80})』[、，, ]?"
    r"(?:(?:第?(?P<volume>\d+)巻)?[、，, ]?(?:第?(?P<issue>\d+)号)?)[、，, ]?(?:(?P<publisher>[^、，,\d（）()]{2,30})[、，, ])?[（(]?(?P<date>\d{4}年(?:\d\d?月(?:\d\d?日)?)?)[）)]?(?:[、，, ]?(?P<pages>[\d\-–—~〜]+)[頁ページ面]+)?。?"
)
_ARABIC_MONTHS = {
    1: "يناير|كانون الثاني|جانفي",
    2: "فبراير|شباط|فيفري",
    3: "مارس|آذار",
    4: "أبريل|إبريل|نيسان|أفريل",
    5: "مايو|أيار|ماي",
    6: "يونيو|حزيران|جوان",
    7: "يوليو|تموز|جويلية",
    8: "أغسطس|آب|أوت",
    9: "سبتمبر|أيلول",
    10: "أكتوبر|تشرين الأول",
    11: "نوفمبر|تشرين الثاني",
    12: "ديسمبر|كانون الأول",
}
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_ARABIC_PIECE = (
    r"(?P<names>[^،,«»\"“”.(]{3,80}?)[،,.] ?(?:[«\"“](?P<title>[^«»\"“”]{2,160})[»\"”]|(?P<book>[^،,:(«»]{3,120}))"
    r"[،,.]? ?"
)
_ARABIC_ARTICLE = re.compile(
    _ARABIC_PIECE
    + r"(?P<container>[^،,«»\d]{2,80})(?:[،,] ?(?:المجلد|مج\.?|م) ?(?P<volume>\d+))?(?:[،,] ?(?:العدد|ع\.?) ?(?P<issue>\d+))?[،,]? ?"
    r"\(?(?P<date>(?:\d{1,2} )?(?:[\u0600-\u06ff ]+ )?\d{4})\)?(?:[،,] ?ص(?:ص)?\.? ?(?P<pages>[\d\-– ]+))?\.?"
)
_ARABIC_BOOK = re.compile(
    _ARABIC_PIECE
    + r"\(?(?P<place>[^،,:()«»\d]{2,40}): ?(?P<publisher>[^،,()«»\d]{2,80})[،,] ?(?P<date>\d{4})\)?(?:[،,] ?ص(?:ص)?\.? ?(?P<pages>[\d\-– ]+))?\.?"
)


def read(aside: Aside) -> Record | None:
    text = aside.text.strip()
    if _HAN.search(text):
        return _standard(text) or _in_quotes(text) or _japanese(text)
    if _ARABIC.search(text):
        return _arabic(text.translate(_DIGITS))
    return None


def _names(text: str | None) -> tuple[tuple[str, Name], ...]:
    plain = re.sub(r"[，,、 ]*(?:等|他|외)\.?$", "", (text or "").strip(" ：:"))
    found = [part.strip() for part in re.split("[,，、;；·]|(?<=[가-힣]) ?/ ?", plain)]
    return tuple(("author", Name(literal=part)) for part in found if part)


def _date(text: str | None) -> Date | None:
    numbers = [int(number) for number in re.findall(r"\d+", text or "")][:3]
    if not numbers:
        return None
    year, month, day = [*numbers, None, None][:3]
    if month and not 1 <= month <= 12 or day and not 1 <= day <= 31:
        return Date(year)
    return Date(year, month, day)


def _said(match: re.Match, *names: str) -> dict[str, Any]:
    groups = match.groupdict()
    return {name: value.strip() for name in names if (value := groups.get(name))}


def _standard(text: str) -> Record | None:
    rest = parts.Rest(text)
    url = rest.address()
    match = _STANDARD.fullmatch(rest.text.strip())
    if not match:
        return None
    kind = _TYPES[match["type"]]
    cited = _CITED.search(match["rest"])
    told = _CITED.sub("", match["rest"]).strip()
    found = next((known for form in _FORMS[kind] if (known := form.fullmatch(told))), None)
    if not found:
        return None
    said = _said(found, "container", "publisher", "place", "volume", "issue", "pages", "edition")
    groups = found.groupdict()
    return Record(
        kind,
        _names(match["names"]),
        title=match["title"].strip(),
        issued=_date(groups.get("date") or groups.get("year")),
        accessed=_date(cited[1]) if cited else None,
        url=url,
        **said,
    )


_FORMS = {
    "article-journal": (_JOURNAL, _ONLINE),
    "article-newspaper": (_PAPER, _ONLINE),
    "webpage": (_ONLINE, _PAPER),
    **dict.fromkeys(
        ("book", "collection", "thesis", "report", "standard", "patent", "document"),
        (_HOUSE, _ONLINE),
    ),
    **dict.fromkeys(("dataset", "software"), (_HOUSE, _ONLINE)),
    "paper-conference": (_JOURNAL, _HOUSE),
}


def _in_quotes(text: str) -> Record | None:
    match = _IN_QUOTES.fullmatch(text)
    if not match:
        return None
    said = _said(match, "container", "publisher", "place", "volume", "issue", "pages")
    issued = _date(match["date"] or match["year"])
    kind = "book"
    if match["container"]:
        kind = "article-newspaper" if issued and issued.day else "article-journal"
    return (
        Record(kind, _names(match["names"]), title=match["title"], issued=issued, **said)
        if issued
        else None
    )


def _japanese(text: str) -> Record | None:
    match = _JAPANESE.fullmatch(text)
    if not match:
        return None
    said = _said(match, "publisher", "volume", "issue", "pages")
    issued, names = _date(match["date"]), _names(match["names"])
    if not match["title"]:
        return Record("book", names, title=match["whole"], issued=issued, **said)
    kind = "article-newspaper" if issued and issued.day else "article-journal"
    if match["publisher"] and not match["issue"] and not match["volume"]:
        kind = "chapter"
    return Record(
        kind, names, title=match["title"], container=match["whole"], issued=issued, **said
    )


def _arabic(text: str) -> Record | None:
    rest = parts.Rest(text)
    url = rest.address()
    match = _ARABIC_BOOK.fullmatch(rest.text.strip(" ،")) or _ARABIC_ARTICLE.fullmatch(
        rest.text.strip(" ،")
    )
    if not match:
        return None
    title, issued = match["title"] or match["book"], _arabic_date(match["date"])
    said = _said(match, "container", "publisher", "place", "volume", "issue", "pages")
    if "container" not in said:
        kind = "book"
    elif not match["title"]:
        return None
    else:
        kind = "article-journal" if "issue" in said or "volume" in said else "article-newspaper"
    return Record(
        kind, _names(match["names"]), title=parts.trimmed(title), issued=issued, url=url, **said
    )


def _arabic_date(text: str) -> Date | None:
    year = parts.year(text)
    if not year:
        return None
    month = next(
        (
            number
            for number, names in _ARABIC_MONTHS.items()
            if re.search(rf"(?<!\w)(?:{names})(?!\w)", text)
        ),
        None,
    )
    day = re.match(r"(\d{1,2}) ", text)
    return Date(year.year, month, int(day[1]) if day and month else None)
