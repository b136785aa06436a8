"""Invented phrases and names of journals and meetings, in a score of languages."""

from random import Random

from opinion.references.reading.words import sections

LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "tr", "cs", "la", "id", "romanized")


OWN_LETTERS = ("ru", "zh", "ja", "ar")


LANGUAGES = (*LATIN, *OWN_LETTERS)


_SYLLABLES = "ba be bo bra che da del dra el fa fi ga go gri ha hel in ja ka ko kri la lo ma mer mi na nor o pa per ra ri ro sa sen sha so ta tho tre u va vel vi wa wen ya zo zu".split()


_NOISY = "ß é ø š ž ł ñ ç ü ö ā ī ʻ ğ ı".split()


def phrase(chance: Random, language: str, count: int, capitals: str) -> str:
    words = sections("titles")
    content, function = words[f"{language} content"], words[f"{language} function"]
    made: list[str] = []
    while len(made) < count:
        if made and chance.random() < 0.38 and count - len(made) > 1:
            made.append(chance.choice(function))
        made.append(_content_word(chance, content, language))
    if chance.random() < 0.2:
        made.insert(0, _opening(chance, language, function))
    if language in ("zh", "ja"):
        return "".join(made)
    return _punctuated(_in_capitals(made, set(function), capitals, language), chance, language)


def _content_word(chance: Random, content: list[str], language: str) -> str:
    draw = chance.random()
    if draw < 0.05:
        return chance.choice(sections("titles")["tail"])
    if draw < 0.1:
        return pseudo_word(chance)
    if draw < 0.14 and language in LATIN:
        return chance.choice(sections("places")["country"])
    if draw < 0.155:
        return chance.choice(sections("names")["family western"])
    if draw < 0.165:
        return str(chance.randint(2, 2030))
    word = chance.choice(content)
    return f"{word}-{chance.choice(content)}" if draw > 0.97 else word


def _opening(chance: Random, language: str, function: list[str]) -> str:
    if language == "en":
        return chance.choice(
            ("The", "A", "On", "Of", "In", "The", "The", "Why", "How", "What", "From", "An")
        )
    return chance.choice(function)


def _in_capitals(words: list[str], function: set[str], capitals: str, language: str) -> str:
    if capitals == "title":
        shown = [word if word in function else capital(word) for word in words]
    else:
        shown = list(words)
    shown[0] = capital(shown[0])
    return " ".join(shown)


def capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _punctuated(text: str, chance: Random, language: str) -> str:
    words = text.split(" ")
    draw = chance.random()
    if len(words) > 3 and draw < 0.16:
        at = chance.randint(0, len(words) - 2)
        words[at] += ","
        if draw < 0.07 and len(words) > 4:
            other = chance.randint(0, len(words) - 3)
            words[other] = words[other].rstrip(",") + ","
    elif len(words) > 3 and draw < 0.21:
        at = chance.randrange(len(words))
        left, right = chance.choice(("‘’", "‘’", "“”", "«»", '""', "()", "‘’"))
        words[at] = f"{left}{words[at].rstrip(',')}{right}"
    elif len(words) > 2 and draw < 0.24:
        words[chance.randint(0, len(words) - 2)] += " &"
    elif draw < 0.26 and language == "en":
        words[0] += chance.choice(("’s", "s’"))
    return " ".join(words)


def pseudo_word(chance: Random) -> str:
    word = "".join(chance.choice(_SYLLABLES) for _syllable in range(chance.randint(2, 4)))
    return word + chance.choice(_NOISY) if chance.random() < 0.15 else word


def journal(chance: Random, language: str) -> str:
    words = sections("titles")
    draw = chance.random()
    if draw < 0.38:
        return chance.choice(words["journal"])
    if draw < 0.5:
        return phrase(chance, language, chance.randint(1, 5), "title")
    if draw < 0.6:
        return _shortened(chance)
    name, other = chance.choice(words["field"]), chance.choice(words["field"])
    country = chance.choice(sections("places")["country"]).removeprefix("the ")
    return chance.choice(
        (
            f"Journal of {name}",
            f"Journal of {name} and {other}",
            f"The Journal of {name}",
            f"{name} Review",
            f"{name} Quarterly",
            f"{name} & {other}",
            f"{name} and {other}",
            name,
            f"International Journal of {name}",
            f"{country} Journal of {name}",
            f"Annals of {name}",
            f"Annual Review of {name}",
            f"Advances in {name}",
            f"{name} Letters",
            f"{name}: An International Journal",
            f"{name} Research Part {chance.choice('ABCDE')}: {other}",
            f"J. {name[:4]}. {other[:3]}.",
            f"{name[:5]}. {other[:4]}.",
            f"Zeitschrift für {capital(chance.choice(words['de content']))}",
            f"Revue de {chance.choice(words['fr content'])}",
            f"Revista de {capital(chance.choice(words['es content']))}",
            f"Rivista di {chance.choice(words['it content'])}",
            f"Acta {name}",
            f"The {country} {name} Review",
            f"IEEE Transactions on {name}",
            f"{name} ({chance.choice('abc')})",
            f"{name} Status {chance.choice(('(A)', '[B]', '(c)'))}",
            f"{name} Reports ({pseudo_word(chance).capitalize()})",
            f"Proceedings of the {country} Academy of {name}",
            f"Publications of the {name} Society",
            f"Bulletin of the {country} Institute for {name}",
            f"{capital(pseudo_word(chance))}",
            f"{pseudo_word(chance).upper()[:4]}: {name}",
            f"{capital(pseudo_word(chance))} & {other}",
            f"{name}, Section {chance.choice('ABC')}",
        )
    )


def _shortened(chance: Random) -> str:
    """“Int. J. Harb. Stud. (B)”: with the stops or without."""
    fields = sections("titles")["field"]
    words = [word for _one in range(chance.randint(1, 3)) for word in chance.choice(fields).split()]
    short = [word[: chance.randint(2, 5)] for word in words if word[:1].isupper()] or ["Stud"]
    first = chance.choice(
        ("J", "Int J", "Proc", "Trans", "Ann", "Am J", "Rev", "Bull", "Z", "", "")
    )
    shown = [*first.split(), *short]
    stop = chance.choice((".", ".", ""))
    made = " ".join(word + stop for word in shown)
    draw = chance.random()
    if draw < 0.08:
        return f"{made} {chance.choice('ABCD')}"
    return f"{made} ({pseudo_word(chance).upper()[:5]})" if draw < 0.14 else made


def conference(chance: Random, year: int) -> str:
    name, other = (
        chance.choice(sections("titles")["field"]),
        chance.choice(sections("titles")["field"]),
    )
    number = ordinal(chance.randint(2, 98))
    return chance.choice(
        (
            f"Proceedings of the {number} International Conference on {name}",
            f"Proceedings of the {year} Conference on {name} and {other}",
            f"{number} Annual Meeting of the {name} Society",
            f"International Symposium on {name}",
            f"Advances in {name} {number}",
            f"{name} Society, {number} Annual Meeting",
            f"{capital(pseudo_word(chance))} {year}: Workshop on {name}",
            f"Proc. {pseudo_word(chance).upper()[:5]}",
            f"{pseudo_word(chance).upper()[:5]} ’{year % 100:02d}",
            f"Actas del {number.rstrip('sthnrd')}º Congreso de {name}",
            f"{name} Conference",
            f"Workshop {name} {year}",
            f"{number} {pseudo_word(chance).upper()[:4]}",
            f"{name} Research Board, {number} Annual Meeting",
            f"{chance.choice(('European', 'Asian', 'World', 'National', 'Nordic'))} {name} Conference",
            f"{chance.choice(('European', 'Asian', 'World', 'National', 'Nordic'))} {name} Conference {year}",
            f"{chance.choice(('II', 'IV', 'XI'))} Congreso {phrase(chance, 'es', 3, 'title')}",
            f"Congreso de {phrase(chance, 'es', 3, 'title')}",
            f"Congrès de {phrase(chance, 'fr', 3, 'sentence')}",
            f"Tagung der {phrase(chance, 'de', 3, 'title')}",
            f"{name} Forum: {phrase(chance, 'en', 5, 'title')}",
            f"Conference on {name} and {other}, {chance.choice(sections('places')['city'])}",
        )
    )


def ordinal(number: int) -> str:
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
