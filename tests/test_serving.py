"""The web server, really run: who sends half a request keeps nobody else from being answered."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import psutil
import pytest

from benchmarks.programs import free_port
from opinion.database import CLONE
from opinion.serving.worker import THREADS

PATIENCE = 60
HALF_A_HEAD = b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Langu"
HALF_A_BODY = (
    b"POST /2026/11/half/reply/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Sec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nname=An"
)


class Web:
    """`python -m opinion.serving` with one worker."""

    def __init__(self, folder) -> None:
        self.port = free_port()
        ours = {"PORT": str(self.port), "OPINION_VAR": str(folder), "WEB_CONCURRENCY": "1"}
        ours |= {
            "DEBUG": "0",
            "LOG_LEVEL": "WARNING",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "opinion.serving"],
            cwd=CLONE,
            env=os.environ | ours,
            start_new_session=True,
        )
        self.wait_for(self.is_healthy)

    @staticmethod
    def wait_for(done):
        patience = time.monotonic() + PATIENCE
        while not (found := done()):
            assert time.monotonic() < patience
            time.sleep(0.05)
        return found

    def is_healthy(self) -> bool:
        assert self.process.poll() is None
        try:
            return self.ask() == 200
        except ConnectionRefusedError:
            return False

    def ask(self) -> int:
        browser = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            browser.request("GET", "/health/")
            with browser.getresponse() as answer:
                return answer.status
        finally:
            browser.close()

    def send(self, words: bytes) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.sendall(words)
        return connection

    @property
    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()


@contextmanager
def serving(folder):
    web = Web(folder)
    try:
        yield web
    finally:
        # It leads a session of its own, of which nothing may be left.
        with suppress(ProcessLookupError):
            os.killpg(web.process.pid, signal.SIGKILL)
        web.process.wait()


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as web:
        yield web


@pytest.mark.parametrize("half", [HALF_A_HEAD, HALF_A_BODY])
def test_more_half_sent_requests_than_there_are_threads_keep_no_reader_waiting(web, half):
    stalled = [web.send(half) for _ in range(THREADS + 2)]
    try:
        assert [web.ask() for _ in range(3)] == [200, 200, 200]
    finally:
        for connection in stalled:
            connection.close()


def test_a_request_that_comes_in_pieces_is_answered_when_it_is_whole(web):
    with web.send(HALF_A_HEAD) as connection:
        assert web.ask() == 200
        connection.sendall(b"age: en\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"


def test_a_worker_that_is_killed_is_replaced(web):
    [before] = web.workers
    before.kill()
    [after] = web.wait_for(lambda: [one for one in web.workers if one.pid != before.pid])
    assert after.pid != before.pid
    web.wait_for(web.is_healthy)


def test_the_code_is_loaded_anew_while_everybody_is_answered(web):
    [former] = web.workers
    with web.send(HALF_A_HEAD) as half:
        # Answered after it, so the former worker has the half.
        assert web.ask() == 200
        web.process.send_signal(signal.SIGHUP)
        while {worker.pid for worker in web.workers} == {former.pid}:
            assert web.ask() == 200
        half.sendall(b"age: en\r\n\r\n")
        assert half.recv(12) == b"HTTP/1.1 200"
    web.wait_for(lambda: former.pid not in {worker.pid for worker in web.workers})
    assert web.ask() == 200


def test_what_has_begun_is_finished_before_it_ends(tmp_path):
    with serving(tmp_path) as web:
        with web.send(HALF_A_HEAD) as half:
            assert web.ask() == 200
            web.process.send_signal(signal.SIGTERM)
            half.sendall(b"age: en\r\n\r\n")
            assert half.recv(12) == b"HTTP/1.1 200"
        assert web.process.wait(PATIENCE) == 0


def listens(port: int) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def test_no_worker_outlives_a_parent_that_was_killed(tmp_path):
    with serving(tmp_path) as web:
        [worker] = web.workers
        web.process.kill()
        worker.wait(PATIENCE)
        assert not listens(web.port)
