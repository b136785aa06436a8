"""What was put aside comes back to the queue, by the clock."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from authors.models import User
from comments.models import Claim, Comment

BATCH = 500


def return_due(at=None) -> int:
    """Put back what was put aside until now, or for a colleague who left; returns how many."""
    at = at or timezone.now()
    Claim.objects.over(at).delete()
    back = 0
    while count := _return_some(at):
        back += count
    return back


@transaction.atomic
def _return_some(at) -> int:
    # Its place stays what it was; that it waits is news to moderators who had emptied the queue.
    return _free(Comment.objects.put_aside().filter(_is_due(at))).update(
        desk_state=Comment.DeskState.NOT, desk_until=None, handed_to=None, waiting_since=at
    )


def _is_due(at):
    may_decide = User.objects.with_perm("comments.decide_comment", include_superusers=True)
    has_left = Q(desk_state=Comment.DeskState.HANDED) & ~Q(handed_to__in=may_decide.values("pk"))
    return Q(desk_until__lte=at) | has_left


def _free(comments):
    """Some of the comments found, locked. What a decision holds is left to it, and to later."""
    # In the order of their own index: by number, they would be looked for among all comments.
    locked = comments.order_by("priority_at", "pk").select_for_update(skip_locked=True)
    return Comment.objects.filter(pk__in=[*locked.values_list("pk", flat=True)[:BATCH]])
