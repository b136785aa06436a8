"""An invented work and the people who made it."""

from dataclasses import dataclass, field


@dataclass
class Person:
    given: str = ""
    family: str = ""
    particle: str = ""
    suffix: str = ""
    whole: str = ""  # an institution, or a name of one part
    # Chinese, Korean and Japanese names in Latin letters may keep the family name in front.
    family_first: bool = False


@dataclass
class Work:
    kind: str = "book"
    language: str = "en"
    title: str = ""
    authors: list[Person] = field(default_factory=list)
    editors: list[Person] = field(default_factory=list)
    translators: list[Person] = field(default_factory=list)
    container: str = ""
    collection: str = ""
    collection_number: str = ""
    publisher: str = ""
    place: str = ""
    year: int = 0
    month: int = 0
    day: int = 0
    original: int = 0
    volume: str = ""
    issue: str = ""
    number: str = ""
    edition: str = ""
    pages: str = ""
    genre: str = ""
    doi: str = ""
    isbn: str = ""
    url: str = ""
    accessed: tuple[int, int, int] = (0, 0, 0)
