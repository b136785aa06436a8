"""Sending notices: one mail a reader, claimed before it is handed over, checked as it is sent."""

import logging
from datetime import timedelta

from django.utils import timezone

from comments.models import Notice
from opinion.articles.models import Publication
from opinion.post import Away, Post, Refused

from . import letters
from .news import gather

logger = logging.getLogger(__name__)

# A run ends before a worker that is to stop loses patience; the next one goes on.
MAILS_A_RUN = 100
# Longer than any mail takes: who claimed before that is gone.
LONG_AGO = timedelta(hours=1)


def deliver() -> bool:
    """Send what is due. True where it stopped with more to send: run it again."""
    give_up_the_uncertain()
    publication = Publication.objects.current()
    with Post() as post:
        for _mail in range(MAILS_A_RUN):
            claimed = Notice.objects.claim()
            if not claimed:
                return False
            try:
                _send(post, Notice.objects.filter(pk__in=claimed), publication)
            except Away:
                # With some carried, only this connection broke.
                return post.carried > 0
    return True


def give_up_the_uncertain():
    """Say once how many mails may or may not have gone out, and never send them again."""
    now = timezone.now()
    lost = Notice.objects.uncertain(before=now - LONG_AGO).update(dropped_at=now)
    if lost:
        logger.warning("A worker ended while it sent %d notices. They are not sent again.", lost)


def _send(post, claimed, publication):
    tellable = claimed.tellable()
    tellable = tellable.exclude(pk__in=tellable.overtaken())
    numbers = [*tellable.order_by("comment").values_list("pk", flat=True)]
    claimed.exclude(pk__in=numbers).drop()
    news = gather(tellable, numbers)
    if not news:
        return
    mine = Notice.objects.filter(pk__in=numbers)
    try:
        post.send(_written(news, publication))
    except Refused as failure:
        given_up = mine.refused()
        logger.warning("A mail was refused: %s. Notices given up: %d.", failure, given_up)
    except Away:
        mine.give_back()
        raise
    else:
        mine.update(sent_at=timezone.now())


def _written(news, publication):
    """The mail. One that cannot be written holds up no other: Refused."""
    try:
        return letters.letter(news, publication)
    except Exception as error:
        # Its own words may hold an address.
        failure = Refused(type(error).__name__)
    raise failure
