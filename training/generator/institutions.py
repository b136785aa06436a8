"""Invented institutions: who publishes reports and signs pages."""

from random import Random

from opinion.references.reading.words import sections

from .titles import capital, phrase, pseudo_word


def institution_name(chance: Random) -> str:
    houses = sections("houses")
    draw = chance.random()
    if draw < 0.32:
        return chance.choice(houses["institution"])
    if draw < 0.42:
        return _foreign_institution(chance)
    if draw < 0.5:
        return chance.choice(houses["university"])
    if draw < 0.68:
        return _body(chance)
    field_name, place = (
        chance.choice(sections("titles")["field"]),
        chance.choice(sections("places")["country"]),
    )
    city = chance.choice(sections("places")["city"])
    return chance.choice(
        (
            f"{city} Institute of {field_name}",
            f"Institute for {field_name}",
            f"Ministry of {field_name}",
            f"Department of {field_name}",
            f"Department for {field_name} and {chance.choice(sections('titles')['field'])}",
            f"{capital(pseudo_word(chance))} Foundation",
            f"Centre for {field_name} Policy",
            f"National {field_name} Council",
            f"International Association of {field_name}",
            f"City of {city.split(',')[0]}",
            f"{capital(place.removeprefix('the '))} {field_name} Commission",
            f"Instituto de {capital(chance.choice(sections('titles')['es content']))} y {capital(chance.choice(sections('titles')['es content']))}",
            f"Ministère de la {capital(chance.choice(sections('titles')['fr content']))}",
            f"{capital(pseudo_word(chance))}{capital(pseudo_word(chance))}",
            pseudo_word(chance).upper()[:5],
        )
    )


def _foreign_institution(chance: Random) -> str:
    city = chance.choice(sections("places")["city"]).split(",")[0]
    word, other = capital(pseudo_word(chance)), capital(pseudo_word(chance))
    return chance.choice(
        (
            f"Intendencia de {city}",
            f"Governo do Estado de {word}",
            f"Gobierno de {word}",
            f"Ayuntamiento de {city}",
            f"Presidência da {word}",
            f"Ministerio de {word} y {other}",
            f"Secretaría de {word}",
            f"Ville de {city}",
            f"Stadt {city}",
            f"Comune di {city}",
            f"{word} {chance.choice(('Transit', 'Transport', 'Rail', 'Energy', 'Media', 'Records', 'Labs'))}",
            f"{pseudo_word(chance).upper()[:4]} {word}",
            f"{pseudo_word(chance)}.{chance.choice(('de', 'com', 'cn', 'ru'))}",
            f"{word} Channel",
            f"{word} | {other}",
            f"Landesamt für {word}",
            f"Association des {word}s",
        )
    )


_ABROAD = {
    "es": "Federación de|Instituto de|Asociación de|Consejo de|Dirección General de|Centro de Estudios de|Comisión Nacional de|Programa de",
    "pt": "Secretaria de|Instituto de|Associação de|Fundação de|Conselho de|Centro de",
    "fr": "Fédération de|Institut de|Association de|Conseil de|Centre de recherche en|Comité de|Société de",
    "it": "Istituto di|Centro di studi di|Comune di|Associazione di|Consiglio di|Dipartimento di",
    "de": "Institut für|Verein für|Amt für|Bund der|Zentrum für|Forum|Arbeitskreis",
    "nl": "Stichting|Raad voor|Instituut voor|Vereniging",
    "sv": "Institutet för|Nämnden för|Föreningen",
    "pl": "Instytut|Towarzystwo|Urząd|Biuro",
    "cs": "Ústav|Společnost|Úřad|Svaz",
}


def abroad(chance: Random) -> str:
    """“Centro di studi di lingua e società”: a few words of a language, the first its kind."""
    language = chance.choice(list(_ABROAD))
    kind = chance.choice(_ABROAD[language].split("|"))
    words = phrase(chance, language, chance.randint(1, 4), chance.choice(("title", "sentence")))
    return f"{kind} {words if chance.random() < 0.4 else words[:1].lower() + words[1:]}"


def _body(chance: Random) -> str:
    """What is known as an institution by its end, its number, its letters, or not at all."""
    fields = sections("titles")["field"]
    field, other = chance.choice(fields), chance.choice(fields)
    name, second = capital(pseudo_word(chance)), capital(pseudo_word(chance))
    family = chance.choice(sections("names")["family western"])
    partner = chance.choice(sections("names")["family western"])
    country = chance.choice(sections("places")["country"]).removeprefix("the ")
    city = chance.choice(sections("places")["city"]).split(",")[0]
    letters = pseudo_word(chance).upper()[: chance.randint(2, 5)]
    kind = chance.choice("Authority|Tribunal|Commission|Board|Agency|Council|Office".split("|"))
    end = chance.choice(
        "Ltda.|S.A.|S.A.S.|Ltd.|Inc.|GmbH|LLC|plc|AG|Consulting|Partners".split("|")
    )
    return chance.choice(
        (
            f"{field} and {other} {kind} of {country}",
            f"{country} {field} {kind}",
            f"{name} {end}",
            f"{name} {second} {end}",
            f"{name} Consultores {end}",
            f"{family} {partner}",
            f"{family} & {partner}",
            f"{family} {partner} Research & Consulting",
            f"{name.lower()} radio {chance.randint(1, 5)}",
            f"{name} {chance.randint(1, 24)}",
            f"{name} {chance.choice(('One', 'Two', 'Plus', 'Online', 'TV', 'News', 'Media'))}",
            f"{letters} {city}",
            f"{letters} {chance.choice(('News', 'Opinion', 'World', 'Sport', 'FM'))}",
            f"{city} Transit",
            f"{name} ({letters})",
            f"Institute for {field} ({letters})",
            f"{letters}",
            f"{name.lower()}_{chance.randint(1, 99)}",
            f"{chance.randint(2, 90)}{chance.choice(('ft', 'th', ''))} {name}",
            f"{name}.{chance.choice(('com', 'org', 'de', 'cn'))}",
            f"www.{name.lower()}.{chance.choice(('com', 'org', 'de', 'cn'))}",
            f"{name} | {country}’s {field} Platform",
            f"{name}: {field}",
            abroad(chance),
            abroad(chance),
            abroad(chance),
        )
    )
