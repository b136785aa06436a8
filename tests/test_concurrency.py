"""Many act on one thread at once, in real threads on real connections: a few rounds of each.

`make bench` plays hundreds, and `ROUNDS=500 pytest tests/test_concurrency.py` as many as it says.
"""

import os
import threading

import pytest

from benchmarks import contention, desks
from comments.models import Comment
from tests.newsroom import make_article, make_publication, make_published_comment

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = {
    contention.replies_at_once: 1,
    contention.reports_at_once: 3,
}
SCENARIOS = (*contention.SCENARIOS, *desks.SCENARIOS)
USUAL = 5


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.__name__)
def test_nothing_is_lost_however_many_act_at_once(scenario):
    make_publication()
    scenario(int(os.environ.get("ROUNDS") or ROUNDS.get(scenario, USUAL)))


def test_all_begin_at_once_and_each_answer_has_its_place():
    gate = threading.Barrier(3, timeout=30)
    assert contention.together(*[lambda n=n: (gate.wait(), n)[1] for n in range(3)]) == [0, 1, 2]


def test_only_the_expected_end_is_an_answer():
    def fail():
        raise KeyError("x")

    (end,) = contention.together(fail, expected=(KeyError,))
    assert isinstance(end, KeyError)
    with pytest.raises(KeyError):
        contention.together(fail)


def test_a_count_that_drifted_would_be_seen():
    make_publication()
    article = make_article()
    make_published_comment(article)
    contention.assert_exact(article)
    Comment.objects.update(published_below=1)
    with pytest.raises(AssertionError):
        contention.assert_exact(article)
