"""A line that can be read in two ways is never read as if it could not."""

import pytest

from opinion.references import reading
from opinion.references.reading import doubts, works
from training.generator.pieces import joined

ADA = [("authors", "Lind, Ada"), ("", ". ")]
HOUSE = [("publisher", "Polder House"), ("", ", "), ("date", "2012"), ("", ".")]
YEAR = [("", "("), ("date", "2012"), ("", "). ")]
QUOTED = [("", "“"), ("title", "Ferries"), ("", ".” ")]
UNQUOTED = [("title", "Ferries"), ("", ". ")]
ONLINE = [("", ". "), ("url", "https://example.org/a")]


def factor(*pieces):
    """What doubts leave of a line whose parts are these."""
    line = joined(pieces)
    work = works.of(line.text, line.spans)
    return doubts.factor(line.text, line.spans, work)


def by(names):
    return [("authors", names), ("", ". "), *UNQUOTED, *HOUSE]


CLEAR = {
    "a book": [*ADA, *UNQUOTED, *HOUSE],
    "a day says that it is a newspaper": [
        *[("container", "Island News"), ("", ". ")],
        *QUOTED,
        ("date", "May 3, 2012"),
    ],
    "an institution may sign": [
        *[("authors", "Ministry of Islands"), ("", ". ")],
        *QUOTED,
        *YEAR,
        *ONLINE,
    ],
    "a journal calls itself one": [
        *[*ADA, *YEAR, *UNQUOTED],
        ("container", "Journal of Islands"),
        *ONLINE,
    ],
    "a press calls itself one": [*ADA, *YEAR, *UNQUOTED, ("publisher", "Polder Press"), *ONLINE],
    "a house before the year": [*ADA, *UNQUOTED, *HOUSE, *ONLINE],
    "two family names before a comma": by("Lind Cobb, Ada"),
    "known given names": by("Lind, Ada, and Mary Elizabeth Cobb"),
    "a family name after an initial": by("Lind, Ada, and Jan M. Cobb Ruiz"),
    "commas in a name": [*ADA, *QUOTED, ("container", "Politics, Law and Islands"), *YEAR],
    "a letter of a journal": [*ADA, *QUOTED, ("container", "Island Letters (c)"), *YEAR],
}
DOUBTFUL = {
    "a title of two sentences": [*ADA, ("title", "Ferries. Island series"), ("", ". "), *HOUSE],
    "a title and a number": [*ADA, ("title", "Ferries. 2"), ("", ". "), *HOUSE],
    "a series without a house": [*ADA, *UNQUOTED, ("collection", "Lanverel"), ("", ", "), *YEAR],
    "a place without a house": [*ADA, *UNQUOTED, ("place", "Lanverel"), ("", ", "), *YEAR],
    "who stands before the title": [("container", "Lanverel"), ("", ". "), *QUOTED, *YEAR],
    "a paper may sign": [("authors", "Lanverel"), ("", ". "), *QUOTED, *YEAR, *ONLINE],
    "a site or a house": [*ADA, *YEAR, *UNQUOTED, ("publisher", "Lanverel"), *ONLINE],
    "a house or a site": [*ADA, *YEAR, *UNQUOTED, ("container", "Lanverel"), *ONLINE],
    "a series of a journal": [*ADA, *QUOTED, ("container", "Islands, New series"), *YEAR],
    "a place of a meeting": [*ADA, *QUOTED, ("container", "Island Meeting (Oslo)"), *YEAR],
    "no volume yet": [*ADA, *QUOTED, ("container", "Island Studies in press"), *YEAR],
    "a series and its house": [
        *[*ADA, *UNQUOTED, ("publisher", "Island library. Polder"), ("", ", "), *YEAR]
    ],
    "half a house": [*ADA, *UNQUOTED, ("publisher", "and Co."), ("", " "), *YEAR],
    "a volume like the year": [
        *[*ADA, *QUOTED, ("container", "Island Studies"), ("", " ")],
        *[("volume", "2012"), ("", " "), *YEAR],
    ],
    "a given or a family name": by("Lind, Ada, and Gonvara Mervel Cobb"),
    "a family name in front": by("Lind, Ada, and Kim Verlan"),
    "people among institutions": by("Lind, Ada, and Ministry of Islands"),
    "two titles": [*ADA, *UNQUOTED, ("", "In "), ("title", "Ports"), ("", ". "), *HOUSE],
}


@pytest.mark.parametrize("pieces", CLEAR.values(), ids=CLEAR)
def test_a_line_that_leaves_no_doubt_keeps_its_probability(pieces):
    assert factor(*pieces) == 1


@pytest.mark.parametrize("pieces", DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_line_that_can_be_read_in_two_ways_is_never_sure(pieces):
    assert factor(*pieces) < 0.9


def test_a_doubt_lowers_what_the_model_thinks():
    plain = reading.read("Smith, John. The Rivers of the North. Knopf, 2012.")
    double = reading.read("Smith, John. The Rivers of the North. Sea and ports. Knopf, 2012.")

    assert double.probability < 0.9 < plain.probability


def test_a_reading_without_a_title_is_no_rival():
    """The model may think a short title a series: among readings with a title there is no doubt."""
    found = reading.read("Lind, Ada. Ferries of the North. Polder House, 2012.")

    assert found.record is not None
    assert found.record.title == "Ferries of the North"
    assert found.probability > 0.5
