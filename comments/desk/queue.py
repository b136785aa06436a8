"""The lists of the desk: which comments, in which order, a page at a time."""

import re
from datetime import UTC, datetime, timedelta

from django.db.models import Prefetch, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from comments.models import Comment, Decision

Status = Comment.Status

SIZE = 25
# Counting stops here, so that a count costs the same however long a list has grown.
COUNTED = 10_000
TABS = [
    (Status.WAITING, _("Waiting")),
    (Status.PUBLISHED, _("Published")),
    (Status.REFUSED, _("Refused")),
    (Status.SPAM, _("Spam")),
    (Status.TAKEN_DOWN, _("Taken down")),
    ("all", _("All")),
]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONG_TEXTS = ("body", "body_html", "note", "note_html")


def with_context(comments):
    """With all that a card shows, in a fixed number of queries."""
    return (
        comments.select_related(
            "article__live_edition__type",
            "article__live_edition__section",
            "edition",
            "in_reply_to",
        )
        .prefetch_related(
            "signals", Prefetch("decisions", Decision.objects.select_related("by", "note"))
        )
        .defer(
            *(
                f"{place}__{field}"
                for place in ("article", "article__live_edition", "edition")
                for field in LONG_TEXTS
            )
        )
    )


class Queue:
    """One list of comments, as its address describes it.

    `after` is the place of the last comment on the page before: a moment and a primary key.
    """

    def __init__(self, user, status="waiting", article=None, section=None, name="", after=None):
        self.user, self.status, self.after = user, status, after
        self.article, self.section, self.name = article, section, name

    @property
    def comments(self):
        """All of this list, in its order."""
        return self._ordered(self._with_status(self.status))

    @cached_property
    def page(self) -> list[Comment]:
        return self._page[:SIZE]

    @property
    def next_address(self) -> str:
        """The query of the page after this one; empty on the last."""
        if len(self._page) <= SIZE:
            return ""
        return self.address(after=_place(self._place_of(self.page[-1])))

    @property
    def is_filtered(self) -> bool:
        return bool(self.article or self.section or self.name)

    def address(self, **changes) -> str:
        """The query of this list from its beginning, with `changes` of its filters."""
        chosen = {
            "status": self.status,
            "article": self.article and self.article.pk,
            "section": self.section and self.section.slug,
            "name": self.name,
        } | changes
        query = QueryDict(mutable=True)
        query.update({word: value for word, value in chosen.items() if value})
        return "?" + query.urlencode()

    def tabs(self) -> list[dict]:
        return [self._tab(status, label) for status, label in TABS]

    def _tab(self, status, label) -> dict:
        count = self._with_status(status).order_by()[: COUNTED + 1].count()
        return {
            "label": label,
            "address": self.address(status=status),
            "count": min(count, COUNTED),
            "is_cut": count > COUNTED,
            "is_current": status == self.status,
        }

    @cached_property
    def _page(self):
        comments = self._following(self.comments) if self.after else self.comments
        return [*with_context(comments)[: SIZE + 1]]

    def _with_status(self, status):
        comments = Comment.objects.visible_to(self.user)
        if status != "all":
            comments = comments.filter(status=status)
        if self.article:
            comments = comments.filter(article=self.article)
        if self.section:
            comments = comments.filter(article__live_edition__section=self.section)
        for word in self.name.split():
            # The beginning of any word of the name.
            comments = comments.filter(Q(name__istartswith=word) | Q(name__icontains=f" {word}"))
        return comments

    def _ordered(self, comments):
        if self.status == Status.WAITING:
            return comments.order_by("waiting_since", "pk")
        if self.status == "all":
            return comments.order_by("-pk")
        return comments.order_by("-created_at", "-pk")

    def _following(self, comments):
        # A plain bound that an index can start at, and then the few of the same moment.
        moment, pk = self.after
        if self.status == Status.WAITING:
            return comments.filter(waiting_since__gte=moment).exclude(
                waiting_since=moment, pk__lte=pk
            )
        if self.status == "all":
            return comments.filter(pk__lt=pk)
        return comments.filter(created_at__lte=moment).exclude(created_at=moment, pk__gte=pk)

    def _place_of(self, comment):
        waits = self.status == Status.WAITING
        return (comment.waiting_since if waits else comment.created_at), comment.pk


def _place(place) -> str:
    moment, pk = place
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{pk}"


def parse_place(word: str) -> tuple[datetime, int] | None:
    """What `after` in an address says; None where it is no place."""
    match = re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", word)
    if match is None:
        return None
    return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
