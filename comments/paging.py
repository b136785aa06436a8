"""Which part of a thread one page shows. Pages begin at a comment, never at a number of them.

A page costs the same wherever it lies: it starts in the index, at a path, and reads PAGE rows.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from .models import Comment

PAGE = 100
SHOWN = (
    "article_id",
    "path",
    "name",
    "html",
    "created_at",
    "parent_id",
    "in_reply_to__name",
    "in_reply_to__status",
)


@dataclass
class ThreadPage:
    """Comments in thread order; `next` and `previous` are the `?thread=` of the pages beside it.

    None is "there is none"; an empty `previous` is the thread's first page.
    """

    comments: list
    previous: str | None
    next: str | None


def shown(article):
    """What the thread of `article` shows to everybody, in its order."""
    return Comment.objects.visible_to(AnonymousUser()).filter(article=article).in_thread_order()


def find(article, number: str):
    """The comment with this number, as somebody typed it, if the thread shows it; else None."""
    # A bigint has at most 19 digits.
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        return None
    return shown(article).filter(pk=number).order_by("pk").first()


def page(article, start: str = "") -> ThreadPage:
    """The page that begins at the comment `start`; the first one where that is not shown."""
    first = find(article, start)
    rows = shown(article).select_related("in_reply_to").only(*SHOWN)
    rows = [*(rows.filter(path__gte=first.path) if first else rows)[: PAGE + 1]]
    return ThreadPage(
        comments=rows[:PAGE],
        previous=_previous(article, first) if first else None,
        next=str(rows[PAGE].pk) if len(rows) > PAGE else None,
    )


def _previous(article, first) -> str | None:
    before = shown(article).filter(path__lt=first.path).order_by("-path")
    keys = [*before.values_list("pk", flat=True)[: PAGE + 1]]
    if not keys:
        return None
    return str(keys[PAGE - 1]) if len(keys) > PAGE else ""


def start_for(comment) -> str:
    """The `?thread=` of a page with this comment on it; empty when that is the first page.

    Where it can be, the page begins with the conversation, so that what was answered is read first.
    """
    before = shown(comment.article).filter(path__lt=comment.path)
    if before[:PAGE].count() < PAGE:
        return ""
    conversation = shown(comment.article).filter(path__gte=[comment.root_id])
    keys = [*conversation.values_list("pk", flat=True)[:PAGE]]
    return str(keys[0] if comment.pk in keys else comment.pk)
