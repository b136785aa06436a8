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
from opinion.references import line_cleaning, reading
from opinion.references.reading import model, people, periodicals, works
from opinion.references.record import Date, Name, Record
from training import generator, train
from training.generator.pieces import joined as pieces_of_line

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
        ("Lind, Ada, and Jan M. Ruiz Cobb", [("Lind", "Ada"), ("Ruiz Cobb", "Jan M.")]),
        ("Durán A., Natalia, and Jan Cobb R.", [("Durán A.", "Natalia"), ("Cobb R.", "Jan")]),
        ("Lind S. A., Cobb D.", [("Lind", "S. A."), ("Cobb", "D.")]),
        ("Lind J.-P., Cobb M.-À.", [("Lind", "J.-P."), ("Cobb", "M.-À.")]),
        ("Lind BK de, Cobb D", [("Lind", "BK de"), ("Cobb", "D")]),
        ("Lind W, Yu W, Cobb D", [("Lind", "W"), ("Yu", "W"), ("Cobb", "D")]),
    ],
)
def test_people_are_told_apart_in_any_order(text, names):
    assert people.names(text) == [Name(family, given) for family, given in names]


def test_an_institution_keeps_its_whole_name():
    assert people.names("Ministry of Food and Agriculture") == [
        Name(literal="Ministry of Food and Agriculture")
    ]
    assert people.names("Consultora Verel S.A.") == [Name(literal="Consultora Verel S.A.")]
    assert people.names("Verel Ambiental, Universidad de Lind, and Lind-Verel")[1:] == [
        Name(literal="Universidad de Lind"),
        Name(literal="Lind-Verel"),
    ]
    assert people.names("van der Berg, Ada") == [Name("Berg", "Ada", particle="van der")]


def work_of(*pieces):
    line = pieces_of_line(pieces)
    return works.of(line.text, line.spans)


def test_a_month_where_an_issue_stands_is_the_date():
    numbers = [("container", "Island Studies"), ("", " "), ("volume", "4"), ("", " (")]
    early = [("title", "Ferries"), ("", ". "), ("date", "2012"), ("", ". ")]

    month = work_of(*early, *numbers, ("issue", "December"), ("", ")"))
    issue = work_of(*early, *numbers, ("issue", "Spring 2"), ("", ")"))

    assert (month.issued, month.issue) == (Date(2012, 12), "")
    assert (issue.issued, issue.issue) == (Date(2012), "Spring 2")


def test_the_stop_within_a_quotation_is_no_part_of_a_value():
    assert works.trimmed("Ferries of “Verel.”") == "Ferries of “Verel”"


def test_what_has_no_number_is_no_doi():
    wrong, right = ("doi", "(c) 3"), ("doi", "doi:10.1000/ab.12")

    assert work_of(("title", "Ferries"), ("", " "), wrong, ("", ". "), right).doi == "10.1000/ab.12"


HOUSE = [("title", "Ferries"), ("", ". "), ("publisher", "Island Studies"), ("", ", ")]
PAPER = [("title", "Ferries"), ("", ". "), ("publisher", "CNN"), ("", ", ")]
VOLUME = [("volume", "4"), ("", ", "), ("pages", "2")]


@pytest.mark.parametrize(
    ("pieces", "label"),
    [
        ([*HOUSE, *VOLUME], "container"),
        ([("title", "Ferries"), ("", " // "), ("publisher", "Verel")], "container"),
        ([*PAPER, ("date", "May 3, 2012")], "container"),
        ([*PAPER, ("date", "2012")], "publisher"),
        ([*HOUSE, ("date", "May 3, 2012")], "publisher"),
        ([("volume", "4"), ("", ". "), *HOUSE], "publisher"),
        ([*HOUSE, ("place", "Oslo"), ("", ". "), *VOLUME], "publisher"),
    ],
)
def test_a_house_is_a_periodical_where_it_has_a_volume_or_a_day(pieces, label):
    line = pieces_of_line(pieces)

    labels = [name for name, _start, _end in periodicals.found(line.text, line.spans)]

    assert {"publisher", "container"} & set(labels) == {label}


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (
            "“Evening Ferries, March 28, 2023.” Island News, May 3, 2023.",
            "Evening Ferries, March 28, 2023",
        ),
        (
            "Lind, Ada. (2012). Ferries are no “public danger.” Island Studies, 4(2), 1–9.",
            "Ferries are no “public danger”",
        ),
    ],
)
def test_a_quotation_is_part_of_the_title_as_a_whole(line, title):
    assert record(line).title == title


@pytest.mark.parametrize("line", ["", "  ", "•", "x" * (line_cleaning.LINE_LIMIT + 1), "?" * 4000])
def test_what_is_no_reference_has_no_record(line):
    found = reading.read(line)

    assert (found.record, found.probability, found.provenance) == (None, 0.0, {})


@pytest.mark.parametrize(
    "piece",
    ["“", "(", "10.1/", "a. ", "A, ", "1-", "http://", "&", "12 May ", "’", "和", "et al. "],
)
def test_a_hostile_line_takes_no_time(piece):
    line = (piece * line_cleaning.LINE_LIMIT)[: line_cleaning.LINE_LIMIT]

    start = time.perf_counter()
    reading.read(line)
    reading.left_over(line, Record(title=line[::-1]))

    assert time.perf_counter() - start < 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    found = reading.read(text)

    assert all(0 <= start < end <= len(found.line) for _label, start, end in found.spans)


def test_threads_read_the_same():
    many = page_lines() * 6

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(reading.read, many)) == [reading.read(line) for line in many]


FERRIES = Record(
    "book",
    (("author", Name("Lind", "Ada")),),
    "Ferries",
    publisher="Polder House",
    issued=Date(2011),
)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Lind, Ada. Ferries. Polder House, 2011.", []),
        ("Ada Lind, „Ferries“ (Polder House 2011)", []),
        ("Lind, Ada. Ferries. New York: Polder House, 2011.", ["new", "york"]),
        ("Lind, Ada. Ferries. Polder House, 2012.", ["2012"]),
        ("Lind, Ada. Ferries. Polder House, 2011. May 3, 2014.", ["may", "3", "2014"]),
    ],
)
def test_the_words_of_a_line_that_a_work_has_no_place_for_are_named(line, left):
    assert reading.left_over(line, FERRIES) == left


def test_real_works_are_read_as_well_as_ever():
    score = scores.Score()
    chicago = (line for line in held_out(even=True) if line["style"].startswith("chicago-notes"))
    for line in islice(chicago, 150):
        score.add(scores.read(record(line["line"])), scores.meant(line["fields"]))

    assert score.f1 > 0.93


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
