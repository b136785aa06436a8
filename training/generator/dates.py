"""How dates are printed."""

from random import Random

from .titles import ordinal
from .work import Work

ENGLISH = (
    "January February March April May June July August September October November December".split()
)
SHORT = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_LANGUAGES = {
    "en": ENGLISH,
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
}


def american(year: int, month: int, day: int) -> str:
    """March 3, 2020; March 2020; 2020; or without the year where it is 0."""
    if not month:
        return str(year or "")
    name = ENGLISH[month - 1]
    if not day:
        return f"{name} {year}" if year else name
    return f"{name} {day}, {year}" if year else f"{name} {day}"


def british(year: int, month: int, day: int, names: list[str] = ENGLISH) -> str:
    if not month:
        return str(year or "")
    return " ".join(str(part) for part in (day, names[month - 1], year) if part)


def anyhow(work: Work, chance: Random, with_year: bool = True) -> str:
    """A work's date in any manner."""
    return written(chance, work.year if with_year else 0, work.month, work.day, work.language)


def written(chance: Random, year: int, month: int, day: int, language: str = "en") -> str:
    if not month:
        return str(year or "")
    draw = chance.random()
    if draw < 0.12 and year and day:
        return f"{year}-{month:02d}-{day:02d}"
    if draw < 0.17 and year and day:
        mark = chance.choice("./")
        return f"{day:02d}{mark}{month:02d}{mark}{year}"
    if draw < 0.45:
        return american(year, month, day)
    if draw < 0.55 and day:
        name = SHORT[month - 1]
        return f"{name} {day}, {year}" if year else f"{name} {day}"
    if draw < 0.62 and year:
        return f"{year}, {ENGLISH[month - 1]} {day}" if day else f"{year}, {ENGLISH[month - 1]}"
    if draw < 0.7:
        return british(year, month, day, SHORT)
    if draw < 0.73 and day:
        return " ".join(str(part) for part in (ordinal(day), ENGLISH[month - 1], year) if part)
    names = _LANGUAGES.get(language, ENGLISH)
    if language == "de" and day:
        return f"{day}. {names[month - 1]} {year or ''}".strip()
    if language in ("es", "pt") and day:
        return " de ".join(str(part) for part in (day, names[month - 1], year) if part)
    return british(year, month, day, names)


def before(chance: Random) -> str:
    """What may stand before a date, and is no part of it."""
    if chance.random() < 0.93:
        return ""
    return chance.choice(
        "Published online |Published |Published on |Posted |Updated |issued |Pre-published |Published online ahead of print |Veröffentlicht am |Publié le |Publicado ".split(
            "|"
        )
    )
