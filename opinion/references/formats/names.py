"""Names as bibliographies write them: “van Gogh, Jr., Vincent”, “World Bank”."""

from opinion.references.record import Name


def written(name: Name) -> str:
    """`Particle Family, Suffix, Given`; an institution by its whole name."""
    if name.is_literal:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    parts = [family, name.suffix, name.given] if name.suffix else [family, name.given]
    return ", ".join(parts) if any(parts[1:]) else f"{family},"


def read(text: str) -> Name:
    """A name by its commas; without any it is somebody's or something's whole name."""
    parts = [" ".join(part.split()) for part in text.split(",")]
    if len(parts) == 1:
        return Name(literal=parts[0])
    family, given = parts[0], parts[-1]
    suffix = ", ".join(parts[1:-1])
    particle, family = parted(family)
    return Name(family, given, particle, suffix)


def parted(family: str) -> tuple[str, str]:
    """The small words before a family name, and the name: “van der”, “Berg”.

    A writing without capitals has no small words; a name of small words only is all family.
    """
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and words[count][:1].islower():
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])
