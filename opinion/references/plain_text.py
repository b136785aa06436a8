"""A work in plain words, without a style: for lists of the newsroom and until it is printed."""

from .formats import dates
from .record import Name, Record

ENDS = (".", "?", "!", "…")


def line(record: Record) -> str:
    """Who. Title. Where it appeared. Place: publisher, date. Its address."""
    date = dates.written(record.issued) if record.issued else ""
    house = ": ".join(filter(None, [record.place, record.publisher]))
    parts = [
        people(record),
        record.title,
        _container(record),
        ", ".join(filter(None, [house, date])),
    ]
    address = f"https://doi.org/{record.doi}" if record.doi else record.url
    said = " ".join(_sentence(part) for part in parts if part)
    return " ".join(filter(None, [said, address]))


def people(record: Record) -> str:
    """Those who wrote it, else whoever else is named first."""
    authors = record.names("author") or [name for _role, name in record.contributors]
    return "; ".join(_name(name) for name in authors)


def _name(name: Name) -> str:
    if name.is_literal:
        return name.literal
    family = f"{name.particle} {name.family}".strip()
    return ", ".join(filter(None, [family, name.given, name.suffix]))


def _container(record: Record) -> str:
    numbers = ", ".join(filter(None, [record.volume, record.issue, record.pages]))
    return " ".join(filter(None, [record.container, numbers]))


def _sentence(words: str) -> str:
    return words if words.endswith(ENDS) else f"{words}."
