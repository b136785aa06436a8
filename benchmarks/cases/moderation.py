"""The moderators' desk: one decision, and the queue it is taken in."""

from datetime import timedelta

from benchmarks.measuring import Case, Group
from comments.desk.queue import EPOCH, Queue
from comments.models import Comment

from .asking import ask

QUEUE = "/admin/comments/comment/"


def approve(outlet, measured):
    comment = Comment.objects.waiting().filter(article=outlet.busiest)[0]
    with measured:
        comment.approve(by=outlet.moderator)
    # Back to the end of the queue, so that each round decides about another one.
    comment.reverse(by=outlet.moderator)


def queue(outlet, measured):
    ask(outlet.desk, measured, QUEUE)


def queue_in_the_middle(outlet, measured):
    comment = Comment.objects.waiting()[outlet.sizes.waiting // 2]
    moment = (comment.waiting_since - EPOCH) // timedelta(microseconds=1)
    place = Queue(outlet.moderator).address(after=f"{moment}-{comment.pk}")
    ask(outlet.desk, measured, QUEUE + place)


def search_for_a_name(outlet, measured):
    """One that nobody has: nothing is found before everything was looked at."""
    ask(outlet.desk, measured, f"{QUEUE}?name=Zebedee")


DESK = Group(
    "Desk, {small.comments:,} and {large.comments:,} comments, 1 in 10 waits",
    (
        Case("approving a comment", approve),
        Case("queue", queue),
        Case("queue, in the middle", queue_in_the_middle),
        Case("search for a name", search_for_a_name),
    ),
)
