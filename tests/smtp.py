"""A real mail server for the tests: it keeps what it is sent, and refuses what it is told to."""

import logging
import socket
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

# What it tells of itself is none of ours, and holds addresses.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class MailServer:
    """Listens on a port of its own, while it is open."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = found.getsockname()[1]
        self.taken = []
        self.unknown = set()
        # Called with each mail before it is kept; what it returns is the answer instead.
        self.before = lambda to: None
        self.controller = None

    def open(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self):
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.unknown:
            return f"550 5.1.1 {address} is nobody's"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self.before(envelope.rcpt_tos)
        if answer:
            return answer
        mail = message_from_bytes(envelope.original_content, policy=default)
        mail.recipients, mail.raw = [*envelope.rcpt_tos], envelope.original_content
        self.taken.append(mail)
        return "250 OK"

    def texts(self):
        return [mail.get_content() for mail in self.taken]

    def to(self):
        return [mail.recipients for mail in self.taken]
