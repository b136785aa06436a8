"""Invented publishers, places and newspapers."""

from random import Random

from ..words import sections
from .persons import institution_name
from .titles import capital, pseudo_word


def publisher(chance: Random) -> str:
    draw = chance.random()
    if draw < 0.05:
        return _office(chance)
    draw = chance.random()
    if draw < 0.5:
        return chance.choice(sections("houses")["publisher"])
    if draw < 0.58:
        return institution_name(chance)
    if draw < 0.63:
        return chance.choice(sections("houses")["university"])
    name = (
        chance.choice(sections("names")["family western"])
        if draw < 0.8
        else capital(pseudo_word(chance))
    )
    if draw > 0.94:
        return f"{name}{chance.choice((' & ', ' and ', ', ', '-'))}{chance.choice(sections('names')['family western'])}"
    if draw > 0.9:
        return name
    if draw > 0.88:
        return f"University of {chance.choice(sections('places')['city']).split(',')[0]} Press"
    if draw > 0.86:
        return f"{chance.choice(sections('houses')['publisher'])}; {chance.choice(sections('houses')['publisher'])}"
    return f"{name} {chance.choice(sections('houses')['house word'])}"


def _office(chance: Random) -> str:
    """Houses with commas and bars in their names."""
    name, other = (
        chance.choice(sections("titles")["field"]),
        chance.choice(sections("titles")["field"]),
    )
    house, second = (
        chance.choice(sections("houses")["publisher"]),
        chance.choice(sections("houses")["publisher"]),
    )
    university = chance.choice(sections("houses")["university"])
    family = chance.choice(sections("names")["family western"])
    given = chance.choice(sections("names")["given western"])
    country = chance.choice(sections("places")["country"]).removeprefix("the ")
    return chance.choice(
        (
            f"Department of {name}, {university}",
            f"{university}, Department of {name}",
            f"{university}, Institute of {name}",
            f"U.S. Dept. of {name}, Bureau of {other}",
            f"U.S. Dept. of {name}, National {other} Service",
            f"Dept. of {name}, Govt. of {country}",
            f"Ministerio de {pseudo_word(chance).capitalize()}, Dirección General de {pseudo_word(chance).capitalize()}",
            "Govt. Print. Off.",
            f"{country} Govt. Printer",
            f"Printed for the author by {given[0]}. {family}",
            f"Printed by {given[0]}. {family} and Co",
            f"Impr. de {given} {family} hermanos",
            f"Tip. {family}",
            f"{house}/{second}",
            f"{house} / {second}",
            f"{house}, {second}",
            f"{house} in association with {second}",
            f"{given} {family}",
            f"{given[0]}. {family}",
            f"{given[0]}.{chance.choice('ABCDEHJ')}. {family}",
            f"{family} u. {pseudo_word(chance).capitalize()}",
            f"{family}, {pseudo_word(chance).capitalize()} & Co.",
            f"{_romanized(chance, 3)} chu ban she",
            f"{_romanized(chance, 2)} {chance.choice(('Prakāśana', 'Pablikēṣans', 'Shuppan', 'Shobō', 'Chʻulpʻansa', 'Izdatelʹstvo'))}",
            _romanized(chance, 4),
            f"{pseudo_word(chance)} {pseudo_word(chance)} Akādamī".title(),
            f"{pseudo_word(chance).capitalize()} al-{pseudo_word(chance).capitalize()}",
            f"{university} ({pseudo_word(chance).upper()[:5]})",
        )
    )


def _romanized(chance: Random, most: int) -> str:
    words = [pseudo_word(chance) for _word in range(chance.randint(1, most))]
    return " ".join([capital(words[0]), *words[1:]])


def place(chance: Random) -> str:
    city = (
        chance.choice(sections("places")["city"])
        if chance.random() < 0.85
        else capital(pseudo_word(chance))
    )
    if chance.random() < 0.08:
        between = chance.choice(("; ", " and ", ", ", "/", " & "))
        return f"{city}{between}{chance.choice(sections('places')['city'])}"
    if chance.random() < 0.06 and "," not in city:
        return (
            f"{city}, {capital(chance.choice(sections('places')['country']).removeprefix('the '))}"
        )
    return city


def newspaper(chance: Random) -> str:
    draw = chance.random()
    if draw < 0.6:
        return chance.choice(sections("houses")["newspaper"])
    city = chance.choice(sections("places")["city"]).split(",")[0]
    if draw < 0.9:
        kind = chance.choice(
            "Times|Post|Herald|Daily News|Tribune|Gazette|Zeitung|Star|Express|Today|Observer|News".split(
                "|"
            )
        )
        return f"{chance.choice(('', 'The '))}{city} {kind}"
    return f"{pseudo_word(chance)}.{chance.choice(('com', 'org', 'net', 'de', 'ru'))}"
