"""Styles that nobody has named: for each line a new mixture of what styles may do.

What matters is that every order, mark and label that reference lists are made of turns up in many
companies, so that a model can't lean on one of them.
"""

from collections.abc import Iterator
from random import Random

from . import dates
from .closing import edition, ending, house, series
from .mixture import Mixture, any_mixture
from .people import listed
from .pieces import Line, Piece, joined
from .work import Person, Work

_PARTS = ("article", "chapter", "conference", "newspaper", "webpage")


def mixed(work: Work, chance: Random) -> Line:
    return joined(_pieces(work, any_mixture(chance), chance), "mixed")


def _pieces(work: Work, style: Mixture, chance: Random) -> Iterator[Piece]:
    led = bool(work.authors or (work.editors and work.kind == "book"))
    title_first = led and chance.random() < 0.05
    if not title_first:
        yield from _leading(work, style, chance)
    early = style.date_at in ("early", "bracketed") and bool(work.year)
    if early and (led or chance.random() < 0.3) and not title_first:
        yield from _early(work, style, chance)
        early = False
    yield from _title(work, style, chance)
    if title_first:
        yield from _leading(work, style, chance)
    if early:
        yield from _early(work, style, chance)
    yield from _marks_of_kind(work, chance)
    late = style.date_at not in ("early", "bracketed")
    if work.container:
        yield from _container(work, style, chance, late)
    else:
        yield from _whole(work, style, chance, late)
    yield from ending(work, style, chance)


def _leading(work: Work, style: Mixture, chance: Random) -> Iterator[Piece]:
    names, label = work.authors, "authors"
    if not names and work.kind == "book":
        names, label = work.editors, "editors"
    if not names:
        return
    printed = listed(names, style.names)
    yield (label, printed)
    if label == "editors":
        yield ("", _editor_label(chance, len(names) > 1))
    after = style.after_names
    if style.date_at in ("early", "bracketed") and work.year and chance.random() < 0.6:
        after = " "
    yield ("", after)


def _editor_label(chance: Random, several: bool) -> str:
    one = (
        " (ed.)",
        ", ed.",
        " (Hrsg.)",
        " (Ed.)",
        " (dir.)",
        " (red.)",
        ", Hg.",
        " [ed.]",
        " (coord.)",
        ", editor",
        " (Hg.)",
        " (éd.)",
        " (szerk.)",
    )
    more = (
        " (eds.)",
        ", eds.",
        " (Hrsg.)",
        " (Eds.)",
        " (dir.)",
        " (eds)",
        ", Hgg.",
        " [eds.]",
        " (coords.)",
        ", editors",
        " (orgs.)",
        " (éds.)",
        " (Hg.)",
    )
    return chance.choice(more if several else one)


def _early(work: Work, style: Mixture, chance: Random) -> Iterator[Piece]:
    whole = work.month and work.kind in ("newspaper", "webpage") and chance.random() < 0.4
    year = dates.anyhow(work, chance) if whole else str(work.year)
    if whole:
        work.month = work.day = 0
    if style.date_at == "bracketed":
        yield from (("", "("), ("date", year), ("", ")"))
    else:
        yield ("date", year)
    if work.original and chance.random() < 0.7:
        left, right = chance.choice(((" [", "]"), (" (", ")"), ("/", "")))
        yield from (("", left), ("original", str(work.original)), ("", right))
    yield ("", chance.choice((". ", " ", ", ", ": ", ". ")))


def _title(work: Work, style: Mixture, chance: Random) -> Iterator[Piece]:
    quoted = style.quoted == "all" or (style.quoted == "parts" and work.kind in _PARTS)
    title = work.title
    ends = title.endswith(("?", "!", "…"))
    if not quoted:
        yield ("title", title)
        yield (
            "",
            style.after_title.lstrip(".,")
            if ends and style.after_title != ", "
            else style.after_title,
        )
        return
    left, right = style.quotes
    for mark in ("“", "”", '"', "«", "»", "„"):
        title = title.replace(mark, "’" if mark in (left, right) else mark)
    if left in ("‘", "'"):
        title = title.replace("‘", "“").replace("’", "”") if "‘" in title else title
    yield from (("", left), ("title", title))
    mark = style.after_title.strip()
    if style.comma_inside and mark in (".", ","):
        yield from (("", "" if ends else mark), ("", right), ("", " "))
    else:
        yield from (("", right), ("", style.after_title))


def _marks_of_kind(work: Work, chance: Random) -> Iterator[Piece]:
    """“[online]”, “[PhD thesis]”, “Report 12”: where it says what it is."""
    if work.genre and work.kind in ("film", "thesis") and chance.random() < 0.8:
        left, right = chance.choice((("[", "]. "), ("(", "). "), ("", ". "), ("", ", ")))
        yield from (("", left), ("genre", work.genre), ("", right))
    elif work.url and chance.random() < 0.15:
        yield (
            "",
            chance.choice(
                (
                    "[online]. ",
                    "[en línea]. ",
                    "[Online] ",
                    "[Internet]. ",
                    "[электронный ресурс] ",
                    "[web page]. ",
                )
            ),
        )
    if work.kind == "report" and work.genre:
        yield ("genre", work.genre)
        if work.number:
            yield ("", chance.choice((" ", " no. ", " No. ", " Nr. ", ", ")))
            yield ("number", work.number)
        yield ("", chance.choice((". ", ", ", "; ")))


def _container(work: Work, style: Mixture, chance: Random, late: bool) -> Iterator[Piece]:
    part = work.kind in ("chapter", "conference")
    before = style.before_container
    if part and not before and chance.random() < 0.7:
        before = chance.choice(("In: ", "In ", "in "))
    elif work.kind in ("newspaper", "webpage", "article") and chance.random() < 0.6:
        before = ""
    yield ("", before)
    editors_first = part and work.editors and chance.random() < 0.4
    if editors_first:
        yield from _editors_before(work, style, chance)
    yield ("container", work.container)
    if part:
        yield from _book_of_part(work, style, chance, late, bool(editors_first))
    else:
        yield from _periodical(work, style, chance, late)


def _editors_before(work: Work, style: Mixture, chance: Random) -> Iterator[Piece]:
    yield ("editors", listed(work.editors, style.second))
    yield ("", _editor_label(chance, len(work.editors) > 1))
    yield ("", chance.choice((": ", ", ", ". ", " ")))


def _book_of_part(
    work: Work, style: Mixture, chance: Random, late: bool, named: bool
) -> Iterator[Piece]:
    yield ("", chance.choice((". ", ", ", ", ", "; ", ". – ")))
    if work.editors and not named:
        if chance.random() < 0.65:
            label = chance.choice(
                "edited by |ed. by |ed. |eds. |hrsg. von |hg. v. |dir. |sous la dir. de |a cura di |Ed. by |под ред. |red. |ed. por |edited by |Edited by ".split(
                    "|"
                )[:-1]
            )
            yield from (("", label), ("editors", listed(work.editors, style.second)))
        else:
            yield from (
                ("editors", listed(work.editors, style.second)),
                ("", _editor_label(chance, len(work.editors) > 1)),
            )
        yield ("", chance.choice((". ", ", ", "; ")))
    if work.translators:
        yield from (
            ("", "trans. "),
            ("translators", listed(work.translators, style.second)),
            ("", ", "),
        )
    if work.edition:
        yield from edition(work, chance)
    if work.volume:
        yield from (
            ("", style.volume or "vol. "),
            ("volume", work.volume),
            ("", chance.choice((". ", ", "))),
        )
    pages_first = work.pages and chance.random() < 0.25
    if pages_first:
        yield from _pages(work, style, lead=False)
        yield ("", chance.choice((". ", ", ")))
    if chance.random() < 0.3:
        yield from series(work, chance)
    yield from house(work, style, chance, late)
    if work.pages and not pages_first:
        yield from _pages(work, style)
    if chance.random() < 0.5:
        yield ("", ". ")
        yield from series(work, chance)


def _pages(work: Work, style: Mixture, lead: bool = True) -> Iterator[Piece]:
    before, after = style.pages
    yield ("", before if lead else before.lstrip(",.:; -"))
    yield from (("pages", work.pages), ("", after))


def _periodical(work: Work, style: Mixture, chance: Random, late: bool) -> Iterator[Piece]:
    dated = bool(work.year or work.month)
    bracketed = chance.random() < 0.4
    after = style.after_container
    if late and dated and style.date_at in ("after-container", "before-numbers"):
        yield ("", " (" if bracketed else after)
        yield ("", dates.before(chance))
        yield ("date", dates.anyhow(work, chance))
        yield ("", ")" if bracketed else "")
        after, late = chance.choice((", ", "; ", ". ", ";", " ", ": ")), False
    if work.place and work.kind == "newspaper" and chance.random() < 0.5:
        yield from (("", ", "), ("place", work.place))
    if work.volume:
        yield from (("", after), ("", style.volume), ("volume", work.volume))
    if work.issue:
        left, right = style.issue
        yield ("", left if work.volume else after + left.lstrip(" ,.:/"))
        yield from (("issue", work.issue), ("", right if "(" in left else ""))
    if late and dated:
        yield ("", " (" if bracketed else chance.choice((", ", " ", ". ", "; ")))
        yield ("", dates.before(chance))
        yield ("date", dates.anyhow(work, chance))
        yield ("", ")" if bracketed else "")
    elif (
        not late
        and work.month
        and chance.random() < 0.6
        and style.date_at in ("early", "bracketed")
    ):
        yield from (
            ("", chance.choice((", ", ". ", " ("))),
            ("date", dates.anyhow(work, chance, with_year=chance.random() < 0.4)),
        )
    if work.pages:
        yield from _pages(work, style)
    if work.publisher and chance.random() < 0.4:
        yield from (("", ". "), ("publisher", work.publisher))


_EDITED = ("Edited by ", "Ed. ", "ed. by ", "Hrsg. von ", "edited by ", "Éd. par ", "ed. ")
_TRANSLATED = (
    *("Translated by ", "Trans. ", "trans. by ", "Übers. von ", "Traduit par "),
    *("Trad. ", "Tr. ", "translated by ", "Trad. de ", "Пер. "),
)


def _whole(work: Work, style: Mixture, chance: Random, late: bool) -> Iterator[Piece]:
    """What follows the title of a work that is no part of another."""
    if work.authors:
        yield from _helpers(work.editors, "editors", _EDITED, style, chance)
    yield from _helpers(work.translators, "translators", _TRANSLATED, style, chance)
    if work.edition:
        yield from edition(work, chance)
    if work.volume:
        yield from (("", style.volume or "vol. "), ("volume", work.volume))
        yield ("", chance.choice((". ", ", ")))
    series_first = chance.random() < 0.4
    if series_first:
        yield from series(work, chance)
    yield from house(work, style, chance, late)
    if work.pages:
        yield from _pages(work, style)
    elif work.kind == "book" and chance.random() < 0.06:
        yield ("", _extent(chance))
    if not series_first and work.collection:
        yield ("", ". ")
        yield from series(work, chance)


def _helpers(
    names: list[Person], role: str, labels: tuple[str, ...], style: Mixture, chance: Random
) -> Iterator[Piece]:
    if names:
        yield from (("", chance.choice(labels)), (role, listed(names, style.second)))
        yield ("", chance.choice((". ", ", ")))


def _extent(chance: Random) -> str:
    """How many pages a book has, which is no field of ours."""
    before, after = chance.choice(((". ", " p"), (". ", " S"), (", ", " pp"), (". — ", " с")))
    return f"{before}{chance.randint(60, 900)}{after}"
