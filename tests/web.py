"""The web server, really run on a free port, over the tests' database unless another is named."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress

import psutil

from benchmarks.programs import free_port
from opinion.database import CLONE

PATIENCE = 60


class Web:
    """`python -m opinion.serving` with one worker."""

    def __init__(self, folder, **environment: str) -> None:
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
            env=os.environ | ours | environment,
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
def serving(folder, **environment: str):
    web = Web(folder, **environment)
    try:
        yield web
    finally:
        # It leads a session of its own, of which nothing may be left.
        with suppress(ProcessLookupError):
            os.killpg(web.process.pid, signal.SIGKILL)
        web.process.wait()
