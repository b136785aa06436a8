"""What requests cost through the web server that `make run` starts, beside a bare view's.

Counted is the time of the processor, of the application and of its database apart, and how long the
reader waited. Each act and a bare view of the same bytes take turns, so that what else the machine
does makes both slower alike, and their ratio stays.
"""

import hashlib
import http.client
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path
from statistics import median, quantiles

from opinion.supervisor.commands import SERVING

from . import budgets, cpu
from .load import Request, ask, send
from .outlets import Outlet
from .programs import Programs, collect_static, environment_of, free_port
from .served_acts import ACTS, Act

BARE = ["-m", "benchmarks.bare_wsgi"]
# Seconds that a batch takes, so that what is counted is much more than what it is counted in.
BATCH, LEAST = 0.3, 8
PATIENCE = 60


class Server:
    """A web server with a name, by which its database tells what it asked."""

    def __init__(self, name: str, programs: Programs):
        self.name, self.programs, self.port = name, programs, programs.port

    def used(self) -> tuple[float, float]:
        """Seconds of the processor so far: of the application, and of its database."""
        program = self.programs.process("web")
        return cpu.of_program(program), cpu.of_database(self.name)


@dataclass(frozen=True)
class Servers:
    kept: Server
    drawn: Server
    bare: Server
    folder: Path


@dataclass(frozen=True)
class Batch:
    """Of so many requests: milliseconds each of the processor, and how long each took."""

    application: float
    database: float
    waited: list[float]

    @property
    def cost(self) -> float:
        return self.application + self.database


@dataclass(frozen=True)
class Measured:
    """Medians of an act and of the bare view beside it, with so many connections in one form."""

    ratio: float
    least: float
    most: float
    application: float
    database: float
    middle: float
    slow: float
    """What one request in a hundred took longer than."""
    slower: float
    """Times the bare view's time until it was answered."""


@contextmanager
def opened(outlet: Outlet) -> Iterator[Servers]:
    """Three web servers for a filled outlet: that keeps pages, that keeps none, and a bare one."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="opinion-")))
        (folder / "bare").mkdir()
        made = [
            _server(stack, outlet, folder, name, words, keeps)
            for name, words, keeps in (
                ("kept", SERVING, "1"),
                ("drawn", SERVING, "0"),
                ("bare", BARE, "0"),
            )
        ]
        yield Servers(*made, folder)


def _server(stack, outlet, folder: Path, name: str, words, keeps: str) -> Server:
    told = f"{outlet.database}_{name}"
    environment = environment_of(outlet, str(folder), free_port()) | {
        "DATABASE_URL": f"{outlet.url}&application_name={told}",
        # What a session has used is told as long as it lasts.
        "DATABASE_CONN_MAX_AGE": "3600",
        "PAGE_CACHE": keeps,
        "TRUSTED_PROXIES": "1",
        "SMTP_HOST": "",
    }
    if not (folder / "static").exists():
        collect_static(environment)
    log = folder / f"{name}-log"
    log.mkdir()
    programs = stack.enter_context(Programs(environment, log, {"web": words}))
    programs.start("web")
    _wait(programs)
    return Server(told, programs)


def _wait(programs: Programs):
    """Until it answers at all: the bare view knows of no page for health."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with suppress(OSError, http.client.HTTPException):
            ask(programs.port, Request("/"))
            return
        time.sleep(0.05)
    raise AssertionError("the web server does not answer")


def measure(
    act: Act, outlet: Outlet, servers: Servers, rounds: int, seconds: float = BATCH
) -> dict[tuple[str, int], Measured]:
    """Measure an act in each form, with each number of connections: by those two."""
    server = servers.kept if act.is_kept else servers.drawn
    found = {}
    for form in act.forms:
        coding = "compressed" if form else "plain"
        requests = act.requests(outlet, server.port, form)
        yardstick = repeat(_yardstick(act, next(requests), server, servers, coding))
        for connections in act.connections:
            pairs = _pairs(
                act, (server, requests), (servers.bare, yardstick), connections, rounds, seconds
            )
            found[coding, connections] = _measured(pairs)
    return found


def _yardstick(act: Act, request: Request, server: Server, servers: Servers, coding) -> Request:
    """Asks the bare view for the bytes with which `request` is answered."""
    answer = ask(server.port, request)
    assert answer.status == act.status, f"{request.path} answered {answer.status}"
    name = f"{hashlib.sha256(answer.body).hexdigest()[:16]}-{coding}"
    (servers.folder / "bare" / name).write_bytes(answer.body)
    return Request(f"/{name}")


def _pairs(act, ours, bare, connections, rounds, seconds) -> list[tuple[Batch, Batch]]:
    sizes = []
    for (server, requests), status in ((ours, act.status), (bare, 200)):
        # Warm, and to see how many make a batch.
        first = _batch(server, islice(requests, LEAST), connections, status)
        sizes.append(min(max(LEAST, int(seconds * 1_000 / first.cost)), act.most))
    return [
        (
            _batch(ours[0], islice(ours[1], sizes[0]), connections, act.status),
            _batch(bare[0], islice(bare[1], sizes[1]), connections, 200),
        )
        for _round in range(rounds)
    ]


def _batch(server: Server, requests, connections: int, status: int) -> Batch:
    before = server.used()
    waited = send(server.port, requests, connections, status)
    after = server.used()
    assert waited, "nothing is left to ask"
    spent = [(end - begin) * 1_000 / len(waited) for begin, end in zip(before, after, strict=True)]
    return Batch(*spent, waited)


def _measured(pairs: list[tuple[Batch, Batch]]) -> Measured:
    ratios = sorted(ours.cost / bare.cost for ours, bare in pairs)
    waited = [spent for ours, _bare in pairs for spent in ours.waited]
    beside = [spent for _ours, bare in pairs for spent in bare.waited]
    return Measured(
        median(ratios),
        ratios[0],
        ratios[-1],
        median(ours.application for ours, _bare in pairs),
        median(ours.database for ours, _bare in pairs),
        median(waited),
        quantiles(waited, n=100)[-1],
        median(waited) / median(beside),
    )


# --- The table

TITLE = "Through the web server, beside a bare view of the same bytes"
WIDTHS = (52, 7, 12, 7, 7, 8, 8, 8, 9, 9, 9, 12)
COLUMNS = (
    "",
    "ratio",
    "from, to",
    "at 8",
    "plain",
    "app",
    "database",
    "waits",
    "at 8",
    "p99 at 8",
    "to bare's",
    "at most",
)


def heading() -> str:
    rule = ("-" * WIDTHS[0], *(f"{'-' * (width - 1)}:" for width in WIDTHS[1:]))
    return f"{_row(*COLUMNS)}\n{_row(*rule)}"


def line(act: Act, found: dict[tuple[str, int], Measured]) -> str:
    first = found["compressed", 1]
    many, plain = found.get(("compressed", 8)), found.get(("plain", 1))
    return _row(
        act.name,
        f"{first.ratio:.2f}",
        f"{first.least:.2f}–{first.most:.2f}",
        f"{many.ratio:.2f}" if many else "",
        f"{plain.ratio:.2f}" if plain else "",
        f"{first.application:.2f} ms",
        f"{first.database:.2f} ms",
        f"{first.middle:.1f} ms",
        f"{many.middle:.1f} ms" if many else "",
        f"{many.slow:.1f} ms" if many else "",
        f"{first.slower:.2f}",
        str(budgets.BUDGETS[act.budget]) if act.budget else "",
    )


def judged(act: Act, found: dict[tuple[str, int], Measured]) -> str:
    """What is to be said of it; AssertionError where more than is held was used."""
    if not act.budget:
        return ""
    return budgets.BUDGETS[act.budget].judge(found["compressed", 1].ratio)


def _row(name: str, *cells: str) -> str:
    aligned = (f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS[1:], strict=True))
    return f"| {' | '.join([f'{name:{WIDTHS[0]}}', *aligned])} |"


def named(word: str) -> list[Act]:
    return [act for act in ACTS if word.lower() in f"{TITLE} {act.name}".lower()]


def play(acts, outlet: Outlet, rounds: int, seconds: float = BATCH, has_peers=False) -> int:
    """Measure and print; 1 when one failed or cost more than is held."""
    with outlet.in_charge(), opened(outlet) as servers:
        print(f"\n**{TITLE}**\n\n{heading()}")
        table = Table(outlet, rounds, seconds)
        table.print(acts, servers)
        if has_peers:
            _play_peers(table, servers)
    return table.failed


class Table:
    """Prints a line for each act as soon as it is measured."""

    def __init__(self, outlet: Outlet, rounds: int, seconds: float):
        self.outlet, self.rounds, self.seconds = outlet, rounds, seconds
        self.ratios: dict[str, float] = {}
        self.failed = 0

    def print(self, acts: Iterable[Act], servers: Servers):
        for act in acts:
            self._say(act.name, lambda: self._measured(act, servers))  # noqa: B023

    def compare(self, name: str, other: str, budget: str):
        """What one act costs beside another of the same run, where both were measured."""
        if name in self.ratios and other in self.ratios:
            ratio = self.ratios[name] / self.ratios[other]
            print(f"  {name}: {ratio:.2f} of {other}")
            self._say(name, lambda: budgets.BUDGETS[budget].judge(ratio))

    def _measured(self, act: Act, servers: Servers) -> str:
        found = measure(act, self.outlet, servers, self.rounds, self.seconds)
        self.ratios[act.name] = found["compressed", 1].ratio
        print(line(act, found), flush=True)
        return judged(act, found)

    def _say(self, name: str, judge):
        try:
            said = judge()
        except Exception as error:
            self.failed, said = 1, f"**failed** {error!r}"
        if said:
            print(f"  {name}: {said}", flush=True)


def _play_peers(table: Table, servers: Servers):
    from .peers import wordpress

    wordpress.refuse_missing()
    with tempfile.TemporaryDirectory(prefix="opinion-") as name:
        folder = Path(name)
        # Its programs run as users of their own, who have to come to their files.
        folder.chmod(0o755)
        with wordpress.opened(folder) as peer:
            theirs = Servers(peer, peer, servers.bare, servers.folder)
            table.print(wordpress.acts(peer.posts), theirs)
    table.compare("posting a comment", wordpress.POSTING, "posting beside WordPress")
