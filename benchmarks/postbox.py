"""A mail server that keeps every message it took, as often as it took it."""

import socketserver
import time
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage


class Postbox(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine; `messages` are those that arrived whole."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.messages: list[EmailMessage] = []
        # Seconds before each answer, and what is said to a verb instead of taking it.
        self.pause, self.refusals = 0.0, dict[bytes, str]()

    @property
    def port(self) -> int:
        return self.server_address[1]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        # Who talks to us may be killed in the middle of a word.
        with suppress(OSError):
            self._say("220 postbox")
            for line in self.rfile:
                if not self._answer(line[:4].upper()):
                    break

    def _answer(self, verb: bytes) -> bool:
        """Do as asked; False when that was the end."""
        time.sleep(self.server.pause)
        if verb in self.server.refusals:
            self._say(self.server.refusals[verb])
            return True
        if verb == b"DATA":
            self._say("354 go on")
            return self._take()
        self._say("221 goodbye" if verb == b"QUIT" else "250 very well")
        return verb != b"QUIT"

    def _take(self) -> bool:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                message = message_from_bytes(b"".join(lines), policy=policy.default)
                self.server.messages.append(message)
                self._say("250 taken")
                return True
            lines.append(line.removeprefix(b"."))
        return False

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
