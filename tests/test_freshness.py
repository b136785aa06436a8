"""A short round of what `make bench` plays at length; see benchmarks/freshness.py."""

import pytest

from benchmarks import freshness


def test_while_pages_change_and_many_read_them_nobody_sees_what_is_not_true_any_more(
    template, django_db_blocker, worker_id
):
    with django_db_blocker.unblock():
        figures = freshness.run(changes=10, name=f"freshness_{worker_id}", readers=2)
    assert figures.changes == 10
    assert figures.seen["hit"] and figures.seen["miss"]


def test_a_page_that_is_stale_would_be_seen(monkeypatch, django_db_blocker):
    town = type("Town", (), {"articles": [], "act": lambda self, n: ("/", "new words", True)})()
    monkeypatch.setattr(freshness, "_get", lambda port, address: ("old words", "hit"))
    monkeypatch.setattr(freshness, "_read", lambda *words: None)
    with django_db_blocker.unblock(), pytest.raises(AssertionError, match="is stale: 'new words'"):
        freshness._read_and_change(town, 0, changes=1, readers=1)
