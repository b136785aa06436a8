"""How lists of people are printed: each name, what stands between them, who is left out."""

import re
from dataclasses import dataclass
from random import Random

from .work import Person


@dataclass(frozen=True)
class Manner:
    """One style's way with names.

    `first` and `rest` are the forms of the first and of all other names: "full" (Ben Lind), "turned"
    (Lind, Ben), "initials" (B. Lind), "turned-initials" (Lind, B.), "turned-bare" (Lind B) or
    "turned-space" (Lind B.).
    """

    first: str = "turned"
    rest: str = "full"
    between: str = ", "
    last: str = ", and "
    of_two: str = ", and "
    most: int = 7
    kept: int = 3
    others: str = ", et al."
    gap: str = " "  # between initials
    capitals: bool = False


def listed(people: list[Person], manner: Manner) -> str:
    shown = people[: manner.kept] if len(people) > manner.most else people
    names = [
        printed(person, manner.first if place == 0 else manner.rest, manner)
        for place, person in enumerate(shown)
    ]
    if len(shown) < len(people):
        return manner.between.join(names) + manner.others
    if len(names) == 2:
        return names[0] + manner.of_two + names[1]
    return manner.between.join(names[:-1]) + (manner.last if names[1:] else "") + names[-1]


def printed(person: Person, form: str, manner: Manner) -> str:
    if person.whole:
        return person.whole
    family = f"{person.particle} {person.family}".strip().replace("’ ", "’")
    if manner.capitals:
        family = family.upper()
    suffix = person.suffix
    given = person.given if form in ("full", "turned") else initials(person.given, form, manner.gap)
    if form in ("full", "initials"):
        if person.family_first and form == "full":
            return f"{family} {given}"
        name = f"{given} {family}"
        return f"{name} {suffix}" if suffix else name
    comma = "" if form in ("turned-bare", "turned-space") else ","
    name = f"{family}{comma} {given}"
    return f"{name}{'' if form == 'turned-bare' else ','} {suffix}" if suffix else name


def initials(given: str, form: str, gap: str) -> str:
    parts = [part for part in re.split(r"[\s]+", given) if part]
    if form == "turned-bare":
        return "".join(piece[0].upper() for part in parts for piece in part.split("-") if piece)
    return gap.join(
        "-".join(f"{piece[0].upper()}." for piece in part.split("-") if piece) for part in parts
    )


_FORMS = (
    *("turned", "turned", "turned-initials", "turned-initials"),
    *("turned-bare", "turned-space", "full", "initials"),
)
_BETWEEN = (", ", ", ", ", ", "; ", "; ", " and ", " / ", "/", " ; ")
_JOINTS = (
    *(" and ", " & ", ", and ", ", & ", " et ", " und ", " y ", " e ", " и ", " og ", " i "),
    *("", ""),  # as between the others
)
_OTHERS = (
    *(" et al.", ", et al.", " et al", " and others", " u. a.", " u.a.", " и др."),
    *(" et autres", " … et al.", "; et al.", " [et al.]"),
)


def any_manner(chance: Random) -> Manner:
    """A way with names that nobody may ever have had."""
    first, between = chance.choice(_FORMS), chance.choice(_BETWEEN)
    joint = chance.choice(_JOINTS) or between
    return Manner(
        first=first,
        rest=_rest(chance, first),
        between=between,
        last=joint,
        of_two=joint.removeprefix(",") if chance.random() < 0.5 and joint != ", " else joint,
        most=chance.choice((1, 2, 3, 3, 6, 6, 20)),
        kept=chance.choice((1, 1, 1, 2, 3, 6)),
        others=chance.choice(_OTHERS),
        gap=chance.choice((" ", " ", "")),
        capitals=chance.random() < 0.1,
    )


def _rest(chance: Random, first: str) -> str:
    """The form of all names but the first: mostly the same."""
    if chance.random() < 0.72:
        return first
    return {"turned": "full", "turned-initials": "initials"}.get(first, first)
