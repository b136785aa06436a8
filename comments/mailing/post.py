"""Handing mail to the mail server, and telling whose fault it is where that fails."""

import smtplib
from contextlib import suppress

from django.core.mail import get_connection

SERVICE_ENDS = 421  # RFC 5321, section 3.8: what the server says before it hangs up


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
        """Raises NotSent."""
        try:
            self.connection.open()
            self.connection.send_messages([message])
        except (OSError, ValueError) as error:
            failure = _failure(error)
        else:
            self.carried += 1
            return
        # Raised here, not above: the server's own words may quote the address.
        raise failure


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
