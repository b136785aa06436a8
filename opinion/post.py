"""Writing mail, handing it to the mail server, and telling whose fault it is where that fails."""

import logging
import smtplib
from contextlib import suppress
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from opinion import html

logger = logging.getLogger(__name__)

LONGEST_LINE = 998  # RFC 5322, section 2.1.1
SERVICE_ENDS = 421  # RFC 5321, section 3.8: what the server says before it hangs up


class Letter(EmailMessage):
    """A mail that software writes in the name of a publication, by which it is recognised.

    Its headers are not folded: an address stands on one line, for mail programs to find.
    """

    def __init__(self, subject, body, *, publication, headers=None, **options):
        """`publication` is its name."""
        super().__init__(
            html.clean_line(subject),
            body,
            from_email=_sender(publication),
            # RFC 3834: no machine is to answer.
            headers={"Auto-Submitted": "auto-generated"} | (headers or {}),
            **options,
        )

    def message(self):
        written = super().message()
        written.policy = written.policy.clone(max_line_length=LONGEST_LINE)
        return written


def _sender(publication: str) -> str:
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((html.clean_line(publication), address))


class NotSent(Exception):
    """The mail did not go out. Says why without an address: this text reaches log lines."""


class Refused(NotSent):
    """The server takes mail, but not this one."""


class Away(NotSent):
    """The server cannot be reached, hangs up, or does not let us in."""


class Post:
    """One connection for many mails, opened by the first."""

    def __init__(self):
        self.connection = get_connection()
        self.carried = 0

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        # A connection that is broken cannot say goodbye.
        with suppress(OSError):
            self.connection.close()

    def send(self, message):
        """Raises NotSent. That the server is away is logged here, for everybody who sends."""
        try:
            self.connection.open()
            self.connection.send_messages([message])
        except (OSError, ValueError) as error:
            failure = _failure(error)
        else:
            self.carried += 1
            return
        if isinstance(failure, Away):
            logger.warning("The mail server does not take mail: %s", failure)
        # Raised here, not above: the server's own words may quote the address.
        raise failure

    def offer(self, message):
        """Send what nobody waits for: that it was refused is logged. Raises Away."""
        try:
            self.send(message)
        except Refused as failure:
            logger.warning("A mail was refused: %s", failure)


def _failure(error) -> NotSent:
    code = _code(error)
    words = f"{type(error).__name__} {code or ''}".strip()
    about_this_mail = (
        smtplib.SMTPRecipientsRefused,
        smtplib.SMTPDataError,
        smtplib.SMTPNotSupportedError,
        ValueError,
    )
    if isinstance(error, about_this_mail) and code != SERVICE_ENDS:
        return Refused(words)
    return Away(words)


def _code(error) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max((code for code, _words in error.recipients.values()), default=None)
    return getattr(error, "smtp_code", None)
