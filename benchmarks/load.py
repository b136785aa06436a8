"""Requests over connections that stay open, as many at once as there are connections."""

import http.client
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

PATIENCE = 60


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Sent by POST; None is asked by GET."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Visitor:
    """One connection, opened again where it was closed: to a port of this machine, or that one."""

    def __init__(self, port: int, connection: http.client.HTTPConnection | None = None):
        self._connection = connection or http.client.HTTPConnection(
            "127.0.0.1", port, timeout=PATIENCE
        )

    def ask(self, request: Request) -> Answer:
        method = "GET" if request.body is None else "POST"
        self._connection.request(method, request.path, request.body, request.headers)
        answer = self._connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read())

    def close(self):
        self._connection.close()


def ask(port: int, request: Request) -> Answer:
    visitor = Visitor(port)
    try:
        return visitor.ask(request)
    finally:
        visitor.close()


def send(port: int, requests: Iterable[Request], connections: int, status: int) -> list[float]:
    """Ask all, over so many connections at once; how long each took, in milliseconds.

    Raises AssertionError where one is answered with anything but `status`.
    """
    queue, turn = iter(requests), threading.Lock()
    with ThreadPoolExecutor(connections) as pool:
        acts = [pool.submit(_send, port, queue, turn, status) for _one in range(connections)]
    return [spent for act in acts for spent in act.result()]


def _send(port: int, queue: Iterator[Request], turn: threading.Lock, status: int) -> list[float]:
    visitor, spent = Visitor(port), []
    try:
        while request := _next(queue, turn):
            begun = time.perf_counter()
            answer = visitor.ask(request)
            spent.append((time.perf_counter() - begun) * 1_000)
            assert answer.status == status, f"{request.path} answered {answer.status}"
    finally:
        visitor.close()
    return spent


def _next(queue: Iterator[Request], turn: threading.Lock) -> Request | None:
    with turn:
        return next(queue, None)
