"""Readers whose address is confirmed, what they asked to be mailed about, and the mailing."""

from procrastinate.contrib.django.models import ProcrastinateJob

from comments.models import Notice, Reader, Subscription
from comments.tasks import announce, deliver
from tests.newsroom import make_comment


def make_reader(email="ana@readers.example.org", at=None) -> Reader:
    return Reader.objects.confirm(email, at)


def make_follower(article, email="fay@readers.example.org", rhythm="at_once", at=None) -> Reader:
    """A reader who has mail about each new comment of the thread."""
    reader = make_reader(email, at)
    Subscription.objects.start(reader, "thread", article, rhythm=rhythm, at=at)
    return reader


def make_followed_comment(
    article, *args, email="ana@readers.example.org", rhythm="at_once", **values
):
    """A comment that waits, whose writer wants to know what becomes of it and who answers."""
    comment = make_comment(article, *args, email=email, **values)
    reader = make_reader(email)
    comment.contact.belongs_to(reader)
    for kind in "decision", "replies":
        Subscription.objects.start(reader, kind, article, comment=comment, rhythm=rhythm)
    return comment


def jobs(task):
    return ProcrastinateJob.objects.filter(task_name=task.name, status="todo")


def announce_all():
    for job in jobs(announce):
        announce(**job.args)


def work():
    """What the worker does next: announce what was decided, and send it."""
    announce_all()
    deliver()


def states():
    return [
        "sent" if n.sent_at else "dropped" if n.dropped_at else "claimed" if n.claimed_at else "due"
        for n in Notice.objects.order_by("pk")
    ]
