"""The one way in which a number from an address or a form becomes a primary key."""

BIGGEST = 2**63 - 1
"""The most that PostgreSQL's bigint holds."""
DIGITS = len(str(BIGGEST))


def parse_id(text: str | None) -> int | None:
    """The id that `text` writes in ASCII digits, from 1 to the most a bigint holds; else None.

    However long the text is, no more than its first characters are looked at.
    """
    if not text or len(text) > DIGITS or not (text.isascii() and text.isdecimal()):
        return None
    number = int(text)
    return number if 1 <= number <= BIGGEST else None
