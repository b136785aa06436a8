"""The number of comments that an article's cards tell: counted by the worker, once a minute."""

from django.db import transaction
from django.utils import timezone

from comments.models import Thread
from opinion.articles.models import Tally

BATCH = 500


def count() -> None:
    """Count wherever a count may be another one by now, and rank what is most discussed."""
    while _count_some():
        pass
    Tally.objects.rank(timezone.now())


@transaction.atomic
def _count_some() -> bool:
    """Whether there were any. What is decided meanwhile waits for the next time."""
    waiting = Tally.objects.filter(is_waiting=True).order_by("pk")
    tallies = [*waiting.select_for_update(skip_locked=True)[:BATCH]]
    threads = Thread.objects.filter(article__in=[tally.pk for tally in tallies])
    hidden = {*threads.closed().values_list("article", flat=True)}
    counts = dict(threads.values_list("article", "published_count"))
    for tally in tallies:
        tally.comments = 0 if tally.pk in hidden else counts.get(tally.pk, 0)
        tally.is_waiting = False
    Tally.objects.bulk_update(tallies, ["comments", "is_waiting"])
    return bool(tallies)
