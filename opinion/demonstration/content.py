"""The demonstration's content, read from the TOML files beside this module. Knows no models."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Publication:
    """`about` and `comment_guidelines` are paragraphs of plain text, a blank line between two."""

    name: str
    tagline: str
    language: str
    time_zone: str
    contact: str
    about: str
    comment_guidelines: str


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Author:
    slug: str
    name: str
    sorted_as: str
    role: str
    bio: str
    disclaimer: str
    links: tuple[Link, ...]
    orcid: str = ""


@dataclass(frozen=True)
class ArticleType:
    slug: str
    label: str
    suffix: str
    explanation: str


@dataclass(frozen=True)
class Section:
    """`comments` is what holds for its threads, where it is not what holds everywhere."""

    slug: str
    name: str
    description: str
    comments: str = ""
    close_after_days: int | None = None


@dataclass(frozen=True)
class Topic:
    slug: str
    name: str


@dataclass(frozen=True)
class Series:
    """A series or a dossier; `parts` are the slugs of its articles, in their order."""

    slug: str
    name: str
    kind: str
    description: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Byline:
    """An author's slug and what they did: by, as told to, translated by."""

    author: str
    role: str


@dataclass(frozen=True)
class Picture:
    """`composition` and `seed` are what `pictures.jpeg` draws from."""

    composition: str
    seed: int
    alt: str
    caption: str
    credit: str


@dataclass(frozen=True)
class Withdrawal:
    """`days_ago` before today, with the reason that readers are told."""

    days_ago: int
    by: str
    reason: str


@dataclass(frozen=True)
class Article:
    """`body` is HTML. `days_ago` and `time` (in the publication's zone) say when it is published.

    In `body`, `#work-` and the key of a work cite it. `days_ago` is negative where it is still to
    come and None for a draft; `type`, `section` and `topics` are slugs; `references` are lines as
    somebody would paste them. `comments` is what holds for its thread by now, where that is not
    what its section says.
    """

    slug: str
    headline: str
    standfirst: str
    type: str
    section: str
    topics: tuple[str, ...]
    status: str
    byline: tuple[Byline, ...]
    note: str
    body: str
    references: tuple[str, ...]
    language: str = "en"
    comments: str = ""
    days_ago: int | None = None
    time: str = "06:30"
    picture: Picture | None = None
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True)
class Work:
    """What the editors know of the references that read `line`, as one entry of BibTeX.

    `state` is "look" for one that was read from its line and that nobody has confirmed.
    """

    key: str
    line: str
    bibtex: str
    state: str = "known"


@dataclass(frozen=True)
class GoneLink:
    """An address of a reference that was found to be gone `days_ago`, and a copy of its page."""

    address: str
    archived_address: str
    days_ago: int


@dataclass(frozen=True)
class Comment:
    """A reader's comment, `minutes` after its article, decided `decided_after` minutes later.

    `state` is the word for its last state; `reason` and `note` go with a refusal or a take-down,
    which came `taken_down_after` minutes after the approval; its writer withdrew it
    `withdrawn_after` minutes after that, or proposed the text `edit` `edited_after` minutes after
    it. `reply_to` is another comment's `key`, `passage` the words of the article that are answered.
    `staff` is the slug of the author who wrote it, or "moderator". `reports` are the reasons for
    which readers objected to it. `assignment` is what a moderator did instead of deciding, in
    the words of a decision's kind, `told` what they asked its writer to change.
    """

    article: str
    key: str
    name: str
    email: str
    minutes: int
    state: str
    text: str
    reply_to: str = ""
    decided_after: int = 20
    taken_down_after: int = 0
    reason: str = ""
    note: str = ""
    signals: tuple[str, ...] = ()
    passage: str = ""
    staff: str = ""
    withdrawn_after: int = 0
    edit: str = ""
    edited_after: int = 0
    reports: tuple[str, ...] = ()
    assignment: str = ""
    told: str = ""


@dataclass(frozen=True)
class Content:
    publication: Publication
    authors: tuple[Author, ...]
    types: tuple[ArticleType, ...]
    sections: tuple[Section, ...]
    topics: tuple[Topic, ...]
    series: tuple[Series, ...]
    works: tuple[Work, ...]
    articles: tuple[Article, ...]
    links: tuple[GoneLink, ...]
    comments: tuple[Comment, ...]


def load() -> Content:
    """Everything, oldest article first and each comment after the one it answers.

    An unknown or missing word in a file raises TypeError.
    """
    return Content(
        publication=Publication(**_table(HERE / "publication.toml")),
        authors=tuple(_author(**row) for row in _rows("author")),
        types=tuple(ArticleType(**row) for row in _rows("type")),
        sections=tuple(Section(**row) for row in _rows("section")),
        topics=tuple(Topic(**row) for row in _rows("topic")),
        series=tuple(Series(**row) for row in _rows("series")),
        works=tuple(Work(**row) for row in _rows("work")),
        articles=tuple(sorted(_articles(), key=_oldest_first)),
        links=tuple(GoneLink(**row) for row in _rows("link")),
        comments=tuple(sorted(_comments(), key=lambda comment: comment.minutes)),
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, which blank lines part."""
    return [block.strip() for block in text.split("\n\n") if block.strip()]


def _oldest_first(article: Article) -> tuple[bool, int]:
    return (article.days_ago is None, -(article.days_ago or 0))


def _articles() -> Iterable[Article]:
    for path in sorted((HERE / "articles").glob("*.toml")):
        yield _article(**_table(path))


def _article(topics, byline, references, picture=None, withdrawal=None, **values) -> Article:
    return Article(
        topics=tuple(topics),
        byline=tuple(Byline(**entry) for entry in byline),
        references=tuple(references),
        picture=Picture(**picture) if picture else None,
        withdrawal=Withdrawal(**withdrawal) if withdrawal else None,
        **values,
    )


def _author(links, **values) -> Author:
    return Author(links=tuple(Link(**link) for link in links), **values)


def _comments() -> Iterable[Comment]:
    for row in _rows("comment"):
        lists: dict[str, Any] = {name: tuple(row.pop(name, ())) for name in ("signals", "reports")}
        yield Comment(**lists, **row)


def _rows(kind: str) -> list[dict[str, Any]]:
    """The tables of authors.toml, sections.toml and so on: one list per file."""
    path = HERE / f"{kind.removesuffix('s')}s.toml"
    return [_trimmed(row) for row in tomllib.loads(_text(path))[kind]]


def _table(path: Path) -> dict[str, Any]:
    return _trimmed(tomllib.loads(_text(path)))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _trimmed(row: dict[str, Any]) -> dict[str, Any]:
    """Without the line breaks that a text between ''' begins and ends with."""
    return {key: value.strip() if isinstance(value, str) else value for key, value in row.items()}
