"""APA (7th edition) and MLA (9th)."""

from collections.abc import Iterator
from random import Random

from . import dates
from .chicago import edition
from .people import Manner, listed
from .pieces import Line, Piece, joined
from .work import Work

_APA = Manner(
    first="turned-initials",
    rest="turned-initials",
    last=", & ",
    of_two=", & ",
    most=20,
    kept=19,
    others=", … & others",
)
_APA_SECOND = Manner(first="initials", rest="initials", last=", & ", of_two=" & ", most=20, kept=19)
_MLA = Manner(most=2, kept=1, others=", et al.")
_MLA_SECOND = Manner(first="full", rest="full", of_two=" and ", most=2, kept=1, others=" et al.")


def apa(work: Work, chance: Random) -> Line:
    return joined(_apa(work, chance), "apa")


def mla(work: Work, chance: Random) -> Line:
    return joined(_mla(work, chance), "mla")


def _apa(work: Work, chance: Random) -> Iterator[Piece]:
    part = work.kind in ("article", "chapter", "conference", "newspaper", "webpage")
    led = work.authors or (work.editors and work.kind == "book")
    if work.authors:
        names = listed(work.authors, _APA)
        yield from (("authors", names), ("", "" if names.endswith(".") else "."), ("", " "))
    elif led:
        yield from (
            ("editors", listed(work.editors, _APA)),
            ("", " (Eds.). " if work.editors[1:] else " (Ed.). "),
        )
    if not led:
        yield from _apa_title(work, part)
    yield from _apa_date(work, chance)
    if led:
        yield from _apa_title(work, part)
    yield from _apa_body(work, chance)
    if work.accessed[0] and chance.random() < 0.5:
        yield from (
            ("", "Retrieved "),
            ("accessed", dates.american(*work.accessed)),
            ("", ", from "),
        )
    if work.doi:
        yield ("doi", chance.choice(("https://doi.org/", "https://doi.org/", "doi:")) + work.doi)
    elif work.url:
        yield ("url", work.url)


def _apa_date(work: Work, chance: Random) -> Iterator[Piece]:
    yield ("", "(")
    if not work.year:
        yield ("", "n.d.")
    elif work.month and work.kind != "article":
        day = f" {work.day}" if work.day else ""
        yield ("date", f"{work.year}, {dates.ENGLISH[work.month - 1]}{day}")
    else:
        yield ("date", str(work.year))
    yield ("", "). ")


def _apa_title(work: Work, part: bool) -> Iterator[Piece]:
    yield ("title", work.title)
    inside: list[Piece] = []
    if not part and work.authors and work.editors:
        label = ", Eds." if work.editors[1:] else ", Ed."
        inside += [("editors", listed(work.editors, _APA_SECOND)), ("", label), ("", "; ")]
    if not part and work.translators:
        inside += [
            ("translators", listed(work.translators, _APA_SECOND)),
            ("", ", Trans."),
            ("", "; "),
        ]
    if work.kind in ("book", "report") and work.edition:
        inside += [*edition(work), ("", "."), ("", ", ")]
    if work.kind == "book" and work.volume:
        inside += [("", "Vol. "), ("volume", work.volume), ("", ", ")]
    if work.kind == "report" and work.number:
        inside += [("genre", work.genre), ("", " No. "), ("number", work.number), ("", ", ")]
    if inside:
        yield ("", " (")
        yield from inside[:-1]
        yield ("", ")")
    if work.kind in ("thesis", "film") and work.genre:
        yield from (("", " ["), ("genre", work.genre))
        if work.kind == "thesis":
            yield from (("", ", "), ("publisher", work.publisher))
            work.publisher = ""
        yield ("", "]")
    yield ("", ". ")


def _apa_body(work: Work, chance: Random) -> Iterator[Piece]:
    if work.kind in ("article", "newspaper", "webpage") or (
        work.kind == "conference" and chance.random() < 0.4
    ):
        yield from _apa_journal(work)
        return
    if work.container:
        yield ("", "In ")
        if work.editors:
            yield from (
                ("editors", listed(work.editors, _APA_SECOND)),
                ("", " (Eds.), " if work.editors[1:] else " (Ed.), "),
            )
        yield ("container", work.container)
        yield from _apa_part(work)
    if work.collection and chance.random() < 0.3:
        yield from (("collection", work.collection), ("", ". "))
    if work.place and (chance.random() < 0.25 or not work.publisher):
        yield from (("place", work.place), ("", ": " if work.publisher else ". "))
    if work.publisher:
        yield from (("publisher", work.publisher), ("", ". "))


def _apa_part(work: Work) -> Iterator[Piece]:
    inside: list[Piece] = []
    if work.edition:
        inside += [*edition(work), ("", "."), ("", ", ")]
    if work.volume:
        inside += [("", "Vol. "), ("volume", work.volume), ("", ", ")]
    if work.pages:
        inside += [
            ("", "pp. " if "–" in work.pages or "-" in work.pages else "p. "),
            ("pages", work.pages),
            ("", ", "),
        ]
    if inside:
        yield ("", " (")
        yield from inside[:-1]
        yield ("", ")")
    yield ("", ". ")


def _apa_journal(work: Work) -> Iterator[Piece]:
    yield ("container", work.container)
    if not work.container and work.publisher:
        yield ("publisher", work.publisher)
    if work.volume:
        yield from (("", ", "), ("volume", work.volume))
    if work.issue:
        yield from (("", "(" if work.volume else ", ("), ("issue", work.issue), ("", ")"))
    if work.pages:
        yield from (("", ", "), ("pages", work.pages))
    yield ("", ". ")


def _mla(work: Work, chance: Random) -> Iterator[Piece]:
    if work.authors:
        yield from (("authors", listed(work.authors, _MLA)), ("", ". "))
    elif work.editors and work.kind == "book":
        yield from (
            ("editors", listed(work.editors, _MLA)),
            ("", ", editors. " if work.editors[1:] else ", editor. "),
        )
    yield from _mla_title(work, chance)
    if work.kind == "book" and work.original and chance.random() < 0.5:
        yield from (("original", str(work.original)), ("", ". "))
    facts = list(_mla_facts(work, chance))
    for place, fact in enumerate(facts):
        yield from fact
        yield ("", ", " if place < len(facts) - 1 else ". ")
    if work.kind == "thesis":
        yield from (("publisher", work.publisher), ("", ", "), ("genre", work.genre), ("", ". "))
    if work.collection and work.kind != "article":
        yield ("collection", work.collection)
        if work.collection_number:
            yield from (("", " "), ("collection-number", work.collection_number))
        yield ("", ". ")
    if work.accessed[0] and chance.random() < 0.8:
        yield from (
            ("", "Accessed "),
            ("accessed", dates.british(*work.accessed, dates.SHORT)),
            ("", "."),
        )


def _mla_title(work: Work, chance: Random) -> Iterator[Piece]:
    quoted = work.kind in ("article", "chapter", "conference", "newspaper", "webpage")
    if work.kind == "document":
        quoted = chance.random() < 0.6
    if not quoted:
        yield from (("title", work.title), ("", ". "))
        return
    title = work.title.replace("“", "‘").replace("”", "’")
    yield from (
        ("", "“"),
        ("title", title),
        ("", "”" if title.endswith(("?", "!", "…")) else ".”"),
        ("", " "),
    )


def _mla_facts(work: Work, chance: Random) -> Iterator[list[Piece]]:
    if work.container:
        yield [("container", work.container)]
    if work.translators:
        label = "translated by " if work.container else "Translated by "
        yield [("", label), ("translators", listed(work.translators, _MLA_SECOND))]
    if work.editors and (work.authors or work.container):
        label = "edited by " if work.container else "Edited by "
        yield [("", label), ("editors", listed(work.editors, _MLA_SECOND))]
    if work.edition:
        yield [*edition(work), ("", ".")]
    if work.volume:
        yield [("", "vol. "), ("volume", work.volume)]
    if work.issue:
        yield [("", "no. "), ("issue", work.issue)]
    if work.kind == "report" and work.number:
        yield [("genre", work.genre), ("", " "), ("number", work.number)]
    if work.place and (chance.random() < 0.1 or not work.publisher) and work.kind != "newspaper":
        yield [("place", work.place)]
    if work.publisher and work.kind != "thesis":
        yield [("publisher", work.publisher)]
    date = dates.british(work.year, work.month, work.day, dates.SHORT)
    if date:
        yield [("date", date)]
    if work.pages:
        yield [
            ("", "pp. " if "–" in work.pages or "-" in work.pages else "p. "),
            ("pages", work.pages),
        ]
    if work.doi:
        yield [("doi", chance.choice(("https://doi.org/", "doi:")) + work.doi)]
    elif work.url:
        yield [("url", work.url if chance.random() < 0.6 else work.url.removeprefix("https://"))]
