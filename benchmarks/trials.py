"""What is played and not timed: many act at once, programs are killed. It holds, or it is told."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from opinion.articles.models import Publication
from opinion.supervisor.console import Console

from . import (
    backups,
    bibliographies,
    budgets,
    contention,
    desks,
    disasters,
    edge,
    filling,
    first_visit,
    freshness,
    installing,
    logins,
    lost_words,
    mixed_load,
    moving,
    outlets,
    ratios,
    same_work,
    stampede,
    survival,
    table,
    upgrades,
    what_is_seen,
)
from .sizes import MANY_ARTICLES, SMALL

ROUNDS, ROUNDS_OF_SMALL = 200, 5
# Wrong passwords, the seconds before them, and how much longer pages may take meanwhile; of few
# passwords that says nothing.
GUESSES, FEW_GUESSES = (10_000, 60), (200, 2)
# A round of these is itself a hundred acts.
LONG_ROUNDS = {contention.replies_at_once: 20, contention.reports_at_once: 50}
LONG_ROUNDS |= {desks.two_desks: 500}


@dataclass(frozen=True)
class Trial:
    """`play(small, console)` raises AssertionError where it does not hold, else says how much."""

    group: str
    name: str
    play: Callable[[bool, Console], str]


def _contend(scenario, small: bool, console: Console) -> str:
    rounds = ROUNDS_OF_SMALL if small else LONG_ROUNDS.get(scenario, ROUNDS)
    scenario(rounds)
    return f"{rounds} rounds"


def _survive(small: bool, console: Console) -> str:
    return str(survival.run(60, 3, console) if small else survival.run(1_000, 30, console))


def _compare(small: bool, console: Console) -> str:
    return same_work.run((100, 1_000) if small else (1_000, 10_000, 100_000))


def _bring(small: bool, console: Console) -> str:
    return bibliographies.run((20, 120) if small else (500, 5_000))


def _compare_with_bare(page, small: bool, console: Console) -> str:
    return str(ratios.compare(page, 3 if small else 15))


def _stay_fresh(small: bool, console: Console) -> str:
    return str(freshness.run(15 if small else 1_500, console))


def _stay_behind_nginx(small: bool, console: Console) -> str:
    return str(edge.run(*((2, 3) if small else (30, 15)), console))


def _work(small: bool, console: Console) -> str:
    return str(mixed_load.run(10 if small else 600, console))


def _crowd(small: bool, console: Console) -> str:
    return stampede.judged(stampede.run(2 if small else 30, console))


def _guess(small: bool, console: Console) -> str:
    if small:
        return str(logins.run(*FEW_GUESSES, None, console))
    return str(logins.run(*GUESSES, budgets.BESIDE_GUESSES, console))


def _guess_behind_nginx(small: bool, console: Console) -> str:
    if small:
        return str(logins.run_behind_nginx(*FEW_GUESSES, None, console))
    return str(logins.run_behind_nginx(*GUESSES, budgets.BESIDE_GUESSES_AT_NGINX, console))


def _strike(small: bool, console: Console) -> str:
    return str(disasters.run(1 if small else 5, console))


def _write(small: bool, console: Console) -> str:
    return str(lost_words.run(small, console))


def _look(small: bool, console: Console) -> str:
    few = ("all is well", "mail server: later (451)", "disk full", "database killed")
    seen = what_is_seen.run(console, only=few if small else ())
    return f"as expected:\n\n{what_is_seen.table(seen)}\n\n"


def _install(small: bool, console: Console) -> str:
    return str(installing.run(console))


def _visit(small: bool, console: Console) -> str:
    return str(first_visit.run(console))


def _move(small: bool, console: Console) -> str:
    if small:
        return str(moving.run(40, 1, console))
    figures = moving.run(2_500, 20, console)
    moving.judge(figures)
    return str(figures)


def _back_up(small: bool, console: Console) -> str:
    return str(backups.run(SMALL if small else backups.SIZES, 5 if small else 100, console))


def _upgrade(small: bool, console: Console) -> str:
    sizes = SMALL if small else upgrades.SIZES
    return str(upgrades.run(sizes, len(upgrades.KILLED_AT), console))


CONTENTION = "Many at once"
WORKS = "The same work twice"
RATIOS = "Beside a bare view, in this process"
NEWSROOM = "The newsroom's lists at 100,000 articles, beside a bare view"
TRIALS = (
    *(
        Trial(CONTENTION, scenario.__name__.replace("_", " "), partial(_contend, scenario))
        for scenario in (*contention.SCENARIOS, *desks.SCENARIOS)
    ),
    Trial(WORKS, "works compared with a new one, as their number grows", _compare),
    Trial(WORKS, "a bibliography brought in whole", _bring),
    *(Trial(RATIOS, page.name, partial(_compare_with_bare, page)) for page in ratios.PAGES),
    *(Trial(NEWSROOM, page.name, partial(_compare_with_bare, page)) for page in ratios.LISTS),
    Trial("Freshness", "kept pages changed while many read them", _stay_fresh),
    Trial("Behind nginx", "what it refuses and keeps, beside its static file", _stay_behind_nginx),
    Trial("Mixed load", "all at work for minutes on two processes", _work),
    Trial("Mixed load", "passwords guessed at while others read", _guess),
    Trial("Behind nginx", "passwords guessed at from one address", _guess_behind_nginx),
    Trial("Mixed load", "a crowd at a page that was just changed", _crowd),
    Trial("Mixed load", "programs killed, and the table of kept pages lost", _strike),
    Trial("What is seen", "each thing broken, and what people see", _look),
    Trial("Installing", "the steps of the container as plain commands", _install),
    Trial("First visit", "an article with picture, comments and references", _visit),
    Trial("Writing", "words typed while tabs, browsers and servers go", _write),
    Trial("Moving in", "a site moved in while the program is killed", _move),
    Trial("Backups", "a backup made while readers write, and put back elsewhere", _back_up),
    Trial("Backups", "an upgrade killed in each of its steps, and the way back", _upgrade),
    Trial("Survival", "web server and worker killed while readers write", _survive),
)


def named(word: str) -> list[Trial]:
    """Those whose name, or whose group's, has `word`."""
    return [trial for trial in TRIALS if word.lower() in f"{trial.group} {trial.name}".lower()]


def play(chosen: list[Trial], small: bool, console: Console) -> int:
    """Play and print; 1 when one did not hold."""
    failed = 0
    for group in dict.fromkeys(trial.group for trial in chosen):
        with _stage(group, small, console):
            print(table.heading_of_trials(group))
            for trial in chosen:
                if trial.group == group:
                    failed |= _play(trial, small, console)
    return failed


def _play(trial: Trial, small: bool, console: Console) -> int:
    begun = time.monotonic()
    try:
        figures = trial.play(small, console)
    except Exception as error:
        print(table.broken(trial, error), flush=True)
        return 1
    print(table.held(trial, figures, time.monotonic() - begun), flush=True)
    return 0


@contextmanager
def _stage(group: str, small: bool, console: Console) -> Iterator[None]:
    """A database of its own for those who only need one; survival makes its own."""
    if group not in (CONTENTION, WORKS, RATIOS, NEWSROOM):
        yield
        return
    sizes = MANY_ARTICLES if group == NEWSROOM and not small else SMALL
    with outlets.scratch(console, sizes=sizes) as outlet, outlet.in_charge():
        if group in (RATIOS, NEWSROOM):
            filling.fill(outlet, console)
        else:
            Publication(name="The Signal Box", tagline="Opinion, signed").save()
        yield
