"""The site behind a real nginx: what it refuses and keeps, and what a kept page costs there."""

import gzip
import http.client
import socket
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import brotli

from opinion.articles.models import Publication
from opinion.supervisor.commands import SERVING
from opinion.supervisor.console import Console

from . import outlets
from .freshness import Town
from .nginx import HOST, Nginx, open_to_workers
from .programs import Programs, collect_static, environment_of, free_port
from .survival import _wait

EDGE_TTL = 2
CODINGS = ("gzip, deflate, br", "gzip", "identity")
# nginx closes a connection after a thousand requests.
BATCH = 900
# Of nginx's static file of the same bytes. Its own 304 costs nearly as much as the file, so ours is
# held to that one.
BUDGET, BUDGET_OF_304 = 1.2, 1.2


@dataclass
class Figures:
    taken_down: int = 0
    kept: list[float] = field(default_factory=list)
    known: list[float] = field(default_factory=list)
    file_known: list[float] = field(default_factory=list)
    """Ratios to a static file of the same bytes: of a kept page, its 304, and the file's 304."""

    def __str__(self) -> str:
        return (
            f"{self.taken_down} taken down, none seen after {EDGE_TTL} s; kept "
            f"{median(self.kept):.2f} × a static file, its 304 {median(self.known):.2f} × "
            f"(the file's own 304 is {median(self.file_known):.2f} ×)"
        )


def run(changes: int, rounds: int, console: Console | None = None, name: str = "bench_edge"):
    """Play it. Raises AssertionError where it does not hold, or nginx is not installed."""
    console = console or Console()
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        tempfile.TemporaryDirectory(prefix="opinion-") as place,
    ):
        folder = Path(place)
        open_to_workers(folder)
        Publication(name="The Signal Box", tagline="Opinion, signed").save()
        environment = environment_of(outlet, place, free_port()) | {
            "SMTP_HOST": "",
            "PUBLIC_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "TRUSTED_PROXIES": "1",
            "EDGE_TTL": str(EDGE_TTL),
        }
        town = Town()
        collect_static(environment)
        upstream = folder / "web.sock"
        web = [*SERVING, "--bind", f"unix:{upstream}"]
        with (
            Programs(environment, folder, {"web": web}) as programs,
            Nginx(folder, upstream).running() as nginx,
        ):
            programs.start("web")
            _wait(lambda: _ask(nginx, "/health/")[0] == 200, [])
            return _try(nginx, town, changes, rounds)


def _try(nginx: Nginx, town: Town, changes: int, rounds: int) -> Figures:
    figures = Figures()
    _refuses_other_hosts(nginx)
    address = town.articles[0].get_absolute_url()
    for _change in range(changes):
        _take_down(nginx, town, address)
        figures.taken_down += 1
    _keeps_no_address(nginx)
    for _round in range(rounds):
        _compare(nginx, address, figures)
    assert median(figures.kept) <= BUDGET, f"{figures}; at most {BUDGET} are wanted"
    most = BUDGET_OF_304 * median(figures.file_known)
    assert median(figures.known) <= most, f"{figures}; at most {most:.2f} are wanted"
    return figures


def _ask(nginx: Nginx, address: str, connection=None, **headers: str):
    """Status, headers and body of an answer."""
    asked = connection or nginx.connection()
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    asked.request("GET", address, headers={"Host": HOST} | sent)
    answer = asked.getresponse()
    found = answer.status, answer.headers, answer.read()
    if connection is None:
        asked.close()
    return found


def _refuses_other_hosts(nginx: Nginx) -> None:
    """No host of somebody's making is led on to, and none is answered."""
    assert _plain(nginx, HOST, "/a?b=c").startswith("HTTP/1.1 301")
    assert f"Location: https://{HOST}/a?b=c\r\n" in _plain(nginx, HOST, "/a?b=c")
    assert _plain(nginx, "evil.test", "/") == ""
    try:
        _ask(nginx, "/", Host="evil.test")
        raise AssertionError("another host was answered")
    except (http.client.RemoteDisconnected, ConnectionResetError):
        pass


def _plain(nginx: Nginx, host: str, address: str) -> str:
    with socket.create_connection(("127.0.0.1", nginx.plain_port), timeout=10) as browser:
        words = f"GET {address} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        browser.sendall(words.encode())
        return b"".join(iter(lambda: browser.recv(65_536), b"")).decode()


def _take_down(nginx: Nginx, town: Town, address: str) -> None:
    """All forms of the page are kept with a comment in it, which is taken down a moment later."""
    _page, words, _there = town.approve(town.articles[0])
    asked = [(f"{address}{query}", coding) for query in ("", "?utm_source=x") for coding in CODINGS]
    _wait(lambda: all(_is_seen(nginx, *one, words) for one in asked), [])
    town.take_down_said(words)
    # What the application does before it answers whoever took it down.
    time.sleep(EDGE_TTL)
    for one in asked:
        assert not _is_seen(nginx, *one, words), f"{one} still shows what was taken down"


def _is_seen(nginx: Nginx, address: str, coding: str, words: str) -> bool:
    status, headers, body = _ask(nginx, address, Accept_Encoding=coding)
    assert status == 200, f"{address} answered {status}"
    assert "X-Accel-Expires" not in headers
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(headers["Content-Encoding"])
    return words in (unpack(body) if unpack else body).decode()


def _keeps_no_address(nginx: Nginx) -> None:
    """Neither log names who asked, also where a request failed."""
    logs = "".join(path.read_text() for path in (nginx.folder / "log").iterdir())
    assert "127.0.0.0 " in logs
    assert "127.0.0.1" not in logs
    assert any(" HIT " in line for line in nginx.logged()), "nginx kept nothing"


def _compare(nginx: Nginx, address: str, figures: Figures) -> None:
    """In turns: a static file, the kept page of which it has the bytes, and that page's 304."""
    _status, headers, body = _ask(nginx, address, Accept_Encoding="br")
    (nginx.folder / "static/same").write_bytes(body)
    known = {"Accept_Encoding": "br", "If_None_Match": headers["ETag"]}
    _status, of_file, _body = _ask(nginx, "/static/same")
    file = _batch(nginx, "/static/same", 200)
    figures.kept.append(_batch(nginx, address, 200, Accept_Encoding="br") / file)
    figures.known.append(_batch(nginx, address, 304, **known) / file)
    has_file = {"If_None_Match": of_file["ETag"]}
    figures.file_known.append(_batch(nginx, "/static/same", 304, **has_file) / file)


def _batch(nginx: Nginx, address: str, status: int, **headers: str) -> float:
    """What nginx spends on a connection and many requests, in seconds of the processor."""
    connection, begun = nginx.connection(), nginx.used()
    for _request in range(BATCH):
        assert _ask(nginx, address, connection, **headers)[0] == status
    connection.close()
    return nginx.used() - begun
