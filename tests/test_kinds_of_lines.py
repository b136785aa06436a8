"""Lines of the kinds that op-eds cite, each with what must be read: a table of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from opinion.references import reading
from opinion.references.formats import dates, names
from opinion.references.reading import Reading
from opinion.references.record import ROLES

TABLE = Path(__file__).parent / "reference_cases" / "lines.txt"
SURE = 0.9


def cases() -> Iterator[tuple[str, str]]:
    line = ""
    for text in TABLE.read_text(encoding="utf-8").splitlines():
        if text.startswith("    "):
            yield line, text.strip()
        line = text


def said(found: Reading, name: str) -> str:
    """What a reading says of a field, as the table writes it."""
    role, _space, kind = name.partition(" ")
    if name == "signal":
        return found.signal
    if role in ROLES:
        people = found.record.names(role)
        return "; ".join(one.literal if kind else names.written(one) for one in people)
    value = getattr(found.record, name)
    return dates.written(value) if name in ("issued", "accessed") and value else value or ""


@pytest.mark.parametrize(("line", "right"), [*cases()], ids=[line[:50] for line, _right in cases()])
def test_a_line_is_read_as_its_kind_is_written(line, right):
    found = reading.read(line)
    if right == "nothing":
        assert found.record is None
        return
    for rule in right.split(" | "):
        if rule == "unsure":
            assert found.probability < SURE
            continue
        name, _equals, value = (part.strip() for part in rule.partition("="))
        assert (name, said(found, name)) == (name, value)
