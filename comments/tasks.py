from contextlib import suppress

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from opinion.post import Away, Post

from .desk import requeue_due
from .mailing import asking, delivering, handing
from .models import Comment, Decision, Notice, QueueNotice, enqueue
from .privacy import retention
from .threads import auto_close, card_counts

# Ten tries over a day: a mail server that is away loses no notice.
PATIENTLY = RetryStrategy(max_attempts=10, exponential_wait=3)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="tell_moderators", lock="tell_moderators")
def tell_moderators(timestamp: int | None = None):
    """Tell the moderators that something waits; once a stretch of waiting, not once a comment.

    Where the mail server is away the clock comes back: a retry of this job could meet the one that
    is queued already, and hold its lock for ever.
    """
    notice = QueueNotice.objects.current()
    if notice:
        with suppress(Away), Post() as post:
            notice.send(post.offer)


@app.task(retry=PATIENTLY, lock="announce")
def announce(comment: int):
    """Write a notice for each person who follows what happened to a comment."""
    Notice.objects.create_for(Comment.objects.get(pk=comment))
    enqueue.deliver()


@app.task(retry=PATIENTLY)
def tell_handed(decision: int):
    """Write to the colleagues to whom a comment was handed or escalated."""
    handing.tell(Decision.objects.get(pk=decision))


@app.task(retry=PATIENTLY)
def send_confirmation(confirmation: int):
    """Ask the owner of an address whether it was they who typed it."""
    asking.ask(confirmation)


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="deliver", lock="deliver")
def deliver(timestamp: int | None = None):
    """Send the notices that are due."""
    if delivering.deliver():
        enqueue.deliver()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="close_due", lock="close_due")
def close_due(timestamp: int):
    """Make read-only what has been open for as long as its article or section says."""
    auto_close.close_due()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="count_comments", lock="count_comments")
def count_comments(timestamp: int):
    """Tell lists of articles how many comments there are by now."""
    card_counts.count()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="return_due", lock="return_due")
def return_due(timestamp: int):
    """Put back into the queue what was put aside until now."""
    requeue_due.return_due()


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="blank_contacts")
def blank_contacts(timestamp: int):
    """Forget the addresses that have been kept for as long as the privacy page promises."""
    retention.forget_contacts()


@app.periodic(cron="11 3 * * *")
@app.task(queueing_lock="erase_hidden", lock="erase_hidden")
def erase_hidden(timestamp: int):
    """Erase the words that were refused, taken down or withdrawn long ago."""
    retention.erase_hidden()
