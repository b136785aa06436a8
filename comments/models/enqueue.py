"""What the background worker is asked to do, queued in the transaction that gives the reason.

Each is named by string: tasks know models, never the other way round.
"""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app as background
from procrastinate.exceptions import ProcrastinateException

# A minute lets one mail speak for a burst of comments.
NOTICE_DELAY = {"seconds": 60}


def tell_moderators():
    """Queue the notice in the transaction of the comment: stored together, or neither.

    Last in it, because the queue's lock is held until the end. The savepoint keeps the comment when
    a notice is queued already, or the queue is out of order.
    """
    _defer("tell_moderators", queueing_lock="tell_moderators", schedule_in=NOTICE_DELAY)


def announce(comment):
    """Tell those who follow, once this is committed: `comment` was published or decided."""
    background.configure_task("comments.tasks.announce").defer(comment=comment.pk)


def tell_handed(decision):
    """Tell who is to look at a comment now, once this is committed."""
    background.configure_task("comments.tasks.tell_handed").defer(decision=decision.pk)


def send_confirmation(confirmation):
    background.configure_task("comments.tasks.send_confirmation").defer(
        confirmation=confirmation.pk
    )


def deliver():
    """Send what is due. One queued is enough for any number of notices."""
    _defer("deliver", queueing_lock="deliver")


def _defer(name, **options):
    task = background.configure_task(f"comments.tasks.{name}", **options)
    with suppress(ProcrastinateException), transaction.atomic():
        task.defer()
