import errno
import socket

from opinion.supervisor.errors import StartupError


def read(word: str) -> int:
    """The port that PORT names; 8000 where it names none."""
    word = word.strip() or "8000"
    if not word.isdecimal() or not 0 < int(word) < 65_536:
        raise StartupError(
            f"PORT is {word!r}: write a number from 1 to 65535, as in PORT=8001 make run"
        )
    return int(word)


def refuse_taken(port: int) -> None:
    with socket.socket() as attempt:
        # As the web server does: a port whose last connections are still fading is free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
            attempt.listen()
        except OSError as error:
            raise StartupError(_reason(port, error)) from None


def _reason(port: int, error: OSError) -> str:
    other = port + 1 if port < 65_535 else 8000
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program. "
            f"Stop that program, or choose another port: PORT={other} make run"
        )
    return f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8001 make run"
