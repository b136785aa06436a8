"""The lines of kinds that benchmarks/references measures: what is wrong in them is asked about."""

import pytest

from benchmarks.references import kinds


@pytest.mark.parametrize("batch", ["first", "second"])
def test_of_lines_looked_at_none_is_read_wrong_without_a_question(batch):
    outcomes = {case.line: case.outcome()[0] for case in kinds.cases(batch)}

    assert outcomes
    assert [line for line, outcome in outcomes.items() if outcome in kinds.UNASKED] == []
