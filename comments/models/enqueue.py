"""What the background worker is asked to do about comments."""

from opinion.jobs import queue, queue_once

# A minute lets one mail speak for a burst of comments.
NOTICE_DELAY = {"seconds": 60}


def tell_moderators():
    """Queue the notice in the transaction of the comment, last in it: both are stored, or neither.

    One that is queued already is enough, and a queue that is out of order refuses no comment.
    """
    queue_once("comments.tasks.tell_moderators", lock="tell_moderators", schedule_in=NOTICE_DELAY)


def announce(comment):
    """Tell those who follow, once this is committed: `comment` was published or decided."""
    queue("comments.tasks.announce", comment=comment.pk)


def tell_handed(decision):
    """Tell who is to look at a comment now, once this is committed."""
    queue("comments.tasks.tell_handed", decision=decision.pk)


def send_confirmation(confirmation):
    queue("comments.tasks.send_confirmation", confirmation=confirmation.pk)


def deliver():
    """Send what is due. One queued is enough for any number of notices."""
    queue_once("comments.tasks.deliver", lock="deliver")
