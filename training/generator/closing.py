"""The later parts of a line in no named style: edition, series, house, addresses."""

from collections.abc import Iterator
from random import Random

from . import dates
from .mixture import Mixture
from .pieces import Piece
from .titles import ordinal
from .work import Work


def edition(work: Work, chance: Random) -> Iterator[Piece]:
    number = work.edition
    if not number.isdigit():
        yield from (
            ("edition", number.rstrip(".")),
            ("", ". ed." if number.endswith(".") else " edn"),
        )
    else:
        before, shown, after = chance.choice(
            (
                ("", ordinal(int(number)), " ed."),
                ("", ordinal(int(number)), " edn"),
                ("", ordinal(int(number)), " edition"),
                ("(", ordinal(int(number)), " ed.)"),
                ("", number, ". Aufl."),
                ("", number, ". ed."),
                ("", number, "e éd."),
                ("", number, "ª ed."),
                ("", number, ". Auflage"),
                ("", number, "-е изд."),
                ("ed. ", number, ""),
                ("Edition ", number, ""),
            )
        )
        yield from (("", before), ("edition", shown), ("", after))
    yield ("", chance.choice((", ", ". ", " ", "; ")))


def series(work: Work, chance: Random) -> Iterator[Piece]:
    if not work.collection:
        return
    left, right = chance.choice(
        (("(", ")"), ("", "."), ("", ","), ("in ", "."), ("", ";"), ("(Coll. ", ")"), ("[", "]"))
    )
    yield from (("", left), ("collection", work.collection))
    if work.collection_number:
        yield from (
            ("", chance.choice((", ", " ", " ; ", ", Bd. ", ", vol. ", ", no. ", ", n° "))),
            ("collection-number", work.collection_number),
        )
    yield ("", right + " ")


def house(work: Work, style: Mixture, chance: Random, late: bool) -> Iterator[Piece]:
    pattern = style.house
    if not work.publisher and not work.place:
        pattern = ", " if late else ""
    inside = pattern.startswith("(")
    if inside:
        yield ("", "(")
        pattern = pattern.strip("()")
    last = ""
    for piece in _words_of(pattern):
        value = {"place": work.place, "house": work.publisher}.get(piece)
        if value is None:
            last = piece
        elif value:
            yield ("", last)
            yield ("publisher" if piece == "house" else "place", value)
            last = ""
        else:
            last = ""
    if late and (work.year or work.month):
        yield ("", last or ", ")
        yield ("", dates.before(chance))
        yield ("date", dates.anyhow(work, chance))
    elif work.month and chance.random() < 0.5:
        yield from (
            ("", ", "),
            ("date", dates.anyhow(work, chance, with_year=chance.random() < 0.4)),
        )
    elif late and chance.random() < 0.5:
        yield ("", chance.choice((last + "n.d", last + "s.d", last + "o. J")))
    if inside:
        yield ("", ")")


def _words_of(pattern: str) -> Iterator[str]:
    for part in pattern.replace("place", "\0place\0").replace("house", "\0house\0").split("\0"):
        if part:
            yield part


def ending(work: Work, style: Mixture, chance: Random) -> Iterator[Piece]:
    if work.isbn and chance.random() < 0.6:
        yield from (
            ("", chance.choice((". ", ", "))),
            ("isbn", f"{chance.choice(('ISBN ', 'ISBN: ', 'ISBN-13 '))}{work.isbn}"),
        )
    access_first = chance.random() < 0.4
    if access_first:
        yield from _accessed(work, chance)
    if work.doi:
        yield ("", chance.choice((". ", ", ", " ", ". DOI: ", ", DOI ", "; ")))
        yield (
            "doi",
            chance.choice(("https://doi.org/", "http://dx.doi.org/", "doi:", "doi: ", "", "DOI:"))
            + work.doi,
        )
    elif work.url:
        label = chance.choice(
            "|||Available at: |Available from: |URL: |Available: |Verfügbar unter: |Disponible en: |At |<|Online: |[Online]. Available: |URL |Link: |Режим доступа: |Disponible sur : |from ".split(
                "|"
            )
        )
        yield from (
            ("", chance.choice((". ", ", ", " ", "; "))),
            ("", label),
            ("url", work.url),
            ("", ">" if label == "<" else ""),
        )
    if not access_first:
        yield from _accessed(work, chance)
    yield ("", style.end)


def _accessed(work: Work, chance: Random) -> Iterator[Piece]:
    if not work.accessed[0]:
        return
    left, right = chance.choice((("(", ")"), ("[", "]"), (". ", ""), (", ", ""), (" ", "")))
    label = chance.choice(
        "accessed |Accessed |Accessed: |accessed on |last accessed |Zugriff am |abgerufen am |consulté le |consultado el |retrieved |Retrieved |viewed |cited |Accessed |accesso |дата обращения: |Zugriff: |geraadpleegd op |hämtad |(accessed ".split(
            "|"
        )[:-1]
    )
    year, month, day = work.accessed
    yield from (("", f" {left}" if left in "([" else left), ("", label))
    yield from (("accessed", dates.written(chance, year, month, day, work.language)), ("", right))
