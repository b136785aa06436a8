"""Closing by the clock: a thread that was open for as long as its rules say becomes read-only."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from comments.models import Thread
from comments.models.policy import OPEN, UNLESS_SAID
from comments.models.thread import AS_THE_SECTION
from opinion.articles.models import Article

BATCH = 500
DAY = Value(timedelta(days=1))


def due(at):
    """The published articles whose thread is open although its days are over.

    Not those that somebody opened after they were over: a person's word outlasts the clock's.
    """
    follows = Q(thread__isnull=True) | Q(thread__policy=AS_THE_SECTION)
    days = Coalesce(
        "thread__close_after_days", Case(When(follows, then=_of_section("close_after_days")))
    )
    in_force = Coalesce(
        NullIf("thread__policy", Value(AS_THE_SECTION)), _of_section("policy"), Value(UNLESS_SAID)
    )
    ends = ExpressionWrapper(F("published_at") + F("days") * DAY, output_field=DateTimeField())
    return (
        Article.objects.published()
        .alias(days=days, in_force=in_force)
        .alias(ends=ends)
        .filter(in_force__in=OPEN, ends__lte=at)
        .filter(
            Q(thread__policy_changed_by__isnull=True) | Q(thread__policy_changed_at__lt=F("ends"))
        )
    )


def _of_section(name) -> Coalesce:
    """What the section says, or the one that it was merged into: a merged one says nothing."""
    section = "live_edition__section"
    own, others = (f"{path}__comments_policy" for path in (section, f"{section}__merged_into"))
    return Coalesce(f"{others}__{name}", f"{own}__{name}")


def close_due(at=None) -> int:
    """Make all that is due read-only; returns how many threads.

    Each batch is stored by itself: killed in between, the next run goes on where this one ended.
    """
    at = at or timezone.now()
    articles = [*due(at).values_list("pk", flat=True)]
    batches = (articles[start : start + BATCH] for start in range(0, len(articles), BATCH))
    return sum(_close(batch, at) for batch in batches)


@transaction.atomic
def _close(articles, at) -> int:
    Thread.objects.bulk_create(
        (Thread(article_id=article) for article in articles), ignore_conflicts=True
    )
    # Whoever sets a policy or decides at this moment comes first; then it is asked once more.
    locked = Thread.objects.filter(article__in=articles).order_by("pk").select_for_update()
    threads = [thread.pk for thread in locked.only("pk")]
    still_due = due(at).filter(pk__in=articles)
    return Thread.objects.filter(pk__in=threads, article__in=still_due).make_read_only(at)
