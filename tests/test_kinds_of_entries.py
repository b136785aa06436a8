"""Entries as reference managers write them, each with what must be read: a table of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils.translation import override

from opinion.references import formats, intake
from opinion.references.formats import dates, names, ris
from opinion.references.record import Record

TABLE = Path(__file__).parent / "reference_cases" / "bibliographies.txt"


def cases() -> Iterator[tuple[str, str]]:
    line = ""
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        if text.startswith("    => "):
            yield line, text.removeprefix("    => ")
        line = text


def written(line: str) -> str:
    """RIS stands on one line of the table, its lines between strokes."""
    return line.replace(" / ", "\n") + "\n" if line.startswith("TY") else line


def said(record: Record, name: str) -> str:
    if name == "people":
        return "; ".join(f"{role}: {names.written(one)}" for role, one in record.contributors)
    if name.startswith("further "):
        return record.further.get(name.removeprefix("further "), "")
    value = getattr(record, name)
    return dates.written(value) if name == "issued" and value else value or ""


@pytest.mark.parametrize(("line", "right"), [*cases()], ids=[line[:60] for line, _right in cases()])
def test_an_entry_is_read_as_its_program_means_it(line, right):
    with override("en"):
        found = intake.read(written(line))
    assert bool(found) == (right != "none")
    for rule in right.split(" | ") if found else []:
        name, equals, value = (part.strip() for part in rule.partition("="))
        if equals:
            assert (name, said(found[0].record, name)) == (name, value)
        else:
            assert found[0].mark.value == {"sure": "sure", "unsure": "look"}[name]


@pytest.mark.parametrize("name", sorted(formats.FORMATS))
def test_what_was_read_goes_out_and_comes_back(name):
    """Apart from what only one of the formats can say."""
    for line, right in cases():
        if right == "none":
            continue
        for entry in formats.read(written(line)):
            if "<" in entry.record.title:
                # Others than CSL know no tags in a title.
                continue
            work = replace(entry.record, further={})
            (again,) = formats.read(formats.write([work], name))
            assert again.record == work


def test_a_value_that_was_broken_over_lines_goes_out_as_one():
    work = Record("book", title="Mud\nand Law", publisher="Polder\nPress")
    lines = ris.write([work]).splitlines()
    assert lines.count("TI  - Mud and Law") == lines.count("PB  - Polder Press") == 1
    assert len(lines) == 4


def test_a_long_value_is_read_in_one_pass():
    """Two megabytes of lines that go on cost no more than as many of any other kind."""
    text = "TY  - BOOK\nTI  - Mud\n" + "and more of it\n" * 140_000 + "ER  - \n"
    (entry,) = formats.read(text)
    assert entry.record.title.count("more") == 140_000
