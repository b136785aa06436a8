"""A list of the desk as its address describes it: narrowed by filters, a page at a time."""

from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.functional import cached_property

from comments.models import Comment, Decision, Reason, Report
from comments.models.claim import is_open_to
from opinion.articles.models import Section

from .filters import NARROWING
from .ordering import written
from .tabs import TABS
from .together import instance, rows_of

SIZE = 25
# Counting stops here, so that a count costs the same however long a list has grown.
COUNTED = 1_000
# Of what filters leave each one costs a look: beyond so many PostgreSQL would rather look at all.
COUNTED_NARROWED = 200
LONG_TEXTS = ("body", "body_html", "note", "note_html")


# No address is on the desk until somebody asks for it.
ADDRESSES = ("key", "email", "address", "submission_digest")
JOINED = (
    "article__live_edition__type",
    "article__live_edition__section",
    "edition",
    "in_reply_to",
    "handed_to",
    "claim__by",
    "contact__reader",
    "fingerprint",
)
LEFT_OUT = (
    *(
        f"{place}__{field}"
        for place in ("article", "article__live_edition", "edition")
        for field in LONG_TEXTS
    ),
    *(f"contact__{field}" for field in ADDRESSES),
    *(f"contact__reader__{field}" for field in ("key", "email")),
)


def read(comments) -> list[Comment]:
    """Comments with what stands in one row with each; `attach` adds what hangs on them."""
    return [*comments.select_related(*JOINED).defer(*LEFT_OUT)]


def with_context(comments):
    """With all that a card shows; a query for each kind of thing that hangs on a comment."""
    return (
        comments.select_related(*JOINED)
        .prefetch_related(
            "signals__rule",
            "edits",
            Prefetch("reports", Report.objects.waiting().only("comment", "reason", "words")),
            Prefetch("decisions", Decision.objects.with_display_data()),
        )
        .defer(*LEFT_OUT)
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
        view="",
        **narrowed,
    ):
        self.user, self.tab, self.after = user, TABS[status], after
        self.article, self.section, self.narrowed = article, section, narrowed
        self.order_name, self.order = order, self.tab.order(order)
        self.view = view

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
    def other_view(self) -> str:
        """The query of the same list, shown compact or at length."""
        return self.address(view="" if self.view else "compact")

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
            "view": self.view,
            **self.narrowed,
        } | changes
        query = QueryDict(mutable=True)
        query.update({word: value for word, value in chosen.items() if value})
        return "?" + query.urlencode()

    # --- One by one

    def next_free(self, after=None) -> Comment | None:
        """The first that no colleague has open; the first after the comment `after`, if given."""
        return self.free(after).first()

    def free(self, after=None):
        """Those that no colleague has open; those after the comment `after`, if given."""
        free = self._all.filter(is_open_to(self.user))
        return free if after is None else self.order.after(free, self.order.place_of(after))

    def read(self, number) -> Comment | None:
        """As `holds`, with what stands in one row with it."""
        return next(iter(read(self._all.filter(pk=number))), None) if number else None

    def holds(self, number) -> Comment | None:
        """The comment with this number, if it stands in this list."""
        return self._all.filter(pk=number).first()

    def following(self, comment, count) -> list[Comment]:
        """The next ones that no colleague has open."""
        ahead = self.order.after(self._all, self.order.place_of(comment))
        ahead = ahead.filter(is_open_to(self.user)).select_related("article__live_edition__type")
        return [*ahead.exclude(pk=comment.pk)[:count]]

    # --- What stands around the cards

    def tabs(self) -> list[dict]:
        """Each list with its live count; with filters that cost, only of the list that is open."""
        return [self._told(tab) for tab in TABS.values()]

    @property
    def newest(self) -> int:
        """The number of the newest comment of all; 0 where there is none."""
        return next((row["pk"] for row in self._around["newest"]), 0)

    @property
    def reasons(self) -> list[Reason]:
        """Those to choose from."""
        return [instance(Reason, row) for row in self._around["reasons"]]

    @property
    def sections(self) -> list[tuple]:
        """The slug and the name of each that the list can be narrowed to."""
        return [(row["slug"], row["name"]) for row in self._around["sections"]]

    @cached_property
    def _around(self) -> dict[str, list[dict]]:
        """The counts of the lists, the newest comment and the choices, in one query."""
        questions = {
            "newest": Comment.objects.order_by("-pk").values("pk")[:1],
            "reasons": Reason.objects.offered().values(),
            "sections": Section.objects.canonical().values("slug", "name"),
            **{tab.name: self._counted(tab) for tab in TABS.values() if self._is_counted(tab)},
        }
        return dict(zip(questions, rows_of(*questions.values()), strict=True))

    def _told(self, tab) -> dict:
        described = {
            "label": tab.label,
            "address": self.address(status=tab.name, order=""),
            "is_current": tab is self.tab,
            "is_rare": tab.is_rare,
        }
        if tab is self.tab and self._is_at_hand:
            return described | {"count": len(self._page), "is_cut": False}
        if tab.name not in self._around:
            return described
        (answer,) = self._around[tab.name]
        most = self._counted_at_most
        return described | {"count": min(answer["count"], most), "is_cut": answer["count"] > most}

    @property
    def _counted_at_most(self) -> int:
        return COUNTED_NARROWED if self.narrowed or self.section else COUNTED

    @property
    def _is_at_hand(self) -> bool:
        """All of the list is: counting would only look for more of them once again."""
        return bool(self.narrowed) and not self.after and len(self._page) <= SIZE

    def _is_counted(self, tab) -> bool:
        return not self.narrowed or (tab is self.tab and not self._is_at_hand)

    def _counted(self, tab) -> tuple:
        """How many stand in a list, as far as is counted: SQL with its parameters."""
        listed = self._listed(tab).values("pk")[: self._counted_at_most + 1]
        sql, words = listed.query.sql_with_params()
        return f"SELECT count(*) FROM ({sql}) listed", words

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
        return read(self.order.sort(on_page))

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
