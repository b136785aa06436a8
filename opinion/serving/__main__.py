"""`python -m opinion.serving`: serve the publication.

On SIGTERM and SIGINT it finishes what has begun and ends. On SIGHUP it loads the code anew, while
the former workers go on until there are new ones: nobody who asks meanwhile is refused.
"""

import argparse
import os
import signal
import socket
import sys

from . import listening
from .parent import Parent
from .worker import THREADS


def main() -> int:
    asked = _arguments().parse_args()
    # Before all else, so that who asks early waits for the application instead of being refused.
    listener = (
        listening.listen(asked.bind)
        if asked.listener is None
        else socket.socket(fileno=asked.listener)
    )
    from opinion.metrics import requests_answered
    from opinion.wsgi import application

    if asked.listener is None:
        requests_answered.begin_anew()

    parent = Parent(application, listener, asked.workers)
    if parent.run(asked.former) == signal.SIGHUP:
        _begin_anew(asked, parent)
    parent.end()
    listening.forget(asked.bind)
    return 0


def _begin_anew(asked: argparse.Namespace, parent: Parent) -> None:
    """Become the program as it is installed now, with the same socket and over the same workers."""
    os.set_inheritable(parent.listener.fileno(), True)
    words = [f"--bind={asked.bind}", f"--workers={asked.workers}"]
    words += [f"--listener={parent.listener.fileno()}"]
    words += [f"--former={pid}" for pid in parent.workers]
    os.execv(sys.executable, [sys.executable, "-m", "opinion.serving", *words])


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m opinion.serving", description=__doc__)
    port = os.environ.get("PORT") or 8000
    parser.add_argument(
        "--bind", default=f"127.0.0.1:{port}", help="HOST:PORT or unix:PATH (%(default)s)"
    )
    parser.add_argument(
        "--workers",
        type=int,
        default=int(os.environ.get("WEB_CONCURRENCY") or 2),
        help=f"how many processes, of {THREADS} threads each (%(default)s)",
    )
    # What a reload hands on.
    parser.add_argument("--listener", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--former", type=int, action="append", default=[], help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
