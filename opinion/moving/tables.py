"""Who is who and what becomes what: proposed, confirmed by an editor, and then held to."""

from dataclasses import dataclass, field
from typing import Any

from authors.models import Author
from opinion.articles.models import ArticleType
from opinion.fields import sort_key

from .things import Person, Survey, Term

SECTION, TOPIC, NOTHING = "section", "topic", "nothing"
# What is proposed for a post, beside what its file says of it.
TYPE, REFERENCES, ABOUT, HEADINGS = "type", "references", "about", "headings"
# Endings of headlines that name a type, though nobody has one of that name yet.
KNOWN_TYPES = frozenset(
    {
        "oped", "op-ed", "analysis", "opinion", "letter", "letters",
        "editorial", "interview", "review", "essay", "commentary", "comment",
        "column", "speech", "press", "release", "statement", "report",
        "obituary", "blog",
    }
)  # fmt: skip
# An ending that is no known type is proposed as one from so many headlines on.
OFTEN = 5


@dataclass
class Tables:
    """`authors` are ids of ours by the source's keys, None for one to be made.

    `terms` say for each kind and key whether it becomes a section or a topic; `types` name the type
    for each ending of a headline.
    """

    authors: dict[str, int | None] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    takes_tails: bool = False
    takes_headings: bool = False
    # Proposals that an editor said no to: their kinds and the ids of their posts.
    declined: set[tuple[str, str]] = field(default_factory=set)
    closes_threads: bool = True

    def becomes(self, term: Term) -> str:
        return self.terms.get((term.kind, term.key), _usual(term))

    def accepts(self, kind: str, source_id: str) -> bool:
        """Whether a proposal is followed: all of its kind are, but for those declined."""
        takes = {TYPE: True, HEADINGS: self.takes_headings}.get(kind, self.takes_tails)
        return takes and (kind, source_id) not in self.declined

    def as_json(self) -> dict[str, Any]:
        """For a file or a page that an editor reads and changes."""
        return {
            "people": [
                {"key": key, "name": self.people.get(key, key), "author": author}
                for key, author in sorted(self.authors.items())
            ],
            "terms": [
                {"kind": kind, "key": key, "becomes": becomes}
                for (kind, key), becomes in sorted(self.terms.items())
            ],
            "types": self.types,
            "takes_tails": self.takes_tails,
            "takes_headings": self.takes_headings,
            "declined": [[*one] for one in sorted(self.declined)],
            "closes_threads": self.closes_threads,
        }

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Tables":
        """Raises KeyError, TypeError and ValueError for what `as_json` has not made."""
        becomes = {
            (str(one["kind"]), str(one["key"])): str(one["becomes"]) for one in said["terms"]
        }
        if not {*becomes.values()} <= {SECTION, TOPIC, NOTHING}:
            raise ValueError("A term becomes a section, a topic or nothing.")
        return cls(
            authors={
                str(one["key"]): int(one["author"]) if one["author"] else None
                for one in said["people"]
            },
            people={str(one["key"]): str(one["name"]) for one in said["people"]},
            terms=becomes,
            types={str(suffix): str(label) for suffix, label in said["types"].items()},
            takes_tails=bool(said["takes_tails"]),
            takes_headings=bool(said.get("takes_headings")),
            declined={(str(kind), str(key)) for kind, key in said.get("declined", [])},
            closes_threads=bool(said["closes_threads"]),
        )


def proposed(survey: Survey) -> Tables:
    """What an editor is asked to confirm; with the tails, which are shown in the report."""
    return Tables(
        authors=_authors([*survey.people.values()]),
        people={key: person.name for key, person in survey.people.items()},
        terms={place: _usual(term) for place, term in survey.terms.items()},
        types=_types(survey.headlines),
        takes_tails=True,
        takes_headings=True,
    )


def _usual(term: Term) -> str:
    if term.kind == "category":
        return SECTION
    return TOPIC if term.kind in ("post_tag", "tag") else NOTHING


def _authors(people: list[Person]) -> dict[str, int | None]:
    """Whoever bears the same name is the same; nobody else is."""
    names = {person.name for person in people}
    known = {
        sort_key(author.name): author.pk
        for author in Author.objects.canonical().filter(name__in=names).order_by("-pk")
    }
    return {person.key: known.get(sort_key(person.name)) for person in people}


def _types(endings: dict[str, int]) -> dict[str, str]:
    labels = {
        word.casefold(): one.label for one in ArticleType.objects.all() for word in _words_of(one)
    }
    return {
        ending: labels.get(ending.casefold(), ending)
        for ending, count in endings.items()
        if ending.casefold() in labels or ending.casefold() in KNOWN_TYPES or count >= OFTEN
    }


def _words_of(one: ArticleType) -> set[str]:
    return {one.label, one.suffix} - {""}
