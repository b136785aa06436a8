"""Invented publishers, places and newspapers."""

from random import Random

from opinion.references.reading.words import sections

from .institutions import abroad, institution_name
from .titles import LATIN, capital, phrase, pseudo_word


def publisher(chance: Random) -> str:
    draw = chance.random()
    if draw < 0.08:
        return _office(chance)
    if draw < 0.13:
        return _printer(chance)
    if draw < 0.22:
        return _far_house(chance)
    draw = chance.random()
    if draw < 0.45:
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
            f"{university} ({pseudo_word(chance).upper()[:5]}), School of {name}, Institute of {other}",
            f"Agency for {name}, {chance.choice(sections('places')['city'])}",
            f"{university} ({pseudo_word(chance).upper()[:5]})",
        )
    )


def _printer(chance: Random) -> str:
    """Houses of old books, with all their partners."""
    family, other, third = (chance.choice(sections("names")["family western"]) for _one in range(3))
    letter, second = chance.choice("ABCDEFGHJLMPRST"), chance.choice("ABCDEFGHJLMPRST")
    word = pseudo_word(chance)
    return chance.choice(
        (
            f"{letter}. {family}",
            f"{letter}. {second}. {family}",
            f"{letter}. & {second}. {family}",
            f"{family}, {other} & Co.",
            f"{family}, {other}, and {third}",
            f"{family} and Co., limited",
            f"Printed for {family}, {other} and {third}, and for {letter}. {second}. {other}",
            f"Printed for {letter}. {family}",
            f"The {letter}.{second}. {family} Mfg. Co.",
            f"Impr. y {word} de {letter}. {second}. {family}",
            f"Impr. de “El {word.capitalize()}”",
            f"Imprimerie {family} et fils",
            f"Typ. {letter}. {family}",
            f"{word.capitalize()}druckerei {letter}. {family}",
            f"{word.capitalize()}- u. Verlagsanstalt",
            f"{family}’sche Buchhandlung",
            f"“{word.capitalize()}”",
            f"Editorial “{word.capitalize()}”",
            f"Izd-vo “{word.capitalize()}”",
            f"{letter}. {family} and sons",
            f"{family}/{other}",
        )
    )


def _far_house(chance: Random) -> str:
    """Houses in other languages; many look like a title, and only their place tells."""
    word, other, third = (capital(pseudo_word(chance)) for _one in range(3))
    language = chance.choice(LATIN)
    return chance.choice(
        (
            f"{_romanized(chance, 3)} chu ban she",
            f"{_romanized(chance, 4)} chu ban she",
            f"{_romanized(chance, 2)} shu ju",
            f"{_romanized(chance, 4)} hui",
            f"{_romanized(chance, 3)} {chance.choice(('Shuppankai', 'Shobō', 'Kenkyūkai', 'Shoten', 'Sha'))}",
            f"{word} {chance.choice(('Prakāśana', 'Pablikēṣans', 'Shuppan', 'Chʻulpʻansa', 'Izdatelʹstvo', 'Nashriyot'))}",
            _romanized(chance, 4),
            f"{word} {other} {third}",
            f"{word} {other} Akādamī",
            f"{word} {other.lower()}, {third} Akādamī",
            f"Dār {chance.choice(('al-', 'an-', ''))}{word}",
            f"al-{word} al-{other}",
            f"al-{word} al-{other} lil-{third}",
            f"{word}-{other}",
            f"ha-{word} le-{other.lower()}",
            f"{word}-i {other}-i {third}",
            phrase(chance, language, chance.randint(1, 4), "title"),
            phrase(chance, language, chance.randint(2, 5), "sentence"),
            abroad(chance),
            abroad(chance),
            f"{abroad(chance)}, {abroad(chance)}",
            f"{abroad(chance)} ({pseudo_word(chance).upper()[:5]})",
            f"{institution_name(chance)}, {abroad(chance)}",
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
    if chance.random() < 0.1 and "," not in city:
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
