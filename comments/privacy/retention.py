"""What is forgotten by the clock, as the privacy page promises.

Every step may be interrupted and done again: it looks for what is due, and finds what is left.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments.models import (
    Comment,
    Confirmation,
    Contact,
    Hold,
    Notice,
    Reader,
    Receipt,
    Report,
    Subscription,
    Thread,
)

BATCH = 200


def forget_contacts(at=None):
    """Forget who wrote, asked, followed and reported, where that was long enough ago."""
    at = at or timezone.now()
    oldest = at - timedelta(days=settings.CONTACT_RETENTION_DAYS)
    Contact.objects.kept_since_before(oldest).blank(at)
    Report.objects.filter(at__lt=oldest).exclude(household_digest=None).update(
        household_digest=None, words=""
    )
    Hold.objects.over(at).filter(Q(until__lt=oldest) | Q(lifted_at__lt=oldest)).unmark()
    Receipt.objects.expired(at).delete()
    Confirmation.objects.old(at).delete()
    Notice.objects.filter(Q(sent_at__lt=oldest) | Q(dropped_at__lt=oldest)).delete()
    Subscription.objects.filter(ended_at__lt=oldest).delete()
    # Last: what went before is what a reader was kept for.
    Reader.objects.forgotten(at).delete()


def erase_hidden(at=None) -> int:
    """Erase what was refused, taken down or withdrawn long enough ago; returns how many."""
    at = at or timezone.now()
    erased = last = 0
    while numbers := [
        *due_for_erasure(at).filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]
    ]:
        erased += sum(erase_if_due(number, at) for number in numbers)
        last = numbers[-1]
    return erased


def due_for_erasure(at):
    """Never what waits: that is not hidden, it has not been read."""
    oldest = at - timedelta(days=settings.REFUSED_RETENTION_DAYS)
    hidden = ["refused", "spam", "taken_down", "withdrawn"]
    comments = Comment.objects.filter(status__in=hidden, hidden_since__lt=oldest)
    return comments.filter(erased_at__isnull=True).order_by("pk")


@transaction.atomic
def erase_if_due(number: int, at) -> bool:
    """Asked again under the lock: a moderator may have published it a moment ago."""
    comment = Comment.objects.get(pk=number)
    Thread.objects.select_for_update().get(article=comment.article_id)
    if not due_for_erasure(at).filter(pk=number).exists():
        return False
    comment.erase(at)
    return True
