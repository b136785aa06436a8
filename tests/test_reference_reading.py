"""A pasted reference line is read into its parts, and says how sure that is."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.references import scores
from benchmarks.references.__main__ import lines as held_out
from opinion.references import lines, reading
from opinion.references.reading import doubts, generator, model, people, train
from opinion.references.record import Date, Name

PAGE = Path(__file__).with_name("op-ed-page.txt")
OSTROM = (
    "Ostrom, Elinor. “Beyond Markets and States: Polycentric Governance of Complex Economic "
    "Systems.” American Economic Review, June 2010."
)


def record(line):
    found = reading.read(line).record
    assert found is not None
    return found


def page_lines():
    listed = PAGE.read_text(encoding="utf-8").split("References:")[1].split("\n\nMarit")[0]
    return [line for line in listed.splitlines() if line.strip()]


def test_the_lines_of_the_sample_page_are_read():
    works = [record(line) for line in page_lines()]

    told = [
        (work.type, work.title, work.container or work.publisher, work.issued) for work in works
    ]
    sea = "The Mediterranean and the Mediterranean World in the Age of Philip II"
    california = "University of California Press"
    assert told == [
        ("book", sea, california, Date(1995)),
        (
            "article-journal",
            "Beyond Markets and States: Polycentric Governance of Complex Economic Systems",
            "American Economic Review",
            Date(2010, 6),
        ),
        ("book", sea, california, Date(1972)),
        ("book", "The Hidden Injuries of Class", "Knopf", Date(1972)),
        ("book", "The Death and Life of Great American Cities", "Random House", Date(1961)),
        ("book", "Islands of the Mind", "Palgrave Macmillan", Date(2004)),
        ("book", "The Sea Around Us", "Oxford University Press", Date(1951)),
        (
            "article-newspaper",
            "Harbour board asks for a later boat",
            "Outer Isles Gazette",
            Date(2023, 10, 26),
        ),
    ]
    assert works[3].names("author") == [Name("Sennett", "Richard"), Name("Cobb", "Jonathan")]
    assert works[7].contributors == ()
    assert works[7].url == "https://gazette.example.org/harbour/later-boat-2023"


def test_a_reading_says_where_each_part_stands_and_how_sure_it_is():
    found = reading.read("• " + OSTROM)

    assert found.line == OSTROM
    assert {label: OSTROM[start:end] for label, start, end in found.spans} == {
        "authors": "Ostrom, Elinor",
        "title": "Beyond Markets and States: Polycentric Governance of Complex Economic Systems",
        "container": "American Economic Review",
        "date": "June 2010",
    }
    assert 0.8 < found.probability <= 1
    assert found.provenance == dict.fromkeys(
        ("type", "contributors", "title", "container", "issued"), "read"
    )


ARTICLE = "Lind, B. (2012). Ferries of the north. Island Studies, 4(2), 1–9. "
BOOK = "Lind, Ada. Ferries and Their Ports. 2nd ed. Polder House, 2012. "
NEWS = "Lind, Ada. “Ferries.” Island News, May 3, 2012. "


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (ARTICLE, "volume", "4"),
        (ARTICLE, "issue", "2"),
        (ARTICLE, "pages", "1–9"),
        (ARTICLE + "doi:10.1000/ab.12", "doi", "10.1000/ab.12"),
        (BOOK, "edition", "2"),
        (BOOK + "ISBN 978-0-306-40615-7.", "isbn", "9780306406157"),
        (BOOK + "ISBN 978-0-306-40615-8.", "isbn", ""),
        (NEWS, "issued", Date(2012, 5, 3)),
        (NEWS + "https://example.org/a.", "url", "https://example.org/a"),
        (NEWS + "Accessed June 4, 2020. https://a.example.", "accessed", Date(2020, 6, 4)),
    ],
)
def test_parts_are_lifted(line, field, value):
    assert getattr(record(line), field) == value


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Sennett, Richard, and Jonathan Cobb", [("Sennett", "Richard"), ("Cobb", "Jonathan")]),
        ("Lind, B., & Cobb, J.-P.", [("Lind", "B."), ("Cobb", "J.-P.")]),
        ("Lind B, Cobb JP", [("Lind", "B"), ("Cobb", "JP")]),
        ("Lind, B.; Cobb, J.", [("Lind", "B."), ("Cobb", "J.")]),
        ("Bank, Melissa, and J. House", [("Bank", "Melissa"), ("House", "J.")]),
        ("Durán A., N., & Ortúzar, J. de D.", [("Durán A.", "N."), ("Ortúzar", "J. de D.")]),
        ("Ada Lind und Jan Cobb", [("Lind", "Ada"), ("Cobb", "Jan")]),
        ("Lind, S., D. K. Cobb, et al.", [("Lind", "S."), ("Cobb", "D. K.")]),
    ],
)
def test_people_are_told_apart_in_any_order(text, names):
    assert people.names(text) == [Name(family, given) for family, given in names]


def test_an_institution_keeps_its_whole_name():
    assert people.names("Ministry of Food and Agriculture") == [
        Name(literal="Ministry of Food and Agriculture")
    ]
    assert people.names("van der Berg, Ada") == [Name("Berg", "Ada", particle="van der")]


@pytest.mark.parametrize("line", ["", "  ", "•", "x" * (lines.LINE_LIMIT + 1), "?" * 4000])
def test_what_is_no_reference_has_no_record(line):
    found = reading.read(line)

    assert (found.record, found.probability, found.provenance) == (None, 0.0, {})


@pytest.mark.parametrize(
    "piece",
    ["“", "(", "10.1/", "a. ", "A, ", "1-", "http://", "&", "12 May ", "’", "和", "et al. "],
)
def test_a_hostile_line_takes_no_time(piece):
    line = (piece * lines.LINE_LIMIT)[: lines.LINE_LIMIT]

    start = time.perf_counter()
    reading.read(line)
    reading.compare(line, line[::-1])

    assert time.perf_counter() - start < 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    found = reading.read(text)

    assert all(0 <= start < end <= len(found.line) for _label, start, end in found.spans)


def test_a_line_that_can_be_read_in_two_ways_is_less_sure():
    plain = reading.read("Lind, Ada. Ferries of the North. Polder House, 2012.")
    double = reading.read("Lind, Ada. Ferries of the North. Islands and ports. Polder House, 2012.")

    assert double.probability < 0.9 < plain.probability


@pytest.mark.parametrize(
    "line",
    [
        # Where does the family name begin?
        "Alejandro de la Garza. “The Long Way Round.” Harbour Gazette 4, no. 2 (1999): 12–15.",
        "Lind, Ada, and Karl M. Nurul Habib. The Long Way Round. Harbour Press, 1999.",
        # A person, or two institutions?
        "Poch Ambiental, Universidad de Chile. The Long Way Round. Harbour Press, 1999.",
        "Ambiental. The Long Way Round. Harbour Press, 1999.",
        # Who says it, or the site where it stands?
        "“The Long Way Round.” Harbour News. 2015. https://harbour.example/long-way-round.",
    ],
)
def test_names_and_sites_that_can_be_read_in_two_ways_are_never_sure(line):
    found = reading.read(line)
    assert doubts.factor(found.line, found.spans, found.record) < 0.9
    assert found.probability < 0.9


@pytest.mark.parametrize(
    "line",
    [
        "Lind, Ada, and Karl Berg. The Long Way Round. Harbour Press, 1999.",
        "Lind, Ada Maria, and Karl M. Berg. The Long Way Round. Harbour Press, 1999.",
        "van Gogh, Vincent. The Long Way Round. Harbour Press, 1999.",
        "World Bank. The Long Way Round. Harbour Press, 1999.",
    ],
)
def test_names_that_are_plain_leave_no_doubt(line):
    found = reading.read(line)
    assert found.record.contributors
    assert doubts.factor(found.line, found.spans, found.record) == 1


def test_threads_read_the_same():
    many = page_lines() * 6

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(reading.read, many)) == [reading.read(line) for line in many]


def test_lines_are_compared_whatever_their_quotes_dashes_and_spaces():
    assert reading.compare('"A  b" - 3', "“A b” – 3.").is_equal


def test_a_comparison_names_the_words_that_differ():
    compared = reading.compare(
        "Lind, Ada. Ferries. 2012.", "Lind, Ada. Ferries. Polder House, 2011."
    )

    assert compared.differences == (("2012", "Polder House, 2011"),)


def test_real_works_are_read_as_well_as_ever():
    score = scores.Score()
    chicago = (line for line in held_out(even=True) if line["style"].startswith("chicago-notes"))
    for line in islice(chicago, 150):
        score.add(scores.read(record(line["line"])), scores.meant(line["fields"]))

    assert score.f1 > 0.9


def test_one_seed_gives_one_model_that_can_be_read_with(tmp_path, monkeypatch):
    for name in ("one", "two"):
        arguments = ["train", "--seed", "3", "--lines", "40", "--to", str(tmp_path / name)]
        monkeypatch.setattr("sys.argv", arguments)
        assert train.main() == 0

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_invented_line_knows_its_parts():
    for line in islice(generator.lines(5, 200), 200):
        assert all(line.text[start:end].strip() for _label, start, end in line.spans)


def test_the_model_is_small():
    assert model.MODEL.stat().st_size < 500_000
