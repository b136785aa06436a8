"""The web server, really run: who sends half a request keeps nobody else from being answered."""

import signal
import socket

import pytest

from opinion.serving.worker import THREADS
from tests.web import PATIENCE, serving

HALF_A_HEAD = b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Langu"
HALF_A_BODY = (
    b"POST /2026/11/half/reply/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Sec-Fetch-Site: same-origin\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nname=An"
)


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


def test_what_has_begun_is_finished_before_it_ends(web):
    """The last test of the server that those above share."""
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
