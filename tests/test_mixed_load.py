"""Seconds of what `make bench` plays for minutes; see benchmarks/mixed_load.py and stampede.py."""

from collections import Counter
from types import SimpleNamespace

import pytest

from benchmarks import disasters, logins, memory, mixed_load, outlets, stampede
from benchmarks.load import Answer, Request
from benchmarks.survival import _wait
from benchmarks.trouble import Asking
from comments.models import Comment
from opinion.supervisor.console import Console


@pytest.fixture(scope="module")
def stage(template, django_db_blocker, worker_id):
    """A town, and its web server of two processes."""
    with (
        django_db_blocker.unblock(),
        outlets.scratch(Console(), f"mixed_{worker_id}") as outlet,
        outlet.in_charge(),
        mixed_load.stage(outlet) as (town, programs),
    ):
        programs.start("web")
        _wait(programs.are_up, [])
        yield town, programs


def test_while_all_are_at_work_each_change_is_seen_at_once_and_nothing_is_lost(stage):
    """Also when the kept pages are lost meanwhile, or there is no room for more."""
    town, programs = stage
    publishing = mixed_load.Publishing(town, programs, Asking(programs.port))
    play = disasters.Disasters(None, programs, publishing)
    names = "kept pages emptied", "kept pages full", "room for kept pages"
    figures = mixed_load.play(publishing, programs, 3, lambda acts: play.strike(1, acts, names))
    assert play.met == dict.fromkeys(names, Counter())
    for act in ("comments posted", "approvals", "take-downs", "publications"):
        assert figures.done[act], act
    assert figures.done["changes seen"] >= 4 * disasters.CHANGES
    assert figures.pages["hit"] and figures.pages["miss"]
    assert "no error" in str(figures)


def test_a_crowd_at_a_changed_page_has_it_drawn_once_in_each_process(stage):
    town, programs = stage
    crowd = stampede.Crowd(town, programs, 20)
    figures = stampede._compare(crowd, programs, rounds=1)
    assert len(figures.drawn) == 1 and figures.drawn[0] <= 2
    assert figures.slow > 0 and figures.slow_beside > 0


def test_while_passwords_are_guessed_at_the_owner_gets_in_with_a_known_browser(stage):
    """Few of them: each that is looked at takes a third of a second."""
    town, programs = stage
    logins._make_owner()
    door = logins.Door(logins.Straight(programs.port))
    ways = [("with a known browser", logins.ATTACKED, logins._mark())]
    figures = logins.play(town, door, 3, 0.1, ways, logins.SPREAD)
    assert figures.answers.total() == 3
    logins._weigh(figures, town, door, programs)
    assert "got in meanwhile: with a known browser at try" in str(figures)
    assert "ms of the processor" in str(figures)


# --- What went wrong would be seen


@pytest.fixture
def publishing(stage):
    town, programs = stage
    return mixed_load.Publishing(town, programs, Asking(programs.port))


def test_a_page_without_the_change_is_told(publishing, monkeypatch):
    old = Answer(200, {}, b"old words")
    monkeypatch.setattr(publishing.asking, "until", lambda status, request: old)
    with pytest.raises(AssertionError, match="/ is stale: 'new words'"):
        publishing._look("/", "new words", is_there=True)
    with pytest.raises(AssertionError, match="/ is stale: 'old words'"):
        publishing._look("/", "old words", is_there=False)


def test_a_lost_comment_is_told(publishing):
    posted = mixed_load.Posted(1_000_000, publishing.town.articles[0])
    publishing.acknowledged = [posted]
    with pytest.raises(AssertionError, match="lost or doubled"):
        mixed_load._verify(publishing)
    assert Comment.objects.exists()


def test_an_error_is_told_where_nobody_was_killed(publishing, monkeypatch):
    asking = publishing.asking
    monkeypatch.setattr("benchmarks.trouble.ask", lambda port, request: Answer(503, {}, b""))
    with pytest.raises(AssertionError, match="/: 503"):
        asking.once(Request("/"))
    asking.is_disturbed = True
    assert asking.once(Request("/")) is None
    assert asking.troubles == Counter({"503": 1})
    monkeypatch.setattr("benchmarks.trouble.ask", lambda port, request: Answer(500, {}, b""))
    with pytest.raises(AssertionError, match="/ answered 500"):
        asking.once(Request("/"))


def test_a_page_that_each_reader_draws_is_told(monkeypatch):
    crowd = SimpleNamespace(crowd=3, change=lambda: "words", come=lambda words: (3, [1.0, 2.0]))
    programs = SimpleNamespace(process=lambda name: SimpleNamespace(children=lambda: [1, 2]))
    with pytest.raises(AssertionError, match="drawn 3 times by 2 processes"):
        stampede._compare(crowd, programs, rounds=1)


def test_memory_that_grows_is_told():
    watch = memory.Watch(programs=None)
    watch.seen = [(float(second), 250.0) for second in range(600)]
    assert watch.told() == "250 MB, later 250 MB (+0.00 MB a minute)"
    watch.seen = [(float(second), 250.0 + second / 2) for second in range(600)]
    with pytest.raises(AssertionError, match="memory grows"):
        watch.told()
