"""What the measuring of the same work twice says, at small sizes."""

import pytest

from benchmarks import same_work


@pytest.mark.django_db
def test_the_number_of_works_compared_is_told_for_each_size():
    told = same_work.run((100, 1_000))
    assert told.startswith("100 works: ")
    assert "; 1,000 works: " in told
