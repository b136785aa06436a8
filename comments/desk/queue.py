"""A list of the desk as its address describes it: narrowed by filters, a page at a time."""

import re
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q
from django.http import QueryDict
from django.utils.functional import cached_property

from comments.models import Comment, Decision, Report

from .tabs import EPOCH, TABS

SIZE = 25
# Counting stops here, so that a count costs the same however long a list has grown.
COUNTED = 10_000
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
            "signals",
            "edits",
            Prefetch("reports", Report.objects.only("comment", "reason")),
            Prefetch("decisions", Decision.objects.select_related("by", "note")),
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

    `after` is the place of the last comment on the page before: a moment and a number.
    """

    def __init__(self, user, status="waiting", article=None, section=None, name="", after=None):
        self.user, self.tab, self.after = user, TABS[status], after
        self.article, self.section, self.name = article, section, name

    @property
    def status(self) -> str:
        return self.tab.name

    @property
    def comments(self):
        """All of this list, in its order."""
        return self.tab.in_order(self.tab.of(self._comments))

    @cached_property
    def page(self) -> list[Comment]:
        return self._page[:SIZE]

    @property
    def next_address(self) -> str:
        """The query of the page after this one; empty on the last."""
        if len(self._page) <= SIZE:
            return ""
        return self.address(after=_place(self.tab.place_of(self.page[-1])))

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
        return [self._told(tab) for tab in TABS.values()]

    def _told(self, tab) -> dict:
        count = tab.of(self._comments)[: COUNTED + 1].count()
        return {
            "label": tab.label,
            "address": self.address(status=tab.name),
            "count": min(count, COUNTED),
            "is_cut": count > COUNTED,
            "is_current": tab is self.tab,
        }

    @cached_property
    def _page(self):
        comments = self.comments
        if self.after:
            comments = self.tab.after(comments, self.after)
        return [*with_context(comments)[: SIZE + 1]]

    @property
    def _comments(self):
        """What the filters leave, of every list."""
        comments = Comment.objects.visible_to(self.user)
        if self.article:
            comments = comments.filter(article=self.article)
        if self.section:
            comments = comments.filter(article__live_edition__section=self.section)
        for word in self.name.split():
            # The beginning of any word of the name.
            comments = comments.filter(Q(name__istartswith=word) | Q(name__icontains=f" {word}"))
        return comments


def _place(place) -> str:
    moment, pk = place
    return f"{(moment - EPOCH) // timedelta(microseconds=1)}-{pk}"


def parse_place(word: str) -> tuple[datetime, int] | None:
    """What `after` in an address says; None where it is no place."""
    match = re.fullmatch(r"([0-9]{1,17})-([0-9]{1,18})", word)
    if match is None:
        return None
    return EPOCH + timedelta(microseconds=int(match[1])), int(match[2])
