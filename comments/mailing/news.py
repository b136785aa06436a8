"""What one mail tells: comments, what became of them, and how that is said in plain text.

Readers' own words are quoted, shortened, and hold nothing that a mail program would make a link.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.models import Comment, Decision, Edit, Notice, Receipt, Subscription, verdict
from comments.models.decision_kinds import DecisionKind
from comments.readers.receipt import Account
from opinion import html
from opinion.pages import public_address

# The others of a long mail are counted.
TOLD_IN_FULL = 50
BEGINNING = 60  # words
# Of a headline in a subject: lists of mail show about as much.
HEADLINE = 50

EDITED = {
    True: gettext_lazy("Edit published: your comment on “%(headline)s”"),
    False: gettext_lazy("Edit not published: your comment on “%(headline)s”"),
}

# What mail programs link without being asked: anything like a scheme, and hosts, with or without
# a name before an @. Dots of other writings count, because IDNA reads them as dots.
_SCHEME = re.compile(r"\b([a-z][a-z0-9+.-]*):(?=\S)", re.IGNORECASE)
_LETTER_AND_MORE = r"[^\W\d_][^\s!-,./:-@\[-`{-~]"
_DOT = re.compile(rf"(?<=[^\s.])[.\u3002\uff0e\uff61](?={_LETTER_AND_MORE})|(?<=\d)\.(?=\d+\.\d)")


@dataclass(frozen=True)
class News:
    """What is told to one reader in one mail."""

    notices: list[Notice]
    numbers: list[int]
    subscriptions: list[int]

    @property
    def reader(self):
        return self.notices[0].reader

    @cached_property
    def items(self) -> list["Item"]:
        return [Item(notice) for notice in self.notices]

    @property
    def first(self) -> "Item":
        """What its subject names: what became of a comment of their own, where that is told."""
        return next((item for item in self.items if item.is_own), self.items[0])

    @property
    def threads(self) -> list[tuple[str, list["Item"]]]:
        """Each headline once, with what is told of its thread."""
        in_threads = sorted(self.items, key=lambda item: item.comment.article_id)
        groups = groupby(in_threads, key=lambda item: item.comment.article_id)
        told = [[*items] for _article, items in groups]
        return [(items[0].headline, items) for items in sorted(told, key=self._place)]

    def _place(self, items) -> int:
        return self.items.index(items[0])

    @property
    def has_unpublished(self) -> bool:
        return any(not item.comment.is_published for item in self.items)

    @property
    def uncounted(self) -> int:
        """How many are not told in full."""
        return len(self.numbers) - len(self.notices)


def gather(notices, numbers) -> News | None:
    """The notices `numbers` of one reader that are still among `notices`; None without any."""
    listed = [
        *notices.order_by("comment")
        .select_related("reader", "subscription", "comment__article__live_edition__type")
        .prefetch_related(Prefetch("comment__decisions", Decision.objects.with_display_data()))[
            :TOLD_IN_FULL
        ]
    ]
    mine = Notice.objects.filter(pk__in=numbers).order_by("subscription")
    about = mine.values_list("subscription", flat=True).distinct()
    return News(listed, numbers, [*about]) if listed else None


class Item:
    """One comment in a mail."""

    def __init__(self, notice):
        self.notice = notice
        self.comment, self.kind = notice.comment, notice.subscription.kind

    @property
    def headline(self) -> str:
        return html.clean_line(self.comment.article.live_edition.full_headline)

    @property
    def name(self) -> str:
        return inert(html.clean_line(self.comment.name))

    @property
    def is_own(self) -> bool:
        return self.kind == Subscription.Kind.DECISION

    @property
    def is_asked(self) -> bool:
        """Whether a moderator asks its writer for another text."""
        return self.is_own and self.comment.is_asked

    @cached_property
    def account(self) -> Account:
        return Account(self.comment, self.comment.decisions.all())

    @cached_property
    def about_edit(self) -> DecisionKind | None:
        """What was decided about an edit of it, where that is the verdict that stands."""
        stands = None if self.is_asked else verdict.standing([*self.comment.decisions.all()])
        return stands.definition if stands and stands.definition.is_about_edit else None

    @property
    def subject(self) -> str:
        """The subject of a mail of this alone: never a word that a reader typed."""
        return str(self._subject()) % {"headline": Truncator(self.headline).chars(HEADLINE)}

    def _subject(self) -> Promise | str:
        if self.kind == Subscription.Kind.REPLIES:
            return _("A reply to your comment on “%(headline)s”")
        if not self.is_own:
            return _("A new comment on “%(headline)s”")
        if self.is_asked:
            return _("Please edit your comment on “%(headline)s”")
        if self.about_edit:
            was_taken = self.about_edit.edit_becomes == Edit.Status.TAKEN
            return EDITED[was_taken]
        return {
            Comment.Status.PUBLISHED: _("Published: your comment on “%(headline)s”"),
            Comment.Status.TAKEN_DOWN: _("Taken down: your comment on “%(headline)s”"),
        }.get(self.comment.status, _("Not published: your comment on “%(headline)s”"))

    @property
    def title(self) -> str:
        if self.kind == Subscription.Kind.REPLIES:
            return _("%(name)s replied to your comment:") % {"name": self.name}
        if not self.is_own:
            return _("%(name)s wrote:") % {"name": self.name}
        return str(self.about_edit.tells if self.about_edit else self.account.title)

    @property
    def explanation(self) -> list[str]:
        """What became of the reader's own comment, and why."""
        if not self.is_own:
            return []
        account = self.account
        lines = [account.state, account.reason, account.asked_for, account.edit_refused]
        return [str(words) for words in lines if words]

    @cached_property
    def own_page(self) -> str:
        """Where its writer can change, withdraw and erase it; it works without another mail."""
        contact = self.account.contact
        if not (self.is_own and contact and contact.reader_id == self.notice.reader_id):
            return ""
        return public_address(reverse("receipt", args=[Receipt.objects.issue(self.comment)]))

    @property
    def quoted(self) -> str:
        """The beginning of somebody else's words."""
        return "" if self.is_own else f"> {inert(html.excerpt(self.comment.html, BEGINNING))}"

    @property
    def address(self) -> str:
        is_published = self.comment.is_published
        return public_address(self.comment.get_absolute_url()) if is_published else ""


def inert(text: str) -> str:
    """`text` in which no mail program finds a link: example[.]org, https[:]//…"""
    return _DOT.sub("[.]", _SCHEME.sub(r"\1[:]", text))
