"""Invented works of every kind."""

from random import Random

from opinion.references.reading.words import sections

from .headings import title
from .houses import newspaper, place, publisher
from .institutions import abroad, institution_name
from .numbering import doi, isbn, pages, url
from .persons import people, person
from .titles import LANGUAGES, capital, conference, journal, phrase, pseudo_word
from .work import Work

_KINDS = {
    "book": 36,
    "article": 25,
    "chapter": 11,
    "newspaper": 13,
    "webpage": 9,
    "report": 9,
    "conference": 6,
    "thesis": 4,
    "film": 4,
    "document": 3,
}


def invented(chance: Random) -> Work:
    work = Work(kind=chance.choices(list(_KINDS), list(_KINDS.values()))[0])
    work.language = "en" if chance.random() < 0.55 else chance.choice(LANGUAGES)
    work.title = title(chance, work.language)
    work.year = _year(chance, work.kind)
    work.authors = people(chance, work)
    _MAKERS[work.kind](work, chance)
    alone = bool(work.place) and not work.publisher
    if alone and work.kind not in ("newspaper", "conference") and chance.random() < 0.8:
        work.place = ""
    return work


def _year(chance: Random, kind: str) -> int:
    if kind in ("webpage", "newspaper", "film") and chance.random() < 0.85:
        return chance.randint(1998, 2026)
    return chance.randint(1600, 1930) if chance.random() < 0.1 else chance.randint(1931, 2026)


def _book(work: Work, chance: Random) -> None:
    _house(work, chance)
    if chance.random() < 0.17:
        work.edition = chance.choice(
            ("2", "3", "4", "5", "6", "8", "10", "12", "21", "2", "1", "rev.", "revised")
        )
    if chance.random() < 0.34:
        _series(work, chance)
    if chance.random() < 0.08:
        work.volume = chance.choice(
            (str(chance.randint(1, 12)), chance.choice(("II", "IV", "XII")))
        )
    if chance.random() < 0.10:
        work.translators = [person(chance) for _one in range(chance.choice((1, 1, 1, 2)))]
    if chance.random() < 0.06:
        work.original = chance.randint(max(1500, work.year - 120), work.year)
    if not work.authors or chance.random() < 0.07:
        work.editors = [person(chance) for _one in range(chance.choice((1, 1, 2, 2, 3)))]
        if chance.random() < 0.3 and not work.authors:
            work.editors = []
    if chance.random() < 0.1:
        work.isbn = isbn(chance)
    _online(work, chance, 0.1, 0.05)


def _article(work: Work, chance: Random) -> None:
    work.container = journal(chance, work.language)
    if chance.random() < 0.9:
        work.volume = chance.choice(
            (str(chance.randint(1, 99)), str(chance.randint(1, 420)), str(chance.randint(1, 60)))
        )
    if chance.random() < 0.72:
        work.issue = chance.choice(
            (
                str(chance.randint(1, 12)),
                str(chance.randint(1, 12)),
                f"{chance.randint(1, 11)}–{chance.randint(2, 12)}",
                f"{chance.randint(1, 6)}/{chance.randint(2, 7)}",
                chance.choice(
                    (
                        "S1",
                        "Supplement",
                        "Suppl. 2",
                        "4B",
                        "Part 1",
                        "October",
                        "Special Issue",
                        "spring",
                        f"Spring {work.year}",
                        f"primavera {work.year}",
                        "September",
                        "June",
                        "in press",
                    )
                ),
            )
        )
    if chance.random() < 0.02:
        work.volume = str(work.year)
    if chance.random() < 0.04:
        work.collection = chance.choice(("New Series", "New series", "2nd ser.", "Series B"))
    if chance.random() < 0.88:
        work.pages = pages(chance)
    if chance.random() < 0.22:
        work.month = chance.randint(1, 12)
    _online(work, chance, 0.45, 0.1)


def _chapter(work: Work, chance: Random) -> None:
    work.container = title(chance, work.language, 7)
    if chance.random() < 0.82:
        work.editors = [person(chance) for _one in range(chance.choice((1, 1, 2, 2, 3, 4)))]
    _house(work, chance)
    if chance.random() < 0.7:
        work.pages = pages(chance)
    if chance.random() < 0.14:
        _series(work, chance)
    if chance.random() < 0.08:
        work.volume = str(chance.randint(1, 9))
    if chance.random() < 0.08:
        work.edition = chance.choice("23456")
    if chance.random() < 0.05:
        work.translators = [person(chance)]
    _online(work, chance, 0.12, 0.05)


def _newspaper(work: Work, chance: Random) -> None:
    work.container = newspaper(chance)
    _day(work, chance)
    if chance.random() < 0.12:
        work.pages = chance.choice(
            (
                f"A{chance.randint(1, 30)}",
                str(chance.randint(1, 60)),
                f"{chance.choice('BCD')}{chance.randint(1, 9)}",
            )
        )
    if chance.random() < 0.06:
        work.place = place(chance).split(",")[0]
    if chance.random() < 0.7:
        work.url = url(chance)
        _access(work, chance, 0.2)


def _webpage(work: Work, chance: Random) -> None:
    draw = chance.random()
    if draw < 0.5:
        work.container = chance.choice(
            (sections("houses")["site"], sections("houses")["institution"])
        )[chance.randint(0, 25)]
        if chance.random() < 0.25:
            work.container = institution_name(chance)
    elif draw < 0.6:
        work.container = newspaper(chance)
    elif draw < 0.8 and not (work.authors and work.authors[0].whole):
        work.publisher = institution_name(chance)
    _day(work, chance)
    if chance.random() < 0.85:
        work.url = url(chance)
        _access(work, chance, 0.35)


def _report(work: Work, chance: Random) -> None:
    if chance.random() < 0.75:
        work.publisher = institution_name(chance) if chance.random() < 0.7 else publisher(chance)
    if chance.random() < 0.4:
        work.place = place(chance)
    if chance.random() < 0.45:
        work.genre = chance.choice(
            "Report|Technical Report|Working Paper|Discussion Paper|Policy Brief|Tech. rep.|Research Report|White paper|Briefing Paper|NBER Working Paper|Rapport|Bericht|Informe técnico|Memo|Resolution".split(
                "|"
            )
        )
        if chance.random() < 0.85:
            work.number = chance.choice(
                (
                    str(chance.randint(1, 999)),
                    f"{chance.randint(70, 99)}-{chance.randint(1, 99):02d}",
                    f"{pseudo_word(chance).upper()[:3]}-{chance.randint(1, 999)}",
                    f"{chance.choice('ABRT')}/{chance.randint(1, 99)}/{chance.randint(1, 999)}",
                    f"A-{chance.randint(1, 300)}",
                )
            )
    elif chance.random() < 0.2:
        _series(work, chance)
    if chance.random() < 0.15:
        work.pages = pages(chance)
    if chance.random() < 0.3:
        _day(work, chance)
    _online(work, chance, 0.08, 0.4)


def _conference(work: Work, chance: Random) -> None:
    work.container = conference(chance, work.year)
    if chance.random() < 0.4:
        country = capital(chance.choice(sections("places")["country"]).removeprefix("the "))
        work.place = place(chance)
        if "," not in work.place and chance.random() < 0.4:
            work.place += f", {country}"
    if chance.random() < 0.35:
        work.publisher = publisher(chance)
    if chance.random() < 0.7:
        work.pages = pages(chance)
    if chance.random() < 0.2:
        work.volume = str(chance.randint(1, 9000))
    if chance.random() < 0.15:
        work.editors = [person(chance) for _one in range(chance.choice((1, 2)))]
    if chance.random() < 0.15:
        _series(work, chance)
    _online(work, chance, 0.3, 0.1)


def _thesis(work: Work, chance: Random) -> None:
    work.publisher = chance.choice(sections("houses")["university"])
    if chance.random() < 0.3:
        work.publisher = (
            f"Department of {chance.choice(sections('titles')['field'])}, {work.publisher}"
        )
    if chance.random() < 0.9:
        work.genre = chance.choice(
            "PhD diss.|PhD thesis|Ph.D. thesis|PhD dissertation|Doctoral dissertation|Doctoral thesis|Master’s thesis|Master's thesis|MA thesis|Dissertation|Thèse de doctorat|Tesis doctoral|Diss.|Unpublished doctoral dissertation|Bachelor’s thesis|Habilitationsschrift".split(
                "|"
            )
        )
    if chance.random() < 0.3:
        work.place = place(chance)
    _online(work, chance, 0.05, 0.25)


def _film(work: Work, chance: Random) -> None:
    stations = [
        name for name in sections("houses")["newspaper"] if " News" in name or name.isupper()
    ]
    work.publisher = chance.choice(sections("houses")["site"] + stations)
    if chance.random() < 0.3:
        work.publisher = f"{capital(pseudo_word(chance))} {chance.choice(('Films', 'Pictures', 'Productions', 'TV', 'Media'))}"
    if chance.random() < 0.55:
        _day(work, chance)
    if chance.random() < 0.35:
        work.genre = chance.choice(
            "Video|Film|Video recording|Video file|Documentary|Podcast|Motion picture|DVD|TV series|Audio podcast".split(
                "|"
            )
        )
    if chance.random() < 0.75:
        work.url = url(chance)


def _document(work: Work, chance: Random) -> None:
    if chance.random() < 0.5:
        work.publisher = institution_name(chance)
    if chance.random() < 0.3:
        work.place = place(chance)
    if chance.random() < 0.35:
        work.month = chance.randint(1, 12)
    if chance.random() < 0.2:
        work.pages = pages(chance)
    _online(work, chance, 0.05, 0.5)


_MAKERS = {
    "book": _book,
    "article": _article,
    "chapter": _chapter,
    "newspaper": _newspaper,
    "webpage": _webpage,
    "report": _report,
    "conference": _conference,
    "thesis": _thesis,
    "film": _film,
    "document": _document,
}


def _house(work: Work, chance: Random) -> None:
    if chance.random() < 0.96:
        work.publisher = publisher(chance)
    if chance.random() < (0.85 if work.publisher else 0.4):
        work.place = place(chance)


def _series(work: Work, chance: Random) -> None:
    name = chance.choice(sections("titles")["field"])
    house = chance.choice(sections("names")["family western"])
    work.collection = chance.choice(
        (
            f"Studies in {name}",
            f"{name} Series",
            f"{house} Library",
            f"{capital(pseudo_word(chance))} {name} Texts",
            f"Cambridge Companions to {name}",
            phrase(chance, work.language, chance.randint(2, 4), "title"),
            phrase(chance, work.language, chance.randint(2, 6), "sentence"),
            phrase(
                chance, work.language, chance.randint(1, 4), chance.choice(("title", "sentence"))
            ),
            f"{name.capitalize()} report",
            f"The {house} companions",
            f"Schriften zur {capital(chance.choice(sections('titles')['de content']))}",
            f"Colección {capital(pseudo_word(chance))}",
            f"{capital(pseudo_word(chance))} cong shu",
            f"Lecture Notes in {name}",
            f"{house} Studies",
            f"Collection « {name} »",
            f"{name} Books",
            f"Perspectives on {name}",
            f"Monographs in {name}",
            abroad(chance),
            f"{house} {pseudo_word(chance)} books",
            f"{house} studies in {phrase(chance, 'en', 4, 'sentence').lower()}",
            f"{pseudo_word(chance).upper()[:6]}/{pseudo_word(chance).upper()[:4]} {name.lower()} papers",
            f"Publications of the {name} Institute “{capital(pseudo_word(chance))}”",
            f"Pubblicazioni dell’Istituto di {phrase(chance, 'it', 2, 'sentence').lower()}",
            f"{_romanize(chance)} {_romanize(chance).lower()} cong shu",
            f"{_romanize(chance)}-i {_romanize(chance)}-i {_romanize(chance)}",
            f"{name} library, {chance.choice(('new series', 'second series', 'series B'))}",
        )
    )
    if chance.random() < 0.5:
        work.collection_number = str(chance.randint(1, 320))


def _romanize(chance: Random) -> str:
    return capital(" ".join(pseudo_word(chance) for _word in range(chance.randint(1, 3))))


def _day(work: Work, chance: Random) -> None:
    draw = chance.random()
    if draw < 0.9:
        work.month = chance.randint(1, 12)
    if draw < 0.82:
        work.day = chance.randint(1, 28)
    elif draw > 0.96:
        work.year = 0


def _online(work: Work, chance: Random, with_doi: float, with_url: float) -> None:
    if chance.random() < with_doi:
        work.doi = doi(chance)
    elif chance.random() < with_url:
        work.url = url(chance)
        _access(work, chance, 0.25)


def _access(work: Work, chance: Random, share: float) -> None:
    if chance.random() < share:
        year = min(2026, max(work.year or 1998, 1998) + chance.randint(0, 6))
        work.accessed = year, chance.randint(1, 12), chance.randint(1, 28)
