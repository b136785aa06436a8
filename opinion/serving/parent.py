"""The process that listens and watches over its workers."""

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable

from opinion.supervisor.process import leave_with_parent

from .worker import FAREWELL, Worker

logger = logging.getLogger(__name__)

HEEDED = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD}
# A worker that ended sooner than this is not started again at once.
SOON = 1.0


class Parent:
    """Has loaded the application, whose memory its workers share.

    A worker that dies is replaced by one with the same code, whatever was installed meanwhile.
    """

    def __init__(self, application: Callable, listener: socket.socket, count: int) -> None:
        self.application, self.listener, self.count = application, listener, count
        self.workers: dict[int, float] = {}
        """When each was started, by its process number."""

    def run(self, former: Iterable[int] = ()) -> signal.Signals:
        """Keep as many workers as wanted until SIGTERM, SIGINT or SIGHUP; returns which it was.

        `former` are the workers of before a reload: they may stop once there are new ones.
        """
        # Waited for one by one: none is lost, and none comes in the middle of something.
        signal.pthread_sigmask(signal.SIG_BLOCK, HEEDED)
        # What is loaded is never collected, so its memory stays shared.
        gc.freeze()
        self._start_missing()
        _send(former, signal.SIGTERM)
        while (wish := signal.Signals(signal.sigwait(HEEDED))) == signal.SIGCHLD:
            self._bury(is_expected=False)
            self._start_missing()
        return wish

    def end(self) -> None:
        """Ask the workers to stop; kill those that have not in time."""
        self.listener.close()
        _send(self.workers, signal.SIGTERM)
        patience = time.monotonic() + FAREWELL + 2
        while self.workers and time.monotonic() < patience:
            self._bury(is_expected=True)
            time.sleep(0.05)
        _send(self.workers, signal.SIGKILL)

    def _start_missing(self) -> None:
        while len(self.workers) < self.count:
            self._start()

    def _start(self) -> None:
        leave = leave_with_parent(signal.SIGKILL)
        pid = os.fork()
        if pid:
            self.workers[pid] = time.monotonic()
            return
        code = 1
        try:
            if leave:
                leave()
            self._work()
            code = 0
        except BaseException:
            logger.exception("A process of the web server failed")
        finally:
            # Never back into what the parent does.
            os._exit(code)

    def _work(self) -> None:
        for number in HEEDED - {signal.SIGTERM}:
            # Ctrl-C reaches all processes of a terminal: the parent decides what it means.
            signal.signal(number, signal.SIG_DFL if number == signal.SIGCHLD else signal.SIG_IGN)
        Worker(self.application, self.listener).run()

    def _bury(self, is_expected: bool) -> None:
        """Forget the workers that have ended."""
        while pid := _ended():
            begun = self.workers.pop(pid, None)
            if begun is None or is_expected:
                continue
            logger.warning("A process of the web server ended; another one takes its place.")
            if time.monotonic() - begun < SOON:
                time.sleep(SOON)


def _ended() -> int:
    """The number of a worker that has ended, or 0."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


def _send(workers: Iterable[int], number: signal.Signals) -> None:
    for pid in workers:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
