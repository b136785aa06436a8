"""Whatever a bibliography holds, twice as much of it is twice the work. See test_growth.py."""

from io import StringIO

import pytest

from opinion.references import formats, line_cleaning, pasted
from opinion.references.formats import bibtex, csl, dates, latex, names, ris
from opinion.references.reading import features, reader, tokens
from tests.growth_cases import cases, check, numbered, split_as

BIBTEX = [
    "@a{",
    "@a{b,",
    "{",
    "}",
    '"',
    "@",
    "a=",
    "\\",
    "@comment{",
    "@book{k, title={x}}\n",
    '@book{k, x="',
    '@string{a="b"}\n',
    "@book{a, crossref={a}}\n",
]
NAMES = ["a and ", "{a} ", "a, ", "family={a}, ", "family=", "{", "A ", "and "]
LATEX = ["\\'e", "{\\a}", "$", "$x$", "\\", "--", "``", "{", "~", "%", "\\begin{a}", "\\frac{"]
RIS = ["a\n", "TY  - JOUR\n", "KW  - b\n", "AU  - a, b\n", "C8  - name author 1: {}\n", "SN  - 1\n"]
CSL = ['{"type":"book"},', "{", "[", '"', "\\", "{}", '{"a":', '{"items":', "1,", '[{"a":"b"}]']
LINES = ["a ", "[1] ", "[a](http://a.b) ", "[](", "(", "10.1000/", "doi:", "http://a.b/(((", "1-"]
LINES += ["ISBN 978", "A. ", "“", "12 May 2011 ", "\u0301", "a’", "“a” ", "a, b; ", "1.000"]


def read_bibtex(text):
    return bibtex.read(text)


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(read_bibtex, BIBTEX, 200),
        *cases(read_bibtex, NAMES, 200, before="@book{k, author={", after="}}"),
        *cases(split_as("bibtex"), ["@a{", "@comment{", "{", "\n", '"'], 2_000, before="@a{b, c={"),
        (read_bibtex, numbered("@book{{k{}, crossref={{k{}}}}}\n", 30), 300),
        (split_as("bibtex"), numbered("@book{{k{}, crossref={{k{}}}}}\n", 30), 1_500),
        (split_as("bibtex"), numbered('@string{{m{0}="x"}}\n@b{{k, title=m{0}}}\n', 40), 1_500),
    ],
)
def test_bibtex(task, make, size):
    check(task, make, size)


def test_a_book_that_all_entries_name_is_not_stored_with_each():
    def make(size):
        entries = "@book{k, crossref={z}}\n" * (size // 50)
        return "@book{z, title={" + "x" * size + "}}\n" + entries

    def stored(text):
        return sum(len(piece.beside) for piece in formats.split("bibtex", StringIO(text)))

    assert stored(make(5_000)) > 0
    assert stored(make(1_000_000)) == 0


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(ris.read, RIS, 1_000, before="TY  - JOUR\nTI  - "),
        *cases(split_as("ris"), RIS[:2], 1_000, before="TY  - JOUR\nTI  - "),
        *cases(csl.read, CSL, 500, before="["),
        *cases(split_as("csl"), ["\\"], 70_000, before="["),
    ],
)
def test_ris_and_csl(task, make, size):
    check(task, make, size)


def test_an_entry_of_two_megabytes_of_continued_lines_is_read():
    text = "TY  - JOUR\nTI  - " + "a\n" * 1_000_000
    (entry,) = ris.read(text)
    assert len(entry.record.title) == 2_000_000 - 1


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(latex.decoded, LATEX, 200),
        *cases(latex.encoded, LATEX[:3], 500),
        *cases(dates.read, ["1", "1-", " ", "a "], 1_000),
        *cases(names.read, NAMES[:4], 1_000),
    ],
)
def test_the_parts_of_an_entry(task, make, size):
    check(task, make, size)


def test_a_text_that_the_decoder_would_chew_for_minutes_stays_as_it_is():
    assert latex.decoded("--" * 10_001) == "--" * 10_001
    assert latex.decoded("a--b") == "a–b"


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        # Up to the length of the longest line that is read.
        *cases(
            line_cleaning.clean,
            ["• ", "[1] ", "[a](http://a.b) ", "[](", "[a](http://", "("],
            1_000,
        ),
        *cases(reader.read, LINES, 200),
        *cases(pasted.read, ["A. "], 300),
    ],
)
def test_a_reference_line(task, make, size):
    check(task, make, size)


def features_of(text):
    return features.of(tokens.split(text))


@pytest.mark.parametrize("unit", ["a ", "( ", "“ ", ". ", "a, ", "( a ", "“ a ” ", "A. "])
def test_what_the_model_is_told_of_a_line(unit):
    pieces = reader.MOST_PIECES // 4 // len(unit.split())
    check(features_of, lambda size: unit * size, pieces)


def test_many_lines_are_split_in_proportion():
    check(line_cleaning.split, lambda size: "Doe, Jane. A Line. 2011.\n" * size, 100)
