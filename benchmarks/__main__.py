"""`python -m benchmarks [--small] [--only NAME]`: print a table of everything measured."""

import argparse
import contextlib
import os
import signal
import sys
import tempfile

import django

ROUNDS, ROUNDS_OF_SMALL = 30, 5


def main(words: list[str] | None = None) -> int:
    """Measure and print; 1 when something stands against it or a case failed."""
    from opinion.supervisor.console import Console
    from opinion.supervisor.errors import StartupError

    from . import outlets, served, sizes, trials
    from .cases import GROUPS

    asked = _arguments().parse_args(words)
    chosen, to_play = [*_chosen(GROUPS, asked.only)], trials.named(asked.only)
    to_serve = served.named(asked.only)
    if not (chosen or to_serve or to_play):
        names = [case.name for group in GROUPS for case in group.cases]
        names += [one.name for one in (*served.ACTS, *trials.TRIALS)]
        print(f"No case is called {asked.only!r}. There are: {'; '.join(names)}.")
        return 1
    small, large = sizes.SMALL, sizes.LARGER if asked.small else sizes.LARGE
    failed = 0
    try:
        if chosen or to_serve:
            needs = bool(to_serve) or any(group.asks_database for group, _cases in chosen)
            with _opened(outlets, needs, small, large, Console()) as pair:
                if chosen:
                    failed = _measure(chosen, *pair, *_small_or_large(asked.small))
                if to_serve:
                    failed |= _serve(to_serve, pair[1], asked.small)
        return failed | trials.play(to_play, asked.small, Console())
    except StartupError as trouble:
        print(trouble)
        return 1


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="the sizes that the tests use")
    parser.add_argument("--only", metavar="NAME", default="", help="cases with NAME in their name")
    return parser


def _chosen(groups, name: str):
    """Pairs of a group and those of its cases whose name, or whose group's title, has `name`."""
    for group in groups:
        cases = [
            case for case in group.cases if name.lower() in f"{group.title} {case.name}".lower()
        ]
        if cases:
            yield group, cases


def _opened(outlets, asks_database: bool, small, large, console):
    if asks_database:
        return outlets.opened(small, large, console)
    return contextlib.nullcontext((outlets.Outlet("small", small), outlets.Outlet("large", large)))


def _serve(acts, outlet, is_small: bool) -> int:
    from . import served

    has_peers = bool(os.environ.get("PEERS"))
    if is_small:
        return served.play(acts, outlet, rounds=3, seconds=0.05, has_peers=has_peers)
    return served.play(acts, outlet, rounds=11, has_peers=has_peers)


def _small_or_large(is_small: bool) -> tuple[int, bool]:
    """How many rounds, and whether growth is judged: not by a glance."""
    return (ROUNDS_OF_SMALL, False) if is_small else (ROUNDS, True)


def _measure(chosen, small, large, rounds, is_judged=False) -> int:
    from . import budgets, table
    from .measuring import measure

    failed = 0
    print(f"\nMedians of {rounds} rounds, both sizes in turn.\n\n{table.heading()}")
    for group, cases in chosen:
        print(table.title(group, small.sizes, large.sizes))
        for case in cases:
            try:
                found = measure(group, case, small, large, rounds)
                print(table.line(group, found), flush=True)
                if is_judged and found.ratio is not None:
                    budgets.of_growth(case.name).judge(found.ratio)
            except Exception as error:
                failed = 1
                print(table.failure(case, error), flush=True)
    return failed


def _as_in_production(folder: str):
    """Settings for measuring: no static files need to be collected, and one host is asked."""
    from django.conf import settings
    from django.test import override_settings

    files = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return override_settings(
        ALLOWED_HOSTS=["127.0.0.1"],
        # Measured is what a page costs when it is drawn; of kept ones only what says so.
        PAGE_CACHE=False,
        STATIC_ROOT=folder,
        STORAGES=settings.STORAGES | {"staticfiles": {"BACKEND": files}},
    )


if __name__ == "__main__":
    # Asked to stop, we still drop what we made.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opinion.settings")
    os.environ["DEBUG"] = "0"
    django.setup()
    with tempfile.TemporaryDirectory() as empty, _as_in_production(empty):
        sys.exit(main())
