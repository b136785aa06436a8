"""Passwords are guessed at, many at once, while others read.

Nobody gets in beyond what the policy lets them try, the owner gets in from elsewhere, and readers
wait no longer than before.
"""

import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from statistics import quantiles
from urllib.parse import urlencode

from authors.models import User
from opinion.logins.models import Login
from opinion.logins.throttle import HERE
from opinion.supervisor.console import Console

from . import mixed_load, outlets
from .load import Answer, Request, Visitor, ask
from .served_acts import BROTLI, FORM
from .survival import _wait

PATH, PASSWORD = "/admin/login/", "the right password of olive"
ATTACKERS, READERS = 16, 2
ATTACKED, ELSEWHERE = "203.0.113.9", "198.51.100.9"
# Of how many attempts one comes from a network, and at an account, of its own: it is hashed.
SPREAD = 2
# Ten thousand a minute.
RATE = 10_000 / 60


@dataclass
class Figures:
    before: list[float] = field(default_factory=list)
    during: list[float] = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    seconds: float = 0

    @property
    def ratio(self) -> float:
        return _slow(self.during) / _slow(self.before)

    def __str__(self) -> str:
        return (
            f"{self.answers.total():,} wrong passwords in {self.seconds:.0f} s, "
            f"{self.answers[429]:,} of them refused unseen; one page in a hundred took more than "
            f"{_slow(self.before):.1f} ms before and {_slow(self.during):.1f} ms meanwhile "
            f"({self.ratio:.2f} ×)"
        )


def _slow(spent: list[float]) -> float:
    return quantiles(spent, n=100)[-1]


class Door:
    """The login, with the token of its form, which is good for everybody who has its cookie."""

    def __init__(self, port: int):
        self.port = port
        page = ask(port, Request(PATH))
        self._cookie = page.headers["set-cookie"].partition(";")[0]
        self._token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.body)[1].decode()

    def request(self, password: str, address: str, username: str = "olive") -> Request:
        typed = {"username": username, "password": password, "next": "/admin/"}
        typed["csrfmiddlewaretoken"] = self._token
        headers = FORM | {"Cookie": self._cookie, "X-Forwarded-For": address}
        headers["Origin"] = f"http://127.0.0.1:{self.port}"
        return Request(PATH, headers, urlencode(typed).encode())

    def lets_in(self, address: str) -> bool:
        return ask(self.port, self.request(PASSWORD, address)).status == 302


class Attack:
    def __init__(self, door: Door, logins: int):
        self.door, self.logins, self.numbers = door, logins, iter(range(logins))
        self.turn, self.answers = threading.Lock(), Counter()
        self.begun = time.monotonic()

    def play(self):
        visitor = Visitor(self.door.port)
        while (number := self._next()) is not None:
            time.sleep(max(self.begun + number / RATE - time.monotonic(), 0))
            answer: Answer = visitor.ask(self._request(number))
            with self.turn:
                self.answers[answer.status] += 1
        visitor.close()

    def _next(self) -> int | None:
        with self.turn:
            return next(self.numbers, None)

    def _request(self, number: int) -> Request:
        if number % SPREAD:
            return self.door.request(f"wrong {number}", ATTACKED)
        address = f"10.{number // 256 % 256}.{number % 256}.1"
        return self.door.request(f"wrong {number}", address, f"somebody{number}")


def _read(port: int, paths: list[str], until: threading.Event) -> list[float]:
    visitor, spent = Visitor(port), []
    for _turn in count():
        if until.is_set():
            visitor.close()
            return spent
        begun = time.perf_counter()
        answer = visitor.ask(Request(random.choice(paths), BROTLI))
        spent.append((time.perf_counter() - begun) * 1_000)
        assert answer.status == 200, f"a page answered {answer.status}"
        # As people do, who read what they have asked for.
        time.sleep(0.01)
    return spent


def _meanwhile(port: int, paths: list[str], act) -> list[float]:
    """How long pages took while `act` was done."""
    done = threading.Event()
    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(_read, port, paths, done) for _one in range(READERS)]
        try:
            act()
        finally:
            done.set()
    return [spent for reader in reading for spent in reader.result()]


def play(town, programs, logins: int, seconds: float) -> Figures:
    User.objects.create_user("olive", "olive@staff.example.org", PASSWORD, is_staff=True)
    paths = [article.get_absolute_url() for article in town.articles]
    attack, figures = Attack(Door(programs.port), logins), Figures()
    figures.before = _meanwhile(programs.port, paths, lambda: time.sleep(seconds))
    begun = time.monotonic()
    figures.during = _meanwhile(
        programs.port, paths, lambda: figures.answers.update(_attack(attack))
    )
    figures.seconds = time.monotonic() - begun
    assert set(figures.answers) <= {200, 429}, figures.answers
    # In the flood many were turned away before they counted: nobody had time to look at them.
    for number in range(HERE.free):
        ask(programs.port, attack.door.request(f"wrong {number}", ATTACKED))
    assert not attack.door.lets_in(ATTACKED), "the attacker got in"
    assert attack.door.lets_in(ELSEWHERE), "the owner did not get in"
    return figures


def _attack(attack: Attack) -> Counter:
    """In a process of its own: whoever measures has no part in it."""
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        return pool.submit(_all_at_once, attack.door, attack.logins).result()


def _all_at_once(door: Door, logins: int) -> Counter:
    attack = Attack(door, logins)
    with ThreadPoolExecutor(ATTACKERS) as pool:
        for act in [pool.submit(attack.play) for _one in range(ATTACKERS)]:
            act.result()
    return attack.answers


def run(logins: int, seconds: float, console: Console | None = None, name: str = "bench_logins"):
    """Play it. Raises AssertionError where it does not hold."""
    console = console or Console()
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        mixed_load.stage(outlet) as (town, programs),
    ):
        programs.start("web")
        _wait(programs.are_up, [])
        figures = play(town, programs, logins, seconds)
        looked_at = Login.objects.filter(kind=Login.Kind.WRONG_PASSWORD).count()
        # Every hour of delays lets the attacker try a few more.
        assert looked_at <= HERE.free + 1 + figures.seconds // HERE.first, looked_at
    return figures
