"""What log lines tell: no secret words of addresses, and of refusals no more than that they were.

Whoever holds the address of a receipt or of a link in a mail may do what its page offers.
"""

import logging
import re
import traceback

# A slash may come written as %2F, or twice.
_SECRET = re.compile(
    r"((?:/|%2F)(?:receipt|reader|mail(?:/|%2F)+(?:confirm|stop))(?:/|%2F)+)"
    r"(?:(?!%2F)[^/\s\"'?#<>])+",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """`text` with *** in the place of each secret word of an address."""
    return _SECRET.sub(r"\1***", text)


def _message(record) -> str:
    try:
        return record.getMessage()
    except Exception:
        # Logging must never break what it tells of.
        return str(record.msg)


class RefusalsInALine(logging.Filter):
    """A request refused, as it should be, is one line for information and has no traceback.

    Anybody can cause any number of them; what broke on our side keeps its level and traceback.
    """

    def filter(self, record):
        if not 400 <= getattr(record, "status_code", 0) < 500:
            return True
        record.levelno, record.levelname = logging.INFO, "INFO"
        record.msg, record.args = " ".join(_message(record).split()), ()
        record.exc_info = record.exc_text = record.stack_info = None
        # The logger has let it pass as a warning.
        return logging.getLogger().isEnabledFor(logging.INFO)


class WithoutKeys(logging.Filter):
    """Masks a record for this handler and the next: its message, arguments and traceback."""

    def filter(self, record):
        record.msg, record.args = masked(_message(record)), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True
