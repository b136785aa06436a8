"""The lists of the desk: which comments stand in each, in which orders."""

from dataclasses import dataclass, field

from django.db.models import F, FilteredRelation, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Edit

from .ordering import BY_NUMBER, Order

Status, DeskState = Comment.Status, Comment.DeskState

URGENT = Order(_("Most urgent first"), "priority_at", is_oldest_first=True)
LONGEST = Order(_("Longest waiting first"), "waiting_since", is_oldest_first=True)
LATEST = Order(_("Newest first"), "waiting_since")
NEWEST = Order(_("Newest first"), "created_at")
OLDEST = Order(_("Oldest first"), "created_at", is_oldest_first=True)
BY_EDIT = Order(_("Longest waiting first"), "proposed_at", "proposal_number", is_oldest_first=True)
QUEUES = {"urgent": URGENT, "oldest": LONGEST, "newest": LATEST}
ARCHIVES = {"newest": NEWEST, "oldest": OLDEST}


@dataclass(frozen=True)
class Tab:
    """One list. The first of its orders holds where none is asked for."""

    name: str
    label: Promise
    orders: dict[str, Order] = field(default_factory=lambda: ARCHIVES)
    # Folded away under "More", until it is open.
    is_rare: bool = False

    def of(self, comments, user):
        """Those of `comments` that stand in this list of `user`."""
        return comments.filter(status=self.name)

    def order(self, name) -> Order:
        return self.orders.get(name) or next(iter(self.orders.values()))


class Waiting(Tab):
    def of(self, comments, user):
        return comments.filter(status=Status.WAITING, desk_state=DeskState.NOT)


class Mine(Tab):
    """What a colleague handed to this moderator, or escalated to whoever decides that."""

    def of(self, comments, user):
        mine = Q(desk_state=DeskState.HANDED, handed_to=user)
        if user.has_perm("comments.receive_escalated"):
            mine |= Q(desk_state=DeskState.ESCALATED)
        return comments.filter(mine)


class PutAside(Tab):
    def of(self, comments, user):
        return comments.put_aside()


class Reported(Tab):
    """Published comments that readers object to, until a moderator has answered."""

    def of(self, comments, user):
        return comments.reported()


class Edited(Tab):
    """Published comments whose writer proposes another text."""

    def of(self, comments, user):
        waits = Q(edits__status=Edit.Status.WAITING)
        return (
            comments.published()
            .alias(proposal=FilteredRelation("edits", condition=waits))
            .filter(proposal__isnull=False)
            .annotate(proposed_at=F("proposal__at"), proposal_number=F("proposal__pk"))
        )


class Everything(Tab):
    def of(self, comments, user):
        return comments


TABS = {
    tab.name: tab
    for tab in (
        Waiting("waiting", _("Waiting"), QUEUES),
        Mine("mine", _("Mine"), QUEUES),
        Reported("reported", _("Reported"), {"urgent": URGENT} | ARCHIVES),
        Edited("edited", _("Edited"), {"oldest": BY_EDIT}),
        PutAside("aside", _("On hold"), QUEUES),
        Tab(Status.PUBLISHED, _("Published")),
        Tab(Status.SPAM, _("Spam")),
        Tab(Status.REFUSED, _("Refused"), is_rare=True),
        Tab(Status.TAKEN_DOWN, _("Taken down"), is_rare=True),
        Tab(Status.WITHDRAWN, _("Withdrawn"), is_rare=True),
        Everything("all", _("All"), {"newest": BY_NUMBER}, is_rare=True),
    )
}
