"""The mail that asks whether an address is its owner's."""

from comments.mailing.reader_link import reader_link
from comments.models import Confirmation

from . import letters
from .post import NotSent, Post


def ask(number: int):
    """Send the confirmation's mail once. Raises NotSent where it can be tried again later."""
    confirmation = Confirmation.objects.claim(number)
    if confirmation is None:
        return
    try:
        message = _letter(confirmation)
        if message:
            with Post() as post:
                post.send(message)
    except NotSent:
        confirmation.give_back()
        raise


def _letter(confirmation):
    # Without an article somebody asks what is kept under the address.
    asks = confirmation.article_id is None
    return reader_link(confirmation) if asks else letters.question(confirmation)
