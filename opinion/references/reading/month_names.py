"""Dates as reference lines write them, in the languages of our readers."""

import re

from opinion.references.record import Date

MONTHS = {
    1: "january jan januar janvier enero gennaio janeiro januari stycznia leden ledna ocak январь января januar",
    2: "february feb februar février févr fevrier febrero febbraio fevereiro februari lutego únor února şubat февраль февраля",
    3: "march mar märz mars marzo março maart marca březen března mart март марта maret",
    4: "april apr avril avr abril aprile kwietnia duben dubna nisan апрель апреля",
    5: "may mai mayo maggio maio mei maj maja květen května mayıs май мая",
    6: "june jun juni juin junio giugno junho czerwca červen června haziran июнь июня",
    7: "july jul juli juillet juil julio luglio julho lipca červenec července temmuz июль июля",
    8: "august aug août aout agosto augustus augusti sierpnia srpen srpna ağustos август августа agustus",
    9: "september sept sep septembre septiembre settembre setembro września září eylül сентябрь сентября",
    10: "october oct oktober okt octobre octubre ottobre outubro października říjen října ekim октябрь октября",
    11: "november nov novembre noviembre novembro listopada listopad listopadu kasım ноябрь ноября",
    12: "december dec dezember dez décembre déc decembre diciembre dicembre dezembro grudnia prosinec prosince aralık декабрь декабря desember",
}
BY_NAME = {name: month for month, names in MONTHS.items() for name in names.split()}
SEASONS = {
    "spring": 1,
    "summer": 2,
    "autumn": 3,
    "fall": 3,
    "winter": 4,
    "frühjahr": 1,
    "sommer": 2,
    "herbst": 3,
    "printemps": 1,
    "été": 2,
    "automne": 3,
    "hiver": 4,
}
# A capital begins a month where it could be another word: “may”, “mar”, “mars”, “dec”.
_AMBIGUOUS = {"may", "mar", "mars", "mai", "maj", "mei", "sep", "dec", "jan", "fall", "été", "apr"}


def _names(words: dict[str, int]) -> str:
    clear = sorted((name for name in words if name not in _AMBIGUOUS), key=len, reverse=True)
    capital = sorted((name.capitalize() for name in words if name in _AMBIGUOUS), key=len)
    return rf"(?:(?i:{'|'.join(clear)})|{'|'.join(reversed(capital))})"


_MONTH = rf"(?:{_names(BY_NAME)}(?!\w)\.?)"
# English and French write these in small letters only after a day.
_MONTH_IN_SMALL = r"(?:may|mai|maj|mei|mars|mar|jan|sep|dec|apr)(?!\w)\.?"
_SEASON = rf"(?:{_names(SEASONS)}(?!\w))"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?:1[4-9]|20)\d\d[a-h]?"
_DAYS = rf"{_DAY}(?:\s?[–\-]\s?{_DAY})?"
_OF = r"(?:\s(?:de|di|of))?\s"
_TO = r"(?:\s?[–/\-]\s?)"
WRITTEN = re.compile(
    r"(?<![\w\-/.])(?:"
    rf"(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?![\w\-–])"
    rf"|(?P<iso2>{_YEAR}/(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))(?!\w)"
    rf"|(?P<dotted>(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./]{_YEAR})(?!\w)"
    rf"|(?P<dmy>{_DAYS}{_OF}(?:{_MONTH}|{_MONTH_IN_SMALL})(?:(?:,|\sde)?\s{_YEAR})?)(?!\w)"
    rf"|(?P<mdy>{_MONTH}\s{_DAYS}(?:,\s{_YEAR}|\s{_YEAR}(?!\d))?)(?![\w])"
    rf"|(?P<my>{_MONTH}(?:{_TO}{_MONTH})?,?(?:\sde)?\s{_YEAR})(?!\w)"
    rf"|(?P<ymd>{_YEAR}[,\s]\s?{_MONTH}(?:\s{_DAYS})?)(?![\w])"
    rf"|(?P<sy>{_SEASON}(?:{_TO}{_SEASON})?,?\s{_YEAR})(?!\w)"
    rf"|(?P<cjk>{_YEAR}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?)"
    r")"
)
_YEAR_ALONE = re.compile(r"(?<!\d)((?:1[4-9]|20)\d\d)(?!\d)")
_DAY_ALONE = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")
_WORDS = re.compile(r"[^\W\d_]+")


def read(text: str) -> Date | None:
    """The date that `text` writes, as exact as it is written; None without a year."""
    year = _YEAR_ALONE.search(text)
    if not year:
        return None
    if "年" in text:
        return _of_numbers(int(year[1]), [int(n) for n in re.findall(r"\d{1,4}", text)][1:], True)
    rest = text[: year.start()] + " " + text[year.end() :]
    month, season = month_in(rest), _season_in(rest)
    numbers = [int(number) for number in _DAY_ALONE.findall(rest)]
    if month is None and len(numbers) in (1, 2) and not _WORDS.search(rest):
        return _of_numbers(int(year[1]), numbers, year_first=year.start() < len(text) // 2)
    day = numbers[0] if month and numbers and 1 <= numbers[0] <= 31 else None
    # “July 1–3, 1999” is no single day.
    if len(numbers) > 1:
        day = None
    return Date(int(year[1]), month, day, season=None if month else season)


def _of_numbers(year: int, numbers: list[int], year_first: bool) -> Date:
    month, day = [*(numbers if year_first else numbers[::-1]), None, None][:2]
    if month is None or not 1 <= month <= 12:
        return Date(year)
    return Date(year, month, day)


def month_in(text: str) -> int | None:
    words = map(str.lower, _WORDS.findall(text))
    return next((BY_NAME[word] for word in words if word in BY_NAME), None)


def _season_in(text: str) -> int | None:
    words = map(str.lower, _WORDS.findall(text))
    return next((SEASONS[word] for word in words if word in SEASONS), None)
