"""The mail that asks whether an address is its owner's."""

import logging

from comments.mailing.reader_link import reader_link
from comments.models import Confirmation
from opinion.post import Away, NotSent, Post

from . import letters

logger = logging.getLogger(__name__)


def ask(number: int):
    """Send the confirmation's mail once. Raises NotSent where it can be tried again later."""
    confirmation = Confirmation.objects.claim(number)
    failure = confirmation and _send(confirmation)
    if not failure:
        return
    if not isinstance(failure, Away):
        logger.warning("A mail that asks for a confirmation was not sent: %s", failure)
    # Raised here, where nothing else is being handled: that may quote the address.
    raise failure


def _send(confirmation) -> NotSent | None:
    """Send it; whatever goes wrong with it is returned, and the mail may be tried again."""
    try:
        message = _letter(confirmation)
        if message:
            with Post() as post:
                post.send(message)
    except Exception as error:
        confirmation.give_back()
        return error if isinstance(error, NotSent) else NotSent(type(error).__name__)
    return None


def _letter(confirmation):
    # Without an article somebody asks what is kept under the address.
    asks = confirmation.article_id is None
    return reader_link(confirmation) if asks else letters.question(confirmation)
