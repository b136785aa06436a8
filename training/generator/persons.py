"""Invented people and institutions."""

from random import Random

from opinion.references.reading.words import sections

from .institutions import institution_name
from .titles import OWN_LETTERS, capital, pseudo_word
from .work import Person, Work


def people(chance: Random, work: Work) -> list[Person]:
    draw = chance.random()
    nobody = {
        "newspaper": 0.34,
        "webpage": 0.25,
        "film": 0.3,
        "book": 0.07,
        "report": 0.05,
        "document": 0.1,
    }
    if draw < nobody.get(work.kind, 0.02):
        return []
    institution = {"report": 0.45, "webpage": 0.35, "document": 0.4, "film": 0.4, "book": 0.06}
    if chance.random() < institution.get(work.kind, 0.03):
        count = chance.choices((1, 2, 3), (15, 2, 1))[0]
        return [Person(whole=institution_name(chance)) for _one in range(count)]
    most = (
        (1, 1, 1, 2, 2, 3, 3, 4, 5, 7, 9)
        if work.kind in ("article", "conference")
        else (1, 1, 1, 1, 2, 2, 3, 4)
    )
    made = [person(chance, work.language) for _one in range(chance.choice(most))]
    if chance.random() < 0.03:
        made.append(Person(whole=institution_name(chance)))
    return made


def person(chance: Random, language: str = "en") -> Person:
    names = sections("names")
    draw = chance.random()
    if draw < 0.02:
        return Person(whole=chance.choice(names["single"]))
    if draw < 0.10:
        return Person(
            chance.choice(names["given eastern"]),
            chance.choice(names["family eastern"]),
            family_first=chance.random() < 0.35,
        )
    if language in OWN_LETTERS and draw < 0.7:
        return _own_person(chance, language)
    family = (
        chance.choice(names["family western"])
        if chance.random() < 0.75
        else capital(pseudo_word(chance))
    )
    made = Person(_given(chance, names), family)
    if chance.random() < 0.06:
        made.particle = chance.choice(names["particle"])
    elif chance.random() < 0.1:
        made.family += chance.choice(" -") + chance.choice(names["family western"])
    elif chance.random() < 0.01:
        made.family += f" {chance.choice('ABCDFGMPRS')}."
    if chance.random() < 0.02:
        made.suffix = chance.choice(names["suffix"])
    return made


def _own_person(chance: Random, language: str) -> Person:
    names = sections("names")
    ranges = {
        "ru": "\u0400\u04ff",
        "zh": "\u4e00\u9fff",
        "ja": "\u4e00\u9fff",
        "ar": "\u0600\u06ff",
    }
    low, high = tuple(ranges[language])
    given = [name for name in names["given own letters"] if low <= name[0] <= high]
    family = [name for name in names["family own letters"] if low <= name[0] <= high]
    made = Person(chance.choice(given), chance.choice(family))
    if language in ("zh", "ja"):
        return Person(whole=made.family + made.given)
    return made


def _given(chance: Random, names: dict[str, list[str]]) -> str:
    draw = chance.random()
    first = (
        chance.choice(names["given western"])
        if chance.random() < 0.8
        else capital(pseudo_word(chance))
    )
    if draw < 0.56:
        return first
    if draw < 0.81:
        return f"{first} {chance.choice('ABCDEFGHJKLMNPRSTVW')}."
    if draw < 0.92:
        return f"{first} {chance.choice(names['given western'])}"
    if draw < 0.93:
        return f"{first[0]}. {chance.choice(names['given western'])}"
    return " ".join(
        f"{chance.choice('ABCDEFGHJKLMNPRSTVWÉŁ')}." for _one in range(chance.choice((1, 2, 2, 3)))
    )
