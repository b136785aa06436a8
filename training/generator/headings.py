"""Invented titles of works: phrases with subtitles, and with the ends that real ones have."""

from collections.abc import Callable
from random import Random

from opinion.references.reading.words import sections

from . import dates
from .titles import capital, conference, phrase, pseudo_word

_BEFORE_SUBTITLE = (": ", ". ", " – ", "? ", " - ", "; ", " : ", "! ", "... ", " | ", " / ")
_GENRES = (
    "a novel|novel|a history|poems|roman|Roman|novela|a biography|an introduction|a reader|selected papers|a report to the minister|proceedings of the|papers from the|essays|a case study|memoirs|a play in three acts|a guide for teachers|Untersuchungen und Texte|eine Einführung|étude critique|povesti|raccolta di saggi|hearing before the|report of the|with an introduction|ein Handbuch|final report|a review|drei Erzählungen|récits|tome premier|an essay, with notes"
).split("|")


def title(chance: Random, language: str, longest: int = 11) -> str:
    """A title, with a subtitle now and then, capitals in one of several manners."""
    capitals = chance.choice(("title", "title", "sentence", "sentence", "sentence"))
    made = phrase(
        chance, language, chance.choice((1, 2, 2, 3, 3, 4, 5, 6, 7, 9, longest)), capitals
    )
    for share in (0.45, 0.12):
        if chance.random() < share:
            between = chance.choices(_BEFORE_SUBTITLE, (60, 7, 3, 7, 4, 1, 9, 1, 1, 2, 1))[0]
            made += between + _subtitle(chance, language, longest, capitals, between)
    end = chance.choices(list(_ENDS), list(_ENDS.values()))[0]
    return end(made, chance)


def _subtitle(chance: Random, language: str, longest: int, capitals: str, between: str) -> str:
    """What follows a colon; catalogues begin it with a small letter."""
    kind = chance.random()
    if kind < 0.12:
        made = chance.choice(_GENRES)
    elif kind < 0.18:
        made = f"{chance.choice(_GENRES)} {conference(chance, chance.randint(1950, 2024))}"
    else:
        made = phrase(chance, language, chance.randint(1, longest), capitals)
    small = between in (": ", " : ", "; ") and capitals == "sentence" and chance.random() < 0.65
    return made[:1].lower() + made[1:] if small else made


def _plain(made: str, _chance: Random) -> str:
    return made


def _question(made: str, chance: Random) -> str:
    return made + chance.choices(("?", "!", "…", "?!"), (14, 3, 2, 1))[0]


def _bracketed(made: str, chance: Random) -> str:
    name, other = (capital(pseudo_word(chance)) for _one in range(2))
    inside = chance.choice(
        (
            phrase(chance, "en", 2, "title"),
            phrase(chance, "en", 4, "sentence"),
            f"{name}, {other}",
            f"{name}: {other}",
            f"{name}: {other}: {name}idae",
            f"including {phrase(chance, 'en', 3, 'sentence').lower()}",
            name.upper()[:5],
            f"{chance.choice(('First', 'Second', 'Fifth'))} report",
            f"{chance.randint(1, 9)}",
        )
    )
    if chance.random() < 0.5:
        return f"{made} ({inside})"
    return f"{made} ({inside}) {phrase(chance, 'en', chance.randint(2, 5), 'sentence').lower()}"


def _years(made: str, chance: Random) -> str:
    first, last = chance.randint(1500, 1980), chance.randint(1981, 2020)
    return made + chance.choice(
        (f", {first}–{last}", f", {first}-{last}", f" {first}-{last}", f" in {last}", f", {first}")
    )


def _numbered(made: str, chance: Random) -> str:
    """A number at the end that is part of it."""
    number, year = chance.randint(1, 40), chance.randint(1890, 2024)
    country = chance.choice(sections("places")["country"]).removeprefix("the ")
    return made + chance.choice(
        (
            f" {number}",
            f" {chance.choice(('I', 'II', 'III', 'IV'))}",
            f" {year}",
            f" : {country} {year}",
            f": {country} {year}",
            f", part {number}",
            f" No. {number}",
            f" 1:{number}",
            f" {number} {number + 1}",
        )
    )


def _day(made: str, chance: Random) -> str:
    """“…: proceedings of the conference, Ledburg, May 3–4, 1999”: a date that isn't the work's."""
    year, month, day = chance.randint(1950, 2024), chance.randint(1, 12), chance.randint(1, 27)
    date = dates.written(
        chance, year, month, day, chance.choice(("en", "de", "fr", "es", "it", "pt"))
    )
    city = chance.choice(sections("places")["city"])
    several = f"{dates.ENGLISH[month - 1]} {day}{chance.choice('–-')}{day + 1}, {year}"
    return made + chance.choice(
        (
            f", {date}",
            f" - {date}",
            f" – {date}",
            f" del {date}",
            f" vom {date}",
            f" of {date}",
            f", {city}, {date}",
            f": proceedings of the conference, {city}, {several}",
            f": papers of the meeting held on {several}",
            f", {several}, {city}",
            f" {day:02d}/{month:02d}/{year}",
        )
    )


def _named(made: str, chance: Random) -> str:
    """Somebody's name in it, with initials that end no sentence."""
    names = sections("names")
    family, given = chance.choice(names["family western"]), chance.choice(names["given western"])
    initial = f"{chance.choice('ABCDEFGHJKLMNPRSTW')}."
    country = chance.choice(sections("places")["country"]).removeprefix("the ")
    return chance.choice(
        (
            f"{made} by {given} {family}",
            f"{made} of {initial} {family}",
            f"{made}, with notes by {given} {initial} {family}",
            f"{initial} {country} {made[:1].lower()}{made[1:]}",
            f"{made} in St. {family}",
            f"{family}, {given} and {made[:1].lower()}{made[1:]}",
            f"{made} vs. {family}",
            f"{made}: the life of {given} {family}",
            f"{made} and {family}’s “{phrase(chance, 'en', 3, 'title')}”",
            f"{made} for writers, editors, and publishers",
        )
    )


def _of_site(made: str, chance: Random) -> str:
    """A page's title often closes with its site."""
    site = chance.choice(sections("houses")["newspaper"] + sections("houses")["site"])
    return f"{made}{chance.choice((' - ', ' | ', ' – ', ' : '))}{site}"


def _in_capitals(made: str, _chance: Random) -> str:
    return made.upper()


_ENDS: dict[Callable[[str, Random], str], int] = {
    _plain: 73,
    _question: 7,
    _bracketed: 4,
    _years: 5,
    _numbered: 3,
    _day: 3,
    _named: 3,
    _of_site: 1,
    _in_capitals: 1,
}
