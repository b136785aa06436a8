"""Where the web server listens."""

import errno
import socket
import time
from contextlib import suppress
from pathlib import Path

BACKLOG = 1_024
UNIX = "unix:"
# Seconds in which the workers of a parent that was killed let go of the address.
PATIENCE = 5


def listen(bind: str) -> socket.socket:
    """Listen at `bind`: "127.0.0.1:8000", "[::1]:8000" or "unix:/run/opinion/web.sock"."""
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            return _listen(bind)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > patience:
                raise
            time.sleep(0.1)


def _listen(bind: str) -> socket.socket:
    if bind.startswith(UNIX):
        forget(bind)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(bind.removeprefix(UNIX))
        # nginx is another user; who may reach the socket is said by its folder.
        Path(bind.removeprefix(UNIX)).chmod(0o666)
        listener.listen(BACKLOG)
        return listener
    host, _colon, port = bind.rpartition(":")
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    return socket.create_server((host.strip("[]"), int(port)), family=family, backlog=BACKLOG)


def forget(bind: str) -> None:
    """Remove the name of a Unix socket."""
    if bind.startswith(UNIX):
        with suppress(FileNotFoundError):
            Path(bind.removeprefix(UNIX)).unlink()
