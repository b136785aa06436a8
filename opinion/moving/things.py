"""What any platform has: people, terms, posts, comments and pictures, as we take them up.

A source makes these of its file and knows nothing of our database; what stores them knows nothing
of the file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """What becomes of a post or a comment."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    WAITING = "waiting"
    SPAM = "spam"
    TAKEN_DOWN = "taken_down"


@dataclass(frozen=True)
class Person:
    """Somebody named in bylines. `key` is what posts name them by; `how` says how sure it is."""

    key: str
    name: str
    slug: str = ""
    bio: str = ""
    how: str = ""
    # By which addresses of the source name it.
    number: str = ""


@dataclass(frozen=True)
class Term:
    """`kind` is that of the source: category, post_tag; `key` what posts name it by."""

    kind: str
    key: str
    name: str
    description: str = ""
    parent: str = ""
    number: str = ""


@dataclass(frozen=True)
class Image:
    """A picture file of the source and what was said of it."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    source_id: str = ""
    title: str = ""
    parent: str = ""


@dataclass
class Comment:
    """One that somebody wrote below a post. `text` is in our plain markup, `at` an aware moment.

    `parent` is the source's id, which may be missing, later or its own descendant.
    """

    source_id: str
    name: str
    text: str
    at: datetime
    state: State
    parent: str = ""
    email: str = field(default="", repr=False)


@dataclass
class Post:
    """An article of the source. `body` is HTML for our own door, in which `Picture` marks stand."""

    source_id: str
    headline: str
    state: State
    body: str = ""
    standfirst: str = ""
    note: str = ""
    # The type that its headline named, which is taken from there.
    type_label: str = ""
    slug: str = ""
    guid: str = ""
    language: str = ""
    published_at: datetime | None = None
    created_at: datetime | None = None
    people: list[Person] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    lead: Image | None = None
    images: list[Image] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    takes_comments: bool = True
    # Where there is more than the file tells: comments for a post that another source brought.
    is_there_already: bool = False

    @property
    def label(self) -> str:
        """How reports name it: never by anything a reader wrote."""
        return f"{self.source_id} “{self.headline}”"


@dataclass
class Survey:
    """What a file holds, counted before anything is stored."""

    platform: str
    base: str
    title: str = ""
    language: str = ""
    people: dict[str, Person] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    headlines: dict[str, int] = field(default_factory=dict)
    highest_comment: int = 0
    # Addresses that lead to the front page, and those of terms and people.
    front: set[str] = field(default_factory=set)


class Source(Protocol):
    """One platform's export, which may be read as often as is needed."""

    platform: str

    def survey(self, report) -> Survey:
        """Read all once and count it; the problems of reading go to `report`."""

    def posts(self, survey: Survey, tables, report, progress: Callable[[float], None]) -> Iterator:
        """The posts, each with its comments; `progress` is told which part has been read."""
