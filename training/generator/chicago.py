"""Chicago's two systems, in the forms of the 17th and the 18th edition of the manual."""

from collections.abc import Iterator
from random import Random

from . import dates
from .people import Manner, listed
from .pieces import Line, Piece, joined
from .titles import ordinal
from .work import Work

_NOTES = Manner(most=10, kept=7)
_EIGHTEENTH = Manner(most=6, kept=3)
_SECOND = Manner(first="full", rest="full", of_two=" and ", most=10, kept=7)


def notes(work: Work, chance: Random) -> Line:
    """The bibliography of the notes system: the year stands at the end."""
    return joined(_pieces(work, chance, early=False), "chicago notes")


def author_date(work: Work, chance: Random) -> Line:
    return joined(_pieces(work, chance, early=True), "chicago author-date")


def _pieces(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    manner = chance.choice((_NOTES, _EIGHTEENTH))
    led_by_paper = work.kind in ("newspaper", "webpage") and not work.authors and work.container
    if led_by_paper and chance.random() < 0.75:
        yield ("container", work.container)
        yield ("", ". ")
        work.container = ""
    else:
        yield from _leading(work, manner)
    if early:
        if not work.authors and not work.editors and not led_by_paper and chance.random() < 0.7:
            yield from _title(work, chance)
            yield from _early_date(work, chance)
        else:
            yield from _early_date(work, chance)
            yield from _title(work, chance)
    else:
        yield from _title(work, chance)
    yield from _BODIES.get(work.kind, _book)(work, chance, early)
    yield from ending(work, chance)


def _leading(work: Work, manner: Manner) -> Iterator[Piece]:
    if work.authors:
        yield ("authors", listed(work.authors, manner))
        yield ("", ". ")
    elif work.editors and work.kind == "book":
        yield ("editors", listed(work.editors, manner))
        yield ("", ", eds. " if len(work.editors) > 1 else ", ed. ")


def _early_date(work: Work, chance: Random) -> Iterator[Piece]:
    if work.original and chance.random() < 0.8:
        left, right = chance.choice((("(", ") "), ("[", "] ")))
        yield from (("", left), ("original", str(work.original)), ("", right))
    if not work.year:
        yield ("", "n.d. ")
        return
    yield ("date", str(work.year))
    yield ("", ". ")


def _title(work: Work, chance: Random) -> Iterator[Piece]:
    quoted = work.kind not in ("book", "report", "film")
    if work.kind == "report" and chance.random() < 0.12:
        quoted = True
    if work.kind == "document":
        quoted = chance.random() < 0.6
    title = _inner(work.title) if quoted else work.title
    if not quoted:
        yield from (("title", title), ("", ". "))
        return
    yield ("", "“")
    yield ("title", title)
    yield ("", "”" if title.endswith(("?", "!", "…")) else ".”")
    yield ("", " ")


def _inner(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’").replace('"', "’")


def _book(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    if work.genre and work.kind in ("report", "film"):
        yield ("genre", work.genre)
        if work.number:
            yield ("", chance.choice((" ", ", no. ", " no. ", " No. ")))
            yield ("number", work.number)
        yield ("", ". ")
    if work.authors and work.editors:
        yield from (("", "Edited by "), ("editors", listed(work.editors, _SECOND)), ("", ". "))
    if work.translators:
        yield from (
            ("", "Translated by "),
            ("translators", listed(work.translators, _SECOND)),
            ("", ". "),
        )
    if work.edition:
        yield from edition(work)
        yield ("", ". ")
    if work.volume:
        yield from (("", "Vol. "), ("volume", work.volume), ("", ". "))
    yield from _series(work, chance)
    yield from house(work, chance, early)


def edition(work: Work) -> Iterator[Piece]:
    if not work.edition.isdigit():
        yield ("edition", work.edition.capitalize().rstrip("."))
        yield ("", ". ed" if work.edition.endswith(".") else " ed")
        return
    yield ("edition", ordinal(int(work.edition)))
    yield ("", " ed")


def _series(work: Work, chance: Random) -> Iterator[Piece]:
    if work.collection:
        yield ("collection", work.collection)
        if work.collection_number:
            yield ("", chance.choice((" ", ", no. ", ", vol. ", ", ")))
            yield ("collection-number", work.collection_number)
        yield ("", ". ")


def house(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    """Place: House, date. The 18th edition leaves out the place."""
    if work.place and (chance.random() < 0.5 or not work.publisher):
        yield ("place", work.place)
        yield ("", ": " if work.publisher else ", ")
    if work.publisher:
        yield ("publisher", work.publisher)
        yield ("", ", " if not early else ". ")
    if early:
        if work.month and work.kind in ("webpage", "report", "film", "document", "newspaper"):
            yield from (("date", dates.american(0, work.month, work.day)), ("", ". "))
        return
    if work.original and work.original < work.year:
        yield from (("original", str(work.original)), ("", ". Reprint, "))
    if work.year or work.month:
        yield ("date", dates.american(work.year, work.month, work.day))
    else:
        yield ("", "n.d")
    yield ("", ". ")


def _article(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    yield ("container", work.container)
    if work.collection:
        yield from (("", ", "), ("collection", work.collection))
        yield ("", ", vol. " if work.volume else "")
    if work.volume:
        yield from (("", " "), ("volume", work.volume))
    if work.issue and early and work.volume and not work.collection:
        yield from (("", " ("), ("issue", work.issue), ("", ")"))
    elif work.issue:
        several = any(mark in work.issue for mark in "–-/")
        yield from (("", ", nos. " if several else ", no. "), ("issue", work.issue))
    if not early and (work.year or work.month):
        yield ("", " (" if work.volume or work.issue else ", ")
        yield ("date", dates.american(work.year, work.month, work.day))
        yield ("", ")" if work.volume or work.issue else "")
    elif early and work.month and not work.issue:
        yield from (("", " ("), ("date", dates.american(0, work.month, work.day)), ("", ")"))
    if work.pages:
        yield from (("", ": " if work.volume or work.issue else ", "), ("pages", work.pages))
    yield ("", ". ")


def _chapter(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    yield from (("", "In "), ("container", work.container))
    if work.edition:
        yield ("", ", ")
        yield from edition(work)
        yield ("", ".")
    if work.volume:
        yield from (("", ", vol. "), ("volume", work.volume))
    if work.editors:
        yield from (("", ", edited by "), ("editors", listed(work.editors, _SECOND)))
    if work.translators:
        yield from (("", ", translated by "), ("translators", listed(work.translators, _SECOND)))
    if work.pages and chance.random() < 0.6:
        yield from (("", ", "), ("pages", work.pages))
    yield ("", ". ")
    yield from _series(work, chance)
    yield from house(work, chance, early)


def _conference(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    draw = chance.random()
    if draw < 0.35:
        yield from _chapter(work, chance, early)
        return
    if draw < 0.8 and not work.editors:
        if work.place and not work.publisher and chance.random() < 0.8:
            yield from (("container", work.container), ("", " ("), ("place", work.place), ("", ")"))
            work.place = ""
        else:
            yield ("container", work.container)
        yield from _numbers(work, early)
        return
    yield from (("", "Paper presented at "), ("event", work.container), ("", ", "))
    if work.place:
        yield from (("place", work.place), ("", ". " if early else ", "))
    if not early:
        yield from (("date", dates.american(work.year, work.month, work.day)), ("", ". "))


def _numbers(work: Work, early: bool) -> Iterator[Piece]:
    if work.volume:
        yield from (("", " "), ("volume", work.volume))
    if not early and work.year:
        opened = " (" if work.volume else ", "
        yield from (("", opened), ("date", str(work.year)), ("", ")" if work.volume else ""))
    if work.pages:
        yield from (("", ": " if work.volume else ", "), ("pages", work.pages))
    yield ("", ". ")


def _newspaper(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    if not work.container and chance.random() < 0.08:
        yield (
            "",
            chance.choice((f"Version {chance.randint(1, 4)}. ", "Pre-published ", "Preprint, ")),
        )
    if work.container:
        yield ("container", work.container)
        if work.place:
            yield from (("", " ("), ("place", work.place), ("", ")"))
        yield ("", ", ")
    elif work.publisher:
        yield from (("publisher", work.publisher), ("", ", "))
    if early:
        yield ("date", dates.american(0, work.month, work.day))
    elif work.year or work.month:
        if chance.random() < 0.12:
            yield ("date", dates.written(chance, work.year, work.month, work.day))
        else:
            yield ("date", dates.american(work.year, work.month, work.day))
    if work.pages and chance.random() < 0.5:
        yield from (("", ", "), ("pages", work.pages))
    yield ("", ". ")


def _thesis(work: Work, chance: Random, early: bool) -> Iterator[Piece]:
    yield ("genre", work.genre.removesuffix("."))
    yield ("", ("." if work.genre.endswith(".") else "") + (", " if work.genre else ""))
    yield ("publisher", work.publisher)
    if early:
        yield ("", ". ")
    else:
        yield from (("", ", "), ("date", str(work.year)), ("", ". "))


def ending(work: Work, chance: Random) -> Iterator[Piece]:
    """Accessed date, ISBN and address."""
    if work.accessed[0] and chance.random() < 0.8:
        yield ("", "Accessed ")
        yield ("accessed", dates.american(*work.accessed))
        yield ("", ". ")
    if work.isbn and chance.random() < 0.5:
        yield from (("isbn", f"ISBN {work.isbn}"), ("", ". "))
    if work.doi:
        yield (
            "doi",
            chance.choice(("https://doi.org/", "https://doi.org/", "doi:", "doi.org/", ""))
            + work.doi,
        )
    elif work.url:
        yield ("url", work.url)
    if work.doi or work.url:
        yield ("", "." if chance.random() < 0.85 else "")


_BODIES = {
    "article": _article,
    "chapter": _chapter,
    "conference": _conference,
    "newspaper": _newspaper,
    "webpage": _newspaper,
    "thesis": _thesis,
}
