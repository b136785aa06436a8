"""One process that answers, by waitress."""

import signal
import socket
import time
from collections.abc import Callable

from waitress import create_server, wasyncore

# In each process. They wait for the database and share one interpreter, so more do not help.
THREADS = 4
# Seconds for what is being answered when we are asked to stop.
FAREWELL = 10
SETTINGS = {
    "threads": THREADS,
    # A connection on which nothing moves, in the middle of a request or between two.
    "channel_timeout": 30,
    "cleanup_interval": 5,
    "connection_limit": 1_000,
    # select() knows no file of a number beyond 1,023.
    "asyncore_use_poll": True,
    # As nginx has it: a picture or a bibliography, and the form around it.
    "max_request_body_size": 24 * 1024 * 1024,
    "max_request_header_size": 32 * 1024,
    # Which proxies to believe is Django's to decide (TRUSTED_PROXIES).
    "clear_untrusted_proxy_headers": False,
    "log_socket_errors": False,
    "ident": None,
}


class Worker:
    def __init__(self, application: Callable, listener: socket.socket) -> None:
        self._server = create_server(application, sockets=[listener], **SETTINGS)
        self._is_asked_to_stop = False

    def run(self) -> None:
        """Answer until a SIGTERM; then finish what has begun."""
        signal.signal(signal.SIGTERM, self._note_wish)
        # The parent, from which we come, waits for its signals with all of them held back.
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        while not self._is_asked_to_stop:
            self._take_turn()
        self._server.accepting = False
        patience = time.monotonic() + FAREWELL
        while self._is_busy() and time.monotonic() < patience:
            self._take_turn()
        self._server.task_dispatcher.shutdown(timeout=1)

    def _note_wish(self, *_signal: object) -> None:
        self._is_asked_to_stop = True
        self._server.pull_trigger()

    def _take_turn(self) -> None:
        """Receive and send once what can be, waiting a second at most."""
        wasyncore.loop(timeout=1, use_poll=True, map=self._server._map, count=1)

    def _is_busy(self) -> bool:
        """Whether a request is arriving, being answered, or on its way to whoever asked."""
        return any(
            channel.request or channel.requests or channel.total_outbufs_len
            for channel in self._server.active_channels.values()
        )
