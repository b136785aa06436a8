"""Passwords are guessed at, many at once, while others read.

Nobody gets in beyond what the policy lets them try, the owner gets in meanwhile, and readers wait
no longer than before: with nothing before the application, and behind nginx.
"""

import http.client
import random
import re
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import RequestFactory

from authors.models import User
from opinion.articles.models import Publication
from opinion.logins import devices
from opinion.logins.hashing import ApartScryptHasher
from opinion.logins.models import Login
from opinion.logins.throttle import HERE
from opinion.supervisor.commands import SERVING
from opinion.supervisor.console import Console

from . import cpu, outlets
from .budgets import Budget
from .freshness import Town
from .load import Answer, Request, Visitor
from .nginx import HOST, Connection, Nginx, open_to_workers
from .programs import Programs, collect_static, environment_of, free_port
from .served_acts import BROTLI, FORM
from .survival import _wait

PATH, PASSWORD = "/admin/login/", "the right password of olive"
ATTACKERS, READERS = 16, 2
ATTACKED, ELSEWHERE = "203.0.113.9", "198.51.100.9"
# Of how many attempts one comes from a network, and at an account, of its own: it may be hashed.
SPREAD = 2
# Ten thousand a minute.
RATE = 10_000 / 60
# Requests by which a page and a refusal are weighed against each other.
WEIGHED = 300
# As often as a person would press the button, waiting as long as they are told.
TRIES = 20


@dataclass
class Figures:
    before: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    seconds: float = 0
    tries: dict[str, int] = field(default_factory=dict)
    """How often the owner pressed the button until they were in, by where from."""
    page: float = 0
    refusal: float = 0
    """Milliseconds of the processor that the web server spends on one."""

    @property
    def ratio(self) -> float:
        return _slow(self.during) / _slow(self.before)

    def __str__(self) -> str:
        owner = ", ".join(f"{where} at try {number}" for where, number in self.tries.items())
        return (
            f"{self.answers.total():,} wrong passwords in {self.seconds:.0f} s, "
            f"{self.answers[429]:,} of them refused unseen; one page in a hundred took more than "
            f"{_slow(self.before):.1f} ms before and {_slow(self.during):.1f} ms meanwhile "
            f"({self.ratio:.2f} ×); the owner got in meanwhile: {owner}{self._weighed}"
        )

    @property
    def _weighed(self) -> str:
        if not self.refusal:
            return ""
        return (
            f"; a refusal costs the web server {self.refusal:.2f} ms of the processor, a kept page "
            f"{self.page:.2f} ms"
        )


def _slow(spent: list[float]) -> float:
    return quantiles(spent, n=100)[-1]


@dataclass(frozen=True)
class Straight:
    """The way to the application: who comes from where is told in a header, as by a proxy."""

    port: int

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, address: str) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)


@dataclass(frozen=True)
class ByNginx:
    """The way by nginx, which sees from where somebody comes."""

    folder: Path
    port: int
    origin = f"https://{HOST}"

    def connect(self, address: str) -> http.client.HTTPConnection:
        source = {ATTACKED: "127.0.0.2", ELSEWHERE: "127.0.0.3"}[address]
        return Connection(self.folder, self.port, source=source)


class Door:
    """The login, with the token of its form, which is good for everybody who has its cookie."""

    def __init__(self, way: Straight | ByNginx):
        self.way = way
        page = self.ask(Request(PATH))
        self._cookie = page.headers["set-cookie"].partition(";")[0]
        self._token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()

    def visitor(self, address: str = ATTACKED) -> Visitor:
        return Visitor(0, self.way.connect(address))

    def ask(self, request: Request, address: str = ATTACKED) -> Answer:
        """Over a connection of its own."""
        visitor = self.visitor(address)
        try:
            return visitor.ask(request)
        finally:
            visitor.close()

    def request(
        self, password: str, address: str, username: str = "olive", cookie: str = ""
    ) -> Request:
        typed = {"username": username, "password": password, "next": "/admin/"}
        typed["csrfmiddlewaretoken"] = self._token
        cookies = "; ".join(filter(None, (self._cookie, cookie)))
        headers = FORM | {"Cookie": cookies, "X-Forwarded-For": address, "Origin": self.way.origin}
        return Request(PATH, headers, urlencode(typed).encode())

    def lets_in(self, address: str, cookie: str = "") -> bool:
        request = self.request(PASSWORD, address, cookie=cookie)
        return self.ask(request, address).status == 302

    def tries(self, address: str, cookie: str = "") -> int:
        """How often the owner presses the button until they are in."""
        request = self.request(PASSWORD, address, cookie=cookie)
        for tried in range(1, TRIES + 1):
            answer = self.ask(request, address)
            if answer.status == 302:
                return tried
            time.sleep(int(answer.headers["retry-after"]))
        raise AssertionError(f"the owner did not get in from {address}, in {TRIES} tries")


class Attack:
    def __init__(self, door: Door, logins: int, spread: int):
        self.door, self.logins, self.spread = door, logins, spread
        self.numbers, self.turn = iter(range(logins)), threading.Lock()
        self.answers: Counter = Counter()
        self.begun = time.monotonic()

    def play(self):
        visitor = self.door.visitor()
        while (number := self._next()) is not None:
            time.sleep(max(self.begun + number / RATE - time.monotonic(), 0))
            answer = visitor.ask(self._request(number))
            with self.turn:
                self.answers[answer.status] += 1
        visitor.close()

    def _next(self) -> int | None:
        with self.turn:
            return next(self.numbers, None)

    def _request(self, number: int) -> Request:
        if not self.spread or number % self.spread:
            return self.door.request(f"wrong {number}", ATTACKED)
        address = f"10.{number // 256 % 256}.{number % 256}.1"
        return self.door.request(f"wrong {number}", address, f"somebody{number}")


def _read(door: Door, paths: list[str], until: threading.Event) -> list[float]:
    visitor, spent = door.visitor(ELSEWHERE), []
    while not until.is_set():
        begun = time.perf_counter()
        answer = visitor.ask(Request(random.choice(paths), BROTLI))
        spent.append((time.perf_counter() - begun) * 1_000)
        assert answer.status == 200, f"a page answered {answer.status}"
        # As people do, who read what they have asked for.
        time.sleep(0.01)
    visitor.close()
    return spent


def _meanwhile(door: Door, paths: list[str], act) -> list[float]:
    """How long pages took while `act` was done."""
    done = threading.Event()
    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(_read, door, paths, done) for _one in range(READERS)]
        try:
            act()
        finally:
            done.set()
    return [spent for reader in reading for spent in reader.result()]


def play(town: Town, door: Door, logins: int, seconds: float, ways, spread: int) -> Figures:
    """`ways` are those in which the owner gets in meanwhile: a name, an address and a cookie."""
    paths = [article.get_absolute_url() for article in town.articles]
    figures = Figures()
    figures.before = _meanwhile(door, paths, lambda: time.sleep(seconds))
    begun = time.monotonic()

    def attack():
        # In a process of its own: whoever measures has no part in it.
        with (
            ProcessPoolExecutor(1, get_context("fork")) as pool,
            ThreadPoolExecutor(len(ways)) as owners,
        ):
            attacking = pool.submit(_all_at_once, door, logins, spread)
            time.sleep(logins / RATE / 4)
            entering = {name: owners.submit(door.tries, *way) for name, *way in ways}
            figures.tries = {name: entered.result() for name, entered in entering.items()}
            figures.answers = attacking.result()

    figures.during = _meanwhile(door, paths, attack)
    figures.seconds = time.monotonic() - begun
    assert set(figures.answers) <= {200, 429}, figures.answers
    return figures


def _all_at_once(door: Door, logins: int, spread: int) -> Counter:
    attack = Attack(door, logins, spread)
    with ThreadPoolExecutor(ATTACKERS) as pool:
        for act in [pool.submit(attack.play) for _one in range(ATTACKERS)]:
            act.result()
    return attack.answers


def _weigh(figures: Figures, town: Town, door: Door, programs: Programs):
    """What a refusal and a kept page cost, each asked for over one connection."""
    visitor, program = door.visitor(), programs.process("web")
    page = Request(town.articles[0].get_absolute_url(), BROTLI)
    for name, request in (("page", page), ("refusal", door.request("wrong", ATTACKED))):
        begun = cpu.of_program(program)
        for _time in range(WEIGHED):
            visitor.ask(request)
        setattr(figures, name, (cpu.of_program(program) - begun) * 1_000 / WEIGHED)
    visitor.close()


def run(
    logins: int,
    seconds: float,
    budget: Budget | None,
    console: Console | None = None,
    name: str = "bench_logins",
):
    """Play it with nothing before the application. Raises AssertionError where it does not hold."""
    with _stage(console or Console(), name) as (town, environment, folder):
        with Programs(environment, folder, {"web": SERVING}) as programs:
            programs.start("web")
            _wait(programs.are_up, [])
            door = Door(Straight(programs.port))
            ways = ("from elsewhere", ELSEWHERE), ("with a known browser", ATTACKED, _mark())
            figures = play(town, door, logins, seconds, ways, SPREAD)
            # In the flood many were turned away before they counted: nobody had time to look.
            for number in range(HERE.free):
                door.ask(door.request(f"wrong {number}", ATTACKED))
            assert not door.lets_in(ATTACKED), "the attacker got in"
            _weigh(figures, town, door, programs)
        _judge(figures, budget)
    return figures


def run_behind_nginx(logins: int, seconds: float, budget: Budget | None, console: Console):
    """The same, all of it from one address, as nginx sees it; the owner comes from another one."""
    with _stage(console, "bench_logins_nginx", is_behind=True) as (town, environment, folder):
        upstream = folder / "web.sock"
        web = [*SERVING, "--bind", f"unix:{upstream}"]
        with (
            Programs(environment, folder, {"web": web}) as programs,
            Nginx(folder, upstream).running() as nginx,
        ):
            programs.start("web")
            _wait(lambda: _is_up(nginx), [])
            door = Door(ByNginx(folder, nginx.port))
            ways = [("with a known browser", ELSEWHERE, _mark())]
            figures = play(town, door, logins, seconds, ways, spread=0)
            assert not door.lets_in(ATTACKED), "the attacker got in"
        _judge(figures, budget)
    return figures


def _judge(figures: Figures, budget: Budget | None):
    looked_at = Login.objects.filter(kind=Login.Kind.WRONG_PASSWORD).count()
    # Every hour of delays lets the attacker try a few more.
    assert looked_at <= HERE.free + 1 + figures.seconds // HERE.first, looked_at
    held = budget is None or figures.ratio <= budget.held
    assert held, f"{figures}; at most {budget} are wanted"


def _is_up(nginx: Nginx) -> bool:
    connection = nginx.connection()
    connection.request("GET", "/health/")
    try:
        return connection.getresponse().status == 200
    finally:
        connection.close()


def _mark() -> str:
    """The cookie of a browser with which olive has logged in before."""
    response = HttpResponse()
    user = User.objects.get(username="olive")
    devices.remember(RequestFactory().get("/"), response, user)
    return f"{devices.COOKIE}={response.cookies[devices.COOKIE].value}"


def _make_owner():
    """With a password that is hashed as an outlet's are, whatever our own settings say."""
    hashed = make_password(PASSWORD, hasher=ApartScryptHasher())
    User.objects.create(
        username="olive", email="olive@staff.example.org", password=hashed, is_staff=True
    )


@contextmanager
def _stage(
    console: Console, name: str, is_behind: bool = False
) -> Iterator[tuple[Town, dict[str, str], Path]]:
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        tempfile.TemporaryDirectory(prefix="opinion-") as place,
    ):
        folder = Path(place)
        open_to_workers(folder)
        Publication(name="The Signal Box", tagline="Opinion, signed").save()
        _make_owner()
        environment = environment_of(outlet, place, free_port())
        environment |= {"PAGE_CACHE": "1", "TRUSTED_PROXIES": "1", "SMTP_HOST": ""}
        if is_behind:
            environment |= {"PUBLIC_URL": f"https://{HOST}", "ALLOWED_HOSTS": HOST}
        collect_static(environment)
        yield Town(), environment, folder
