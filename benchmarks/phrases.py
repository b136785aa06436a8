"""What people write, made up: as long, as short and as different as in life, the same each time."""

import random
import tomllib
from functools import cache
from pathlib import Path

from opinion import html

PARTS = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text())
FIRST, LAST = PARTS["given_names"], PARTS["family_names"]
# A page of a thread shows fifty: as long together as any other page's fifty.
A_PAGE, DIFFERENT = 50, 20
ESSAYS = 60
CITED = 8


def _one(chance: random.Random, part: str) -> str:
    return chance.choice(PARTS[part])


def sentence(chance: random.Random) -> str:
    middle = " ".join(_one(chance, part) for part in ("who", "does", "what"))
    if chance.random() < 0.7:
        middle += f" {_one(chance, 'when')}"
    if chance.random() < 0.5:
        middle += f", {_one(chance, 'and')}"
    return middle + chance.choice("...!?")


def paragraph(chance: random.Random, most: int = 6) -> str:
    return " ".join(sentence(chance) for _number in range(chance.randint(1, most)))


def person(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


@cache
def comments() -> list[tuple[str, str]]:
    """Texts of comments and their HTML: by fifties alike in length, one in ten with markup."""
    chance = random.Random(20261130)
    lengths = [1, 1, 1, 1, 2, 2, 2, 3, 3, 5] * 5
    made = []
    for number in range(A_PAGE * DIFFERENT):
        parts = [paragraph(chance, 3) for _part in range(lengths[number % A_PAGE])]
        if number % 10 == 3:
            parts[0] = f"> {sentence(chance)}\n\n*{parts[0]}* https://example.org/{number}"
        text = "\n\n".join(parts)
        plain = "".join(f"<p>{part}</p>" for part in parts)
        made.append((text, html.comment(text) if number % 10 == 3 else plain))
    return made


@cache
def essay(number: int, paragraphs: int, works: tuple[int, ...] = ()) -> str:
    """The HTML of an article, in the form in which it is kept; it cites these works, in order."""
    chance = random.Random(number)
    parts = []
    for place in range(paragraphs):
        if place and place % 5 == 0:
            parts.append(f"<h2>{sentence(chance)}</h2>")
        if place % 7 == 4:
            parts.append(f"<blockquote><p>{sentence(chance)}</p></blockquote>")
        words = paragraph(chance)
        if place < len(works):
            words += f' <a href="#work-{works[place]}">{chance.choice(LAST)} 1955</a>'
        if place == 2 and paragraphs > 3:
            words += ' <a data-note="1"></a>'
        parts.append(f"<p>{words} <em>{_one(chance, 'what')}</em></p>")
    if paragraphs > 3:
        note = f'<li data-note="1"><p>{sentence(chance)}</p></li>'
        parts.append(f'<section data-notes=""><ol>{note}</ol></section>')
    return "".join(parts)


def headline(number: int) -> str:
    chance = random.Random(-number)
    return f"{_one(chance, 'who')} and {_one(chance, 'what')}"
