"""Bibliographies in BibTeX, RIS and CSL-JSON: read again as they were written, or reported."""

import json
import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opinion.references import formats
from opinion.references.formats import bibtex, csl, ris
from opinion.references.formats.entry_types import TYPES
from opinion.references.record import ROLES, Date, Name, Record

ALL = sorted(formats.FORMATS)


def read(text):
    return [entry.record for entry in formats.read(text)]


# --- Works of every kind

LETTERS = string.ascii_letters + "äöüßéçñøåłžğışÆØÅ"
WRITINGS = ("北京大学出版社", "القاهرة", "Москва", "서울", "東京", "ירושלים")
SIGNS = " {}%&#$_~^\\'\"`-–—?!()/:;,.<>@"
words = st.text(LETTERS, min_size=1, max_size=9) | st.sampled_from(WRITINGS)
lines = st.lists(words | st.text(SIGNS, min_size=1, max_size=4), min_size=1, max_size=6).map(
    lambda found: " ".join(" ".join(found).split())
)
texts = st.just("") | lines.filter(bool)
capitals = words.map(lambda word: word[:1].upper() + word[1:])
people = st.builds(
    Name,
    family=st.one_of(capitals, st.tuples(capitals, capitals).map(" ".join), st.just("O'Neill")),
    given=st.one_of(capitals, st.just("J. R."), st.just("")),
    particle=st.sampled_from(["", "", "van", "van der", "de la", "al-", "von und zu", "De la"]),
    suffix=st.sampled_from(["", "", "Jr.", "III"]),
)
institutions = st.one_of(
    capitals, st.just("World Bank, Europe and Central Asia"), st.just("R&D {Group} and Sons, 100 %")
).map(lambda name: Name(literal=name))
dates = st.none() | st.one_of(
    st.builds(Date, year=st.integers(1, 2100), is_about=st.booleans()),
    st.builds(Date, year=st.integers(1450, 2100), month=st.integers(1, 12)),
    st.builds(Date, year=st.integers(1450, 2100), month=st.integers(1, 12), day=st.integers(1, 28)),
    st.builds(Date, year=st.integers(1450, 2100), season=st.integers(1, 4)),
    st.sampled_from(["in press", "n.d.", "Michaelmas 1688", "spätestens 1920"]).map(
        lambda said: Date(literal=said)
    ),
)
contributors = st.lists(st.tuples(st.sampled_from(ROLES), people | institutions), max_size=5).map(
    lambda found: tuple(sorted(found, key=lambda one: ROLES.index(one[0])))
)
works = st.builds(
    Record,
    type=st.sampled_from(sorted(TYPES)),
    contributors=contributors,
    issued=dates,
    accessed=dates,
    original=dates,
    pages=st.sampled_from(["", "1", "12-15", "12–15", "iv, 9–10"]),
    isbn=st.sampled_from(["", "978-0-300-06615-5"]),
    issn=st.sampled_from(["", "0031-8108", "1234-567X"]),
    doi=st.sampled_from(
        ["", "10.1000/182", "10.1002/(SICI)1097-4571(199806)49:8<693::AID>3.0.CO;2-O"]
    ),
    url=st.sampled_from(["", "https://example.org/%7Eana/a_b?c=%25&d={e}#f", "http://例え.jp/~x"]),
    **dict.fromkeys(csl.FIELDS.keys() - {"pages", "isbn", "issn", "doi", "url"}, texts),
)


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=200, deadline=None)
@given(works=st.lists(works, min_size=1, max_size=3))
def test_what_is_written_is_read_again_without_loss(name, works):
    assert read(formats.write(works, name)) == works


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_comes_back_as_itself(name, kind):
    work = Record(type=kind, title="Red for Danger")
    assert read(formats.write([work], name)) == [work]


@pytest.mark.parametrize("name", ALL)
def test_what_has_no_place_with_us_goes_out_as_it_came_in(name):
    texts = {
        "bibtex": "@book{a, title = {Rails}, keywords = {trains, {Night}}}",
        "ris": "TY  - BOOK\nTI  - Rails\nKW  - trains\nKW  - night\nER  -\n",
        "csl": '[{"type": "book", "title": "Rails", "custom": {"a": [1, null]}}]',
    }
    first = read(texts[name])
    assert first[0].further
    assert read(formats.write(first, name)) == first


# --- As others write them


def test_bibtex_as_latex_writes_it():
    (work,) = read(
        r"""
        @string{oup = "Oxford {University} Press"}
        @Book{rolt, Author = {L. T. C. Rolt and M{\"u}ller, Anna-Maria and {World Bank} and
                              Charles Louis Xavier Joseph de la Vall{\'e}e Poussin},
          title = "{Red} for Danger --- 100 % true", publisher = oup, year = 1955, month = sep,
          url = {http://example.org/~rolt_a%20b}, pages = {12--15}}
        """
    )
    assert work.type == "book"
    assert work.names("author") == [
        Name("Rolt", "L. T. C."),
        Name("Müller", "Anna-Maria"),
        Name(literal="World Bank"),
        Name("Vallée Poussin", "Charles Louis Xavier Joseph", "de la"),
    ]
    assert work.title == "Red for Danger — 100 % true"
    assert work.publisher == "Oxford University Press"
    assert (work.issued, work.pages) == (Date(1955, 9), "12–15")
    assert work.url == "http://example.org/~rolt_a%20b"


def test_a_chapter_takes_from_the_book_that_it_refers_to():
    chapter, book = read(
        "@incollection{c, title = {Fog}, crossref = {b}, pages = {1--9}}"
        "@book{b, title = {Weather}, editor = {Rolt, Ann}, publisher = {Byre}, year = 2001}"
    )
    assert (chapter.title, chapter.container) == ("Fog", "Weather")
    assert (chapter.publisher, chapter.issued) == ("Byre", Date(2001))
    assert chapter.names("editor") == book.names("editor") == [Name("Rolt", "Ann")]


@pytest.mark.parametrize(
    "kind, said, issue, number, further",
    [
        ("article", "number = {2}", "2", "", {}),
        ("article", "number = 2, issue = {}", "2", "", {}),
        ("article", "issue = {2}", "2", "", {}),
        ("article", "number = 38, issue = {Spring}", "Spring", "38", {}),
        ("article", "number = 2, eid = {e105}", "2", "e105", {}),
        (
            "article",
            "number = 2, issue = {Spring}, eid = {e1}",
            "Spring",
            "2",
            {"bibtex.eid": "e1"},
        ),
        ("periodical", "number = 2", "2", "", {}),
        ("book", "number = 2", "", "2", {}),
        ("techreport", "number = {TR-7}", "", "TR-7", {}),
    ],
)
def test_the_number_of_a_journal_is_its_issue(kind, said, issue, number, further):
    (work,) = read(f"@{kind}{{a, title = {{Fog}}, {said}}}")
    assert (work.issue, work.number, work.further) == (issue, number, further)
    assert read(formats.write([work], "bibtex")) == [work]


def test_an_issue_goes_out_as_every_bibtex_knows_it():
    written = formats.write([Record("article-journal", title="Fog", issue="2")], "bibtex")
    assert "number = {2}" in written and "issue" not in written


def test_ris_as_catalogues_write_it():
    (work,) = read(
        "\ufeffTY  - JOUR\r\nA1  - van der Berg, Jan\r\nT1  - A title that goes on\r\n"
        "in the next line\r\nJF  - Journal of Fog\r\nY1  - 2011/05/09/\r\nSP  - 12\r\nEP  - 15\r\n"
        "SN  - 0031-8108\r\nL2  - https://example.org/a\r\nER  - \r\n"
    )
    assert work.names("author") == [Name("Berg", "Jan", "van der")]
    assert work.title == "A title that goes on in the next line"
    assert (work.container, work.issued, work.pages) == (
        "Journal of Fog",
        Date(2011, 5, 9),
        "12-15",
    )
    assert (work.issn, work.isbn) == ("0031-8108", "")


def test_csl_with_dates_of_every_kind():
    items = [
        {"type": "book", "issued": {"date-parts": [["2011", 5]]}},
        {"type": "book", "issued": {"date-parts": [[2001], [2003]]}},
        {"type": "book", "issued": {"raw": "about then"}},
        {"type": "book", "issued": {"date-parts": [[]]}},
        {"type": "book", "issued": 2011, "volume": 3},
    ]
    works = read(json.dumps(items))
    assert [work.issued for work in works[:3]] == [Date(2011, 5), None, Date(literal="about then")]
    assert works[4].volume == "3"
    again = [json.loads(csl.write([work]))[0].get("issued") for work in works]
    assert again[1] == items[1]["issued"]
    assert again[4] == 2011


# --- What is broken: a report for each, and no good one is lost


def report(text):
    return [(bool(entry.record), bool(entry.problem)) for entry in formats.read(text)]


def test_a_broken_entry_of_bibtex_is_named_and_the_others_are_read():
    entries = formats.read(
        "@book{a, title = {One}}\n@book{b, title = {Two\n@book{c, title = {Three}}\n@book{c, x}\n"
    )
    assert [entry.record.title for entry in entries if entry.record] == ["One", "Three"]
    broken = [entry for entry in entries if not entry.record]
    assert "braces" in broken[0].problem and "@book{b" in broken[0].source
    assert broken[0].source.startswith("@book{b")


def test_two_entries_with_one_key_are_two_works():
    works = read("@book{a, title = {One}}\n@book{a, title = {Two}}")
    assert [work.title for work in works] == ["One", "Two"]


def test_an_entry_of_ris_without_an_end_is_read_and_said_so():
    text = "TY  - BOOK\nTI  - One\n\nTY  - BOOK\nTI  - Two\nER  - \nTY  - WHAT\nTI  - Three\nER  - "
    assert report(text) == [(True, True), (True, False), (False, True)]
    assert [entry.record.title for entry in formats.read(text)[:2]] == ["One", "Two"]


def test_an_item_of_csl_that_is_none_is_said_so():
    text = json.dumps([{"type": "book", "title": "One"}, 7, {"type": "tome"}, {"title": "x"}, None])
    assert report(text) == [(True, False), *[(False, True)] * 2, (True, True), (False, True)]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '[{"type": "book", "title": "One"',
        "[1e999999]",
    ],
    ids=["nested lists", "nested objects", "cut off", "a number too large"],
)
def test_json_that_is_a_trap_is_one_problem(text):
    assert report(text) == [(False, True)]


@pytest.mark.parametrize("text", ["", "Rolt, L. T. C. Red for Danger. 1955.", "TY BOOK", "\0" * 99])
def test_what_is_no_bibliography_is_said_to_be_none(text):
    assert formats.recognise(text) == ""
    with pytest.raises(ValueError, match="neither"):
        formats.read(text)


@pytest.mark.parametrize("name", ALL)
def test_ten_megabytes_lose_nothing(name):
    work = Record(type="book", title="Red for Danger", note="x" * 10_000)
    text = formats.write([replace(work, volume=str(number)) for number in range(1_000)], name)
    assert len(text) > 10_000_000
    assert [found.volume for found in read(text)] == [str(number) for number in range(1_000)]


@pytest.mark.parametrize("module", [bibtex, ris, csl], ids=lambda module: module.__name__[-6:])
@settings(max_examples=200, deadline=None)
@given(noise=st.text(alphabet=st.sampled_from('@{}",=\\$%#~^_-: \nabTYER[]0'), max_size=200))
def test_no_noise_breaks_a_reader(module, noise):
    for text in (
        noise,
        f"@book{{a, title = {{{noise}}}, author = {{{noise}}}, date = {{{noise}}}}}",
    ):
        for entry in module.read(text):
            assert entry.record or entry.problem
