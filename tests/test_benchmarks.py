"""What `make bench` measures, run once at small sizes. How long it takes is nobody's test."""

from dataclasses import replace
from itertools import product

import pytest
from django.db import connection, connections
from django.test import override_settings

from benchmarks import outlets, ratios, table, trials
from benchmarks.__main__ import _measure, main
from benchmarks.budgets import Budget
from benchmarks.cases import GROUPS, moderation, threads
from benchmarks.measuring import Case, Group, Measured, Result, Stopwatch, measure
from benchmarks.sizes import LARGE, LARGER, SMALL
from comments.models import Comment, Thread
from comments.threads.pagination import NEWEST
from opinion.articles.models import Article
from opinion.supervisor.console import Console
from opinion.supervisor.errors import StartupError

CASES = [(group, case) for group in GROUPS for case in group.cases]


@pytest.fixture(scope="module")
def name(template, django_db_blocker, worker_id):
    """What our databases are called: tests that run side by side have their own."""
    with django_db_blocker.unblock():
        yield f"bench_{worker_id}"


@pytest.fixture(scope="module")
def pair(name):
    before, real = databases(), connections["default"]
    # As in `python -m benchmarks`: measured is what a page costs when it is drawn.
    with (
        override_settings(PAGE_CACHE=False),
        outlets.opened(SMALL, LARGER, Console(), name) as pair,
    ):
        yield pair
    # Here, because making them once more only to see them go would take seconds.
    assert databases() == before
    assert connections["default"] is real


def databases() -> set[str]:
    with connection.cursor() as cursor:
        # Those of the tests beside this one come and go.
        cursor.execute("SELECT datname FROM pg_database WHERE datname NOT LIKE 'test%'")
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.parametrize(("group", "case"), CASES, ids=[case.name for _group, case in CASES])
def test_an_act_asks_as_many_queries_at_a_large_size_as_at_a_small_one(pair, group, case):
    result = measure(group, case, *pair, rounds=1)
    assert result.large.milliseconds > 0
    if result.small:
        # One comment has a report or a note that another has not: never one query for each of many.
        assert abs(result.small.queries - result.large.queries) <= case.varies
    assert bool(result.large.queries) == group.asks_database


def test_a_query_more_for_each_comment_would_be_seen(pair):
    def careless(outlet, measured):
        with measured:
            for comment in Comment.objects.waiting()[: outlet.sizes.waiting // 10]:
                str(comment)

    result = measure(Group("", ()), Case("careless", careless), *pair, rounds=1)
    assert (result.small.queries, result.large.queries) == (11, 21)


@pytest.mark.parametrize("page", [*ratios.PAGES, ratios.LISTS[0]], ids=lambda page: page.name)
def test_a_page_is_measured_beside_a_bare_view(pair, page, monkeypatch):
    monkeypatch.setattr(ratios, "BATCH", 2)
    with pair[0].in_charge():
        found = ratios.compare(replace(page, budget=Budget(10_000, 10_000)), rounds=1)
        assert found.application > 0
        with pytest.raises(AssertionError, match="at most 0 are held"):
            ratios.compare(replace(page, budget=Budget(0, 0)), rounds=1)


def test_the_outlets_are_as_large_as_they_say(pair):
    for outlet in pair:
        with outlet.in_charge():
            assert Article.objects.count() == outlet.sizes.articles
            assert Comment.objects.count() == outlet.sizes.comments
            assert Comment.objects.waiting().count() == outlet.sizes.waiting
            threads = Thread.objects.filter(article__in=dict(outlet.sizes.busiest))
            counted = {thread.article_id: thread.published_count for thread in threads}
            assert counted == dict(outlet.sizes.busiest)


def test_acts_leave_an_outlet_as_they_found_it(pair):
    for outlet in pair:
        with outlet.in_charge():
            for act in (threads.receive, threads.post, moderation.approve):
                act(outlet, Stopwatch())
            assert Comment.objects.count() == outlet.sizes.comments
            assert Comment.objects.waiting().count() == outlet.sizes.waiting


def test_only_the_outlet_in_charge_is_acted_on(pair):
    real = connections["default"]
    for outlet in pair:
        with outlet.in_charge():
            assert connection.settings_dict["NAME"] == outlet.database
    assert connections["default"] is real


def test_other_benchmarks_at_work_are_not_disturbed(pair):
    with pytest.raises(StartupError, match="other benchmarks are running"):
        outlets._drop_leftover(pair[0].database)
    with pair[0].in_charge():
        assert Article.objects.exists()


def test_what_a_killed_run_left_behind_is_dropped(name):
    left = f"{name}_left"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{left}"')
        cursor.execute(f'CREATE DATABASE "{left}"')
    outlets._mark(left)
    outlets._drop_leftover(left)
    assert left not in databases()


def test_one_word_measures_one_thing(capsys):
    assert main(["--small", "--only", "cleaning a comment"]) == 0
    printed = capsys.readouterr().out
    assert "| cleaning a comment " in printed
    assert "article" not in printed


def test_a_case_that_fails_is_told_and_ends_with_an_error(capsys):
    def broken(outlet, measured):
        raise AssertionError("/ answered 500")

    outlet = outlets.Outlet("never", SMALL)
    group = Group("Broken", (Case("broken", broken),), asks_database=False)
    assert _measure([(group, group.cases)], outlet, outlet, rounds=1) == 1
    assert "/ answered 500" in capsys.readouterr().out


def test_scenarios_are_played_in_a_database_of_their_own_and_leave_each_other_alone(capsys):
    before = databases()
    # With the last word of their group: “two” is also in what tests/test_mixed_load.py plays.
    assert main(["--small", "--only", "once two"]) == 0
    printed = capsys.readouterr().out
    for name in ("two moderators", "two desks", "two at one queue"):
        assert f"- {name}: held (5 rounds;" in printed
    assert databases() == before


def test_a_scenario_that_does_not_hold_is_told_and_ends_with_an_error(capsys):
    def lose(small, console):
        raise AssertionError("a comment was lost")

    held = trials.Trial("Survival", "quiet", lambda small, console: "nothing")
    assert trials.play([trials.Trial("Survival", "loss", lose), held], True, Console()) == 1
    printed = capsys.readouterr().out
    assert "a comment was lost" in printed and "- quiet: held" in printed


def test_all_pages_of_a_thread_show_as_much_at_both_sizes(pair):
    shown = set()
    for outlet in pair:
        with outlet.in_charge():
            for place, sort in product((0, 0.5, 1), ("", NEWEST)):
                address = threads.thread_page(outlet, place, sort)
                page = outlet.reader.get(address, secure=True).content.decode()
                shown.add(page.count('id="comment-'))
    assert shown == {50}


def test_a_database_that_the_benchmarks_did_not_make_is_left_alone(name):
    theirs = f"{name}_theirs"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{theirs}"')
        try:
            with pytest.raises(StartupError, match="did not make"):
                outlets._drop_leftover(theirs)
            assert theirs in databases()
        finally:
            cursor.execute(f'DROP DATABASE "{theirs}"')


def test_a_role_that_may_not_create_databases_is_told_so(name):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE pg_monitor")
        try:
            with (
                pytest.raises(StartupError, match="pg_monitor may not create any"),
                outlets.opened(SMALL, LARGER, Console(), f"{name}_refused"),
            ):
                pass
        finally:
            cursor.execute("RESET ROLE")


def test_a_name_that_no_case_has_is_answered_with_those_there_are(capsys):
    assert main(["--only", "nonsense"]) == 1
    assert "There are: home;" in capsys.readouterr().out


def test_a_ratio_is_per_unit_of_what_was_done():
    result = Result(Case("x", None, per="kB"), Measured(2.0, 1, 0), Measured(30.0, 10, 0))
    assert result.ratio == 1.5


def test_the_columns_of_the_table_stand_below_each_other():
    group = Group("Texts", ())
    alone = Result(Case("alone", None, large_only=True), None, Measured(123.4, 1, 4))
    both = Result(Case("both", None, per="kB"), Measured(1.0, 1, 3), Measured(30.0, 10, 4))
    lines = [*table.heading().splitlines(), table.line(group, alone), table.line(group, both)]
    lines += [table.title(groups, SMALL, LARGE) for groups in GROUPS]
    assert len({tuple(at for at, sign in enumerate(line) if sign == "|") for line in lines}) == 1
    assert "3 → 4" in lines[3]
