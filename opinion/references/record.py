"""A work as it is cited, apart from how it came in, where it is kept and how it is printed.

The words are those of CSL (https://docs.citationstyles.org/en/stable/specification.html): `type` is
one of its item types, a role one of its name variables. Nothing here knows the database.
"""

from dataclasses import dataclass, field, replace

ROLES = (
    "author",
    "editor",
    "translator",
    "interviewer",
    "director",
    "container-author",
    "compiler",
    "host",
)


@dataclass(frozen=True)
class Name:
    """One contributor: a person by parts, or an institution (or a single name) by `literal`.

    `particle` stands before the family name and belongs to it (“van” in “van Gogh”), `suffix` after
    (“Jr.”).
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def is_literal(self) -> bool:
        return bool(self.literal)


@dataclass(frozen=True)
class Date:
    """A day, a month or a year, as exact as it is known; in words where it is no date of ours.

    `season` counts from 1 (spring) to 4 (winter); `suffix` is the letter of “2001a”.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None
    is_about: bool = False
    literal: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Record:
    """One work. Everything but its type may be unknown; unknown is empty."""

    type: str = "document"
    contributors: tuple[tuple[str, Name], ...] = ()
    title: str = ""
    container: str = ""
    collection: str = ""
    publisher: str = ""
    place: str = ""
    issued: Date | None = None
    accessed: Date | None = None
    original: Date | None = None
    volume: str = ""
    issue: str = ""
    number: str = ""
    edition: str = ""
    pages: str = ""
    genre: str = ""
    event: str = ""
    language: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    url: str = ""
    note: str = ""
    # What a format said that has no place here, by its name there: it goes out again unchanged.
    further: dict[str, str] = field(default_factory=dict)

    def for_readers(self) -> "Record":
        """What readers may take along: no note and nothing further of somebody's own catalogue."""
        return replace(self, note="", further={})

    def names(self, role: str) -> list[Name]:
        return [name for its_role, name in self.contributors if its_role == role]
