"""Bibliographies taken apart entry by entry, in the memory of one: nothing is lost."""

import json
import tracemalloc
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opinion.references import formats
from opinion.references.formats import csl
from opinion.references.record import Date, Name, Record
from tests.test_reference_formats import ALL, works

BROKEN = {
    "bibtex": (
        "@book{a, title = {One}}\n@book{b, title = {Two\n@book{c, title = {Three}} "
        "@book{d, title = {Four}}\n@book{e, x}\n@book{f, title = {a {\\{} b}}\n"
        "hello@there.example\n"
        "@comment{@book{g, title = {Not meant}}}\n @book{h, title = {Last}}"
    ),
    "ris": "TY  - BOOK\nTI  - One\nTY  - BOOK\nTI  - Two\nER  - \nTY  - WHAT\nER  - \njunk\n",
    "csl": (
        '[{"type": "book", "title": "One {"}, {"type": "book", "title": "Two}\n},\n'
        '{"type": "book", "title": "\\"Three\\\\"}, {"type" "book"}, '
        '{"type": "book", "title": "Four"'
    ),
}
TITLES = {
    "bibtex": ["One", "Three", "Four", "Last"],
    "ris": ["One", "Two"],
    "csl": ["One {", '"Three\\'],
}


def apart(name, text):
    return [*formats.split(name, StringIO(text))]


def read_apart(name, text):
    return [entry for piece in apart(name, text) for entry in formats.read_piece(name, piece)]


def titles(entries):
    return [entry.record.title for entry in entries if entry.record]


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=50, deadline=None)
@given(works=st.lists(works, min_size=1, max_size=3))
def test_entries_say_the_same_apart(name, works):
    text = formats.write(works, name)
    assert len(apart(name, text)) == len(works)
    assert [entry.record for entry in read_apart(name, text)] == works


@pytest.mark.parametrize("name", ALL)
def test_a_broken_entry_takes_no_good_one_with_it(name):
    entries = read_apart(name, BROKEN[name])
    assert set(TITLES[name]) <= set(titles(entries))
    assert [entry.problem for entry in entries if entry.problem]
    assert set(TITLES[name]) <= set(titles(formats.read(BROKEN[name])))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_wherever_a_text_is_cut_its_objects_are_found(monkeypatch, size):
    text = BROKEN["csl"]
    whole = apart("csl", text)
    monkeypatch.setattr(csl, "CHUNK", size)
    assert apart("csl", text) == whole


@pytest.mark.parametrize(
    "text",
    ['{"items": [{"type": "book", "title": "One"}]}', '\ufeff[{"type": "book", "title": "One"}]'],
)
def test_a_list_may_be_wrapped(text):
    assert titles(read_apart("csl", text)) == ["One"]


def test_what_an_entry_refers_to_stands_beside_it():
    text = (
        "@incollection{part, title = {Part}, crossref = {whole}, month = may, year = 1999}\n"
        "@string{yale = {Yale University Press}}\n@string{other = {Other}}\n"
        "@book{alone, title = {Alone}}\n"
        "@book{whole, title = {Whole}, publisher = yale}\n"
    )
    pieces = apart("bibtex", text)
    assert "other" not in pieces[0].beside
    assert pieces[1].beside == ""
    part, alone, whole = (entry.record for entry in read_apart("bibtex", text))
    assert (part.title, part.container) == ("Part", "Whole")
    assert part.publisher == whole.publisher == "Yale University Press"
    assert [part, alone, whole] == [entry.record for entry in formats.read(text)]


@pytest.mark.parametrize("name", ALL)
def test_memory_does_not_grow_with_the_entries(name, tmp_path):
    def peak(count):
        path = tmp_path / f"{count}.txt"
        path.write_text(formats.write(many(count), name), encoding="utf-8")
        with path.open(encoding="utf-8") as stream:
            tracemalloc.start()
            assert sum(1 for _piece in formats.split(name, stream)) == count
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return found

    small, large = peak(500), peak(5_000)
    assert large - small < 100_000, (small, large)  # the text itself grows by more than 600 kB


def many(count):
    return [
        Record(
            "book",
            (("author", Name("Whitcombe", "Ngaire")),),
            f"The History of the Line, Volume {number}",
            issued=Date(1900 + number % 100),
            publisher="Signal Box Press",
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=200, deadline=None)
@given(noise=st.text('@{}[]"\\,=-TYER  book\n\ufeff\x00title:', max_size=80))
def test_no_noise_breaks_the_splitting(name, noise):
    for piece in apart(name, noise):
        assert piece.source.strip()
        for entry in formats.read_piece(name, piece):
            assert entry.record or entry.problem


def test_a_trap_of_brackets_is_one_problem():
    text = json.dumps([{"type": "book", "title": "One"}])[:-1] + ", " + '{"items":[' * 50_000
    entries = read_apart("csl", text)
    assert titles(entries) == ["One"]
    assert "deeply" in entries[1].problem
