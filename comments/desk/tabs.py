"""The lists of the desk: which comments stand in each, in which order, from which place on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Edit, Report

Status = Comment.Status
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Tab:
    """One list, in the order of a moment, and of a number where several share one.

    `moment` and `number` are columns of its comments. Without a moment the number is the order, the
    newest first.
    """

    name: str
    label: Promise
    moment: str | None = "created_at"
    number: str = "pk"
    is_oldest_first: bool = False

    def of(self, comments):
        """Those of `comments` that stand in this list."""
        return comments.filter(status=self.name)

    def in_order(self, comments):
        sign = "" if self.is_oldest_first else "-"
        return comments.order_by(*(f"{sign}{column}" for column in self._columns))

    def after(self, comments, place):
        """What follows a place: a moment and a number."""
        moment, number = place
        if self.moment is None:
            return comments.filter(**{f"{self.number}__lt": number})
        bound, beyond = ("gte", "lte") if self.is_oldest_first else ("lte", "gte")
        # A plain bound that an index can start at, and then the few of the same moment.
        return comments.filter(**{f"{self.moment}__{bound}": moment}).exclude(
            **{self.moment: moment, f"{self.number}__{beyond}": number}
        )

    def place_of(self, comment):
        moment = getattr(comment, self.moment) if self.moment else EPOCH
        return moment, getattr(comment, self.number)

    @property
    def _columns(self):
        return [column for column in (self.moment, self.number) if column]


class Everything(Tab):
    def of(self, comments):
        return comments


class Edited(Tab):
    """Published comments whose writer proposes another text."""

    def of(self, comments):
        waits = Q(edits__status=Edit.Status.WAITING)
        return (
            comments.published()
            .alias(proposal=FilteredRelation("edits", condition=waits))
            .filter(proposal__isnull=False)
            .annotate(proposed_at=F("proposal__at"), proposal_number=F("proposal__pk"))
        )


class Reported(Tab):
    """Published comments that readers object to."""

    def of(self, comments):
        reports = Report.objects.filter(comment=OuterRef("pk"))
        return (
            comments.published()
            .filter(Exists(reports))
            .annotate(last_report=Subquery(reports.order_by("-pk").values("pk")[:1]))
        )


TABS = {
    tab.name: tab
    for tab in (
        Tab(Status.WAITING, _("Waiting"), "waiting_since", is_oldest_first=True),
        Edited("edited", _("Edited"), "proposed_at", "proposal_number", is_oldest_first=True),
        Reported("reported", _("Reported"), None, "last_report"),
        Tab(Status.PUBLISHED, _("Published")),
        Tab(Status.REFUSED, _("Refused")),
        Tab(Status.SPAM, _("Spam")),
        Tab(Status.TAKEN_DOWN, _("Taken down")),
        Tab(Status.WITHDRAWN, _("Withdrawn")),
        Everything("all", _("All"), None),
    )
}
