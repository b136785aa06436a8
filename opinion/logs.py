"""Secret words in addresses, the keys to private pages, stay out of every log line.

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


class WithoutKeys(logging.Filter):
    """Masks a record for this handler and the next: its message, arguments and traceback."""

    def filter(self, record):
        try:
            message = record.getMessage()
        except Exception:
            # Logging must never break what it tells of.
            message = str(record.msg)
        record.msg, record.args = masked(message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True
