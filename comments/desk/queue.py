"""A list of the desk as its address describes it: narrowed by filters, a page at a time."""

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.functional import cached_property

from comments.models import Comment, Decision, Report
from comments.models.claim import is_open_to

from .filters import NARROWING
from .ordering import written
from .tabs import TABS

SIZE = 25
# Counting stops here, so that a count costs the same however long a list has grown.
COUNTED = 1_000
# Of what filters leave each one costs a look: beyond so many PostgreSQL would rather look at all.
COUNTED_NARROWED = 200
LONG_TEXTS = ("body", "body_html", "note", "note_html")


def with_context(comments):
    """With all that a card shows, in a fixed number of queries."""
    return (
        comments.select_related(
            "article__live_edition__type",
            "article__live_edition__section",
            "edition",
            "in_reply_to",
            "handed_to",
            "claim__by",
        )
        .prefetch_related(
            "signals__rule",
            "edits",
            Prefetch("reports", Report.objects.waiting().only("comment", "reason")),
            Prefetch("decisions", Decision.objects.with_display_data()),
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

    `after` is the place of the last comment on the page before: a moment and a number. `narrowed`
    are filters by their names in NARROWING.
    """

    def __init__(
        self,
        user,
        status="waiting",
        article=None,
        section=None,
        order="",
        after=None,
        **narrowed,
    ):
        self.user, self.tab, self.after = user, TABS[status], after
        self.article, self.section, self.narrowed = article, section, narrowed
        self.order_name, self.order = order, self.tab.order(order)

    @property
    def status(self) -> str:
        return self.tab.name

    @cached_property
    def page(self) -> list[Comment]:
        return self._page[:SIZE]

    @property
    def next_address(self) -> str:
        """The query of the page after this one; empty on the last."""
        if len(self._page) <= SIZE:
            return ""
        return self.address(after=written(self.order.place_of(self.page[-1])))

    @property
    def is_filtered(self) -> bool:
        return bool(self.article or self.section or self.narrowed)

    @property
    def name(self) -> str:
        return self.narrowed.get("name", "")

    def address(self, **changes) -> str:
        """The query of this list from its beginning, with `changes` of its filters."""
        chosen = {
            "status": self.status,
            "article": self.article and self.article.pk,
            "section": self.section and self.section.slug,
            "order": self.order_name,
            **self.narrowed,
        } | changes
        query = QueryDict(mutable=True)
        query.update({word: value for word, value in chosen.items() if value})
        return "?" + query.urlencode()

    # --- One by one

    def next_free(self, after=None) -> Comment | None:
        """The first that no colleague has open; the first after the comment `after`, if given."""
        free = self._all.filter(is_open_to(self.user))
        if after is not None:
            free = self.order.after(free, self.order.place_of(after))
        return free.first()

    def holds(self, number) -> Comment | None:
        """The comment with this number, if it stands in this list."""
        return self._all.filter(pk=number).first()

    def following(self, comment, count) -> list[Comment]:
        """The next ones that no colleague has open."""
        ahead = self.order.after(self._all, self.order.place_of(comment))
        ahead = ahead.filter(is_open_to(self.user)).select_related("article__live_edition__type")
        return [*ahead.exclude(pk=comment.pk)[:count]]

    # --- Counts

    def tabs(self) -> list[dict]:
        """Each list with its live count; with filters that cost, only of the list that is open."""
        return [self._told(tab) for tab in TABS.values()]

    def _told(self, tab) -> dict:
        is_current = tab is self.tab
        described = {
            "label": tab.label,
            "address": self.address(status=tab.name, order=""),
            "is_current": is_current,
        }
        if self.narrowed and not is_current:
            return described
        most = COUNTED_NARROWED if self.narrowed or self.section else COUNTED
        count = self._count(tab, most + 1)
        return described | {"count": min(count, most), "is_cut": count > most}

    def _count(self, tab, most) -> int:
        if self.narrowed and not self.after and len(self._page) <= SIZE:
            # All is at hand: counting would only look for more of them once again.
            return len(self._page)
        return self._listed(tab)[:most].count()

    def _listed(self, tab):
        listed = tab.of(self._comments, self.user)
        # In the list's own order, which its index has: for the first thousand of many PostgreSQL
        # would begin to read the table, where what waits comes last. An article has its own index.
        return listed.order_by() if self.article else tab.order("").sort(listed)

    def newer_than(self, number) -> int:
        """How many came into this list since the comment with this number was the newest."""
        return self._all.order_by().filter(pk__gt=number)[:COUNTED].count()

    @cached_property
    def _page(self):
        listed = self._all
        if self.after:
            listed = self.order.after(listed, self.after)
        # First which ones, then what their cards show: else PostgreSQL gathers all that for each
        # comment that a filter leaves out.
        numbers = [*listed.values_list("pk", flat=True)[: SIZE + 1]]
        on_page = self.tab.of(Comment.objects.filter(pk__in=numbers), self.user)
        return [*with_context(self.order.sort(on_page))]

    @property
    def _all(self):
        return self.order.sort(self.tab.of(self._comments, self.user))

    @property
    def _comments(self):
        """What the filters leave, of every list."""
        comments = Comment.objects.visible_to(self.user)
        if self.article:
            comments = comments.filter(article=self.article)
        if self.section:
            comments = comments.filter(article__live_edition__section__in=self.section.meant())
        for name, value in self.narrowed.items():
            comments = NARROWING[name](comments, value)
        return comments
