"""What a style that nobody has named may do with names, titles, numbers and houses."""

from dataclasses import dataclass
from random import Random

from .people import Manner, any_manner

_QUOTES = (
    ("“", "”"),
    ("“", "”"),
    ("«", "»"),
    ("« ", " »"),
    ("„", "“"),
    ("„", "”"),
    ("‘", "’"),
    ("'", "'"),
    ('"', '"'),
    ("''", "''"),
    ("»", "«"),
)


@dataclass(frozen=True)
class Mixture:
    """What one line's style does."""

    names: Manner
    second: Manner
    after_names: str
    quotes: tuple[str, str]
    comma_inside: bool
    quoted: str  # "parts", "all" or "none"
    after_title: str
    before_container: str
    after_container: str
    date_at: str  # "early", "bracketed", "late", "after-container", "before-numbers"
    between: str
    volume: str
    issue: tuple[str, str]
    pages: tuple[str, str]
    house: str
    end: str


def any_mixture(chance: Random) -> Mixture:
    names = any_manner(chance)
    # Who writes “Lind BK” mostly puts a full stop after the last name.
    stop = names.first == "turned-bare" and chance.random() < 0.6
    return Mixture(
        names=names,
        second=names if chance.random() < 0.3 else any_manner(chance),
        after_names=". " if stop else chance.choice((". ", ". ", ", ", ", ", ": ", " ", "; ", " – ")),
        quotes=chance.choice(_QUOTES),
        comma_inside=chance.random() < 0.4,
        quoted=chance.choice(("parts", "parts", "none", "none", "none", "all")),
        after_title=chance.choice((". ", ". ", ". ", ", ", ", ", " // ", "; ", " – ", " / ")),
        before_container=chance.choice(("", "", "", "In: ", "In: ", "in: ", "In ", "in ", "// ", "En: ", "Dans : ", "dans ", "В кн.: ", "W: ")),
        after_container=chance.choice((". ", ", ", ", ", " ", "; ", ": ")),
        date_at=chance.choice(("early", "bracketed", "bracketed", "late", "late", "after-container", "before-numbers")),
        between=chance.choice((", ", ", ", "; ", ". ", " ", ": ", " – ")),
        volume=chance.choice(("", "", "", "vol. ", "Vol. ", "v. ", "Bd. ", "t. ", "Jg. ", "T. ", "Vol ", "Volume ", "Т. ")),
        issue=chance.choice((("(", ")"), ("(", ")"), (" (", ")"), (", no. ", ""), (", No. ", ""), (", nr. ", ""), (", n° ", ""), (". № ", ""), (", H. ", ""), (", issue ", ""), ("/", ""), (" Nr. ", ""), (", iss. ", ""), (":", ""))),
        pages=chance.choice(((", ", ""), (", pp. ", ""), (":", ""), (": ", ""), (", S. ", ""), (", p. ", ""), ("; ", ""), (". P. ", ""), (". С. ", ""), (" pp. ", ""), (", s. ", ""), (", ", " p"), (" (pp. ", ")"), (". - pp. ", ""), (", pages ", ""), (" S. ", ""))),
        house=chance.choice(("place: house, ", "place: house, ", "place: house; ", "house, place, ", "house: place, ", "house, ", "house. ", "place, house, ", "(place: house, )", "(house, )", "place : house, ", "place ", "place: house ", "house, place. ", "(house, place, )")),
        end=chance.choice((".", ".", ".", "", "", ";", ",")),
    )  # fmt: skip
