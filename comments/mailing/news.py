"""What one mail tells: comments, what became of them, and how that is said in plain text.

Readers' own words are quoted, shortened, and hold nothing that a mail program would make a link.
"""

import re
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from comments.models import Comment, Decision, Notice, Subscription
from comments.readers.receipt import Account
from opinion import html
from opinion.pages import public_address

# The others of a long mail are counted.
TOLD_IN_FULL = 50
BEGINNING = 60  # words

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

    @property
    def items(self) -> list["Item"]:
        return [Item(notice) for notice in self.notices]

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

    @property
    def subject(self) -> str:
        """The subject of a mail of this alone: never a word that a reader typed."""
        if self.is_asked:
            words = _("Please edit your comment on “%(headline)s”")
        elif self.is_own:
            words = {
                Comment.Status.PUBLISHED: _("Your comment on “%(headline)s” has been published"),
                Comment.Status.TAKEN_DOWN: _("Your comment on “%(headline)s” was taken down"),
            }.get(self.comment.status, _("Your comment on “%(headline)s” was not published"))
        elif self.kind == Subscription.Kind.REPLIES:
            words = _("A reply to your comment on “%(headline)s”")
        else:
            words = _("A new comment on “%(headline)s”")
        return words % {"headline": self.headline}

    @property
    def title(self) -> str:
        if self.is_own:
            return self.subject
        if self.kind == Subscription.Kind.REPLIES:
            words = _("%(name)s replied to your comment on “%(headline)s”:")
        else:
            words = _("%(name)s commented on “%(headline)s”:")
        return words % {"name": self.name, "headline": self.headline}

    @property
    def explanation(self) -> list[str]:
        """Why the reader's own comment is not shown."""
        if self.comment.is_published:
            return []
        account = Account(self.comment, self.comment.decisions.all())
        if self.is_asked:
            own_page = _(
                "You can edit it on its status page. If you've lost the link, get help here:"
            )
            address = public_address(reverse("reader_ask"))
            lines = [account.state, account.asked_for, f"{own_page} {address}"]
        else:
            lines = [account.state, account.reason]
        return [str(words) for words in lines if words]

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
