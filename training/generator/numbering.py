"""Invented numbers: pages, identifiers, addresses."""

from random import Random

from .titles import pseudo_word


def pages(chance: Random) -> str:
    draw = chance.random()
    first = chance.choice(
        (chance.randint(1, 99), chance.randint(1, 480), chance.randint(1, 2900), 1)
    )
    if draw < 0.06:
        return str(first)
    if draw < 0.09:
        return f"{chance.choice('eLSB')}{first}–{chance.choice('eLSB')}{first + 9}"
    if draw < 0.1:
        return f"{chance.randint(4, 90)}{chance.choice(('p', ' p', 'pp'))}"
    if draw < 0.12:
        return f"{chance.choice(('e', 'L', ''))}{chance.randint(1000, 99999)}"
    last = first + chance.randint(1, 60)
    dash = chance.choice("–––--")
    if draw < 0.14:
        return f"{first}{dash}{last}, {last + 20}{dash}{last + 29}"
    if draw < 0.4 and first > 99 and str(first)[:-2] == str(last)[:-2]:
        return f"{first}{dash}{str(last)[-2:]}"
    return f"{first}{dash}{last}"


def doi(chance: Random) -> str:
    name = chance.choice(
        (
            pseudo_word(chance),
            f"j.{pseudo_word(chance)}.{chance.randint(1990, 2025)}.{chance.randint(1, 12):02d}",
            f"S{chance.randint(1000, 9999)}-{chance.randint(1000, 9999)}({chance.randint(10, 99)}){chance.randint(10000, 99999)}-{chance.randint(0, 9)}",
            f"97801{chance.randint(10000000, 99999999)}.{chance.randint(1, 99):03d}",
        )
    )
    return f"10.{chance.randint(1000, 9999)}/{name}{chance.choice(('', f'.{chance.randint(1, 9999)}', f'-{chance.randint(1, 99)}'))}"


def isbn(chance: Random) -> str:
    digits = [9, 7, 8, *(chance.randint(0, 9) for _digit in range(9))]
    check = (10 - sum(digit * (1 + 2 * (at % 2)) for at, digit in enumerate(digits)) % 10) % 10
    text = "".join(map(str, [*digits, check]))
    return (
        f"{text[:3]}-{text[3]}-{text[4:8]}-{text[8:12]}-{text[12]}"
        if chance.random() < 0.6
        else text
    )


def url(chance: Random) -> str:
    host = f"{chance.choice(('www.', 'www.', '', 'news.', 'en.'))}{pseudo_word(chance)}.{chance.choice(('com', 'org', 'net', 'gov', 'co.uk', 'de', 'fr', 'edu', 'example'))}"
    path = "/".join(
        chance.choice(
            (
                pseudo_word(chance),
                f"{pseudo_word(chance)}-{pseudo_word(chance)}-{chance.randint(1, 99999)}",
                str(chance.randint(1990, 2026)),
            )
        )
        for _step in range(chance.randint(0, 4))
    )
    return f"{chance.choice(('https', 'https', 'http'))}://{host}/{path}{chance.choice(('', '', '', '.html', '/', '?id=12', '.pdf'))}"
