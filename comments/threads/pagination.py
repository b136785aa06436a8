"""Which part of a thread one page shows. Pages begin at a comment, never at a number of them.

A page costs the same wherever it lies and however long the thread is: it starts in an index, at a
conversation's number or at a path, and reads as many rows as it shows.
"""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, Lookup, OuterRef
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.urls import reverse

from comments.models import Comment
from opinion.parse_id import parse_id
from opinion.prepared import Prepared, any_of

# Conversations on a page of the thread, and the replies that each shows there.
ROOTS = 20
FIRST_REPLIES = 5
# Comments on a page of one conversation.
PAGE = 100
NEWEST = "newest"
GREATEST = 2**63 - 1
SHOWN = (
    "article_id",
    "path",
    "name",
    "badge",
    "passage",
    "html",
    "status",
    "created_at",
    "published_at",
    "edited_at",
    "published_below",
    "parent_id",
    "in_reply_to__name",
    "in_reply_to__status",
)


@dataclass
class Part:
    """Comments in the order of the page; `next` and `previous` say where its neighbours begin.

    None is "there is none"; an empty `previous` is the first page. `others` tells, by the number of
    a conversation, how many of its published replies are left out here.
    """

    comments: list
    previous: str | None
    next: str | None
    others: dict = field(default_factory=dict)


def shown(article):
    """What everybody may read in the thread of `article`, in its order."""
    return Comment.objects.visible_to(AnonymousUser()).filter(article=article).in_thread_order()


def standing(article):
    """What has a place in the thread of `article`: what is shown, and placeholders above it.

    Of a thread that is shown: the views of `of_a_thread` and the tag `thread` see to that.
    """
    return Comment.objects.standing().filter(article=article)


def find(article, number: str):
    """The comment with this number, as somebody typed it, if the thread shows it; else None."""
    pk = parse_id(number)
    return pk and shown(article).filter(pk=pk).order_by("pk").first()


# --- The thread, by conversation


def thread_page(article, start: str = "", sort: str = "") -> Part:
    """The page that begins at the conversation `start`, or where that would stand.

    Oldest first, unless `sort` is NEWEST. The first page, where nothing stands there or beyond.
    """
    newest, number = sort == NEWEST, parse_id(start)
    roots = _with_first_replies(article, number, newest)
    if number and not roots:
        roots, number = _with_first_replies(article, None, newest), None
    if not roots:
        return Part([], None, None)
    here = dict(roots[:ROOTS])
    comments = _rows(article, here)
    before = roots[0][0] + (1 if newest else -1)
    return Part(
        comments,
        previous=_begin_before(_roots(article.pk, before, not newest), ROOTS) if number else None,
        next=str(roots[ROOTS][0]) if len(roots) > ROOTS else None,
        others=_others(comments, here),
    )


def _roots(article: int, start: int, newest: bool = False):
    """The conversations of an article from `start` on, which is one of them or not.

    Asked as a range of pairs, which only the index of the roots is sorted by: were the article one
    fixed value, PostgreSQL might walk through all comments of the site by their numbers instead.
    """
    roots = Comment.objects.standing().filter(depth=0)
    here = _row(F("article"), F("pk"))
    within: Lookup[bool]
    if newest:
        within = LessThanOrEqual(here, _row(article, start))
        return roots.filter(within, article__gte=article).order_by("-article_id", "-pk")
    within = GreaterThanOrEqual(here, _row(article, start))
    return roots.filter(within, article__lte=article).order_by("article_id", "pk")


def _row(*values):
    return Func(*values, template="ROW(%(expressions)s)", output_field=BigIntegerField())


def _with_first_replies(article, start: int | None, newest: bool) -> list[tuple]:
    """Of one page: the number of each conversation, and of the first that stand below it.

    One more than is shown of either, to know whether there are more.
    """
    if newest:
        return _NEWEST.fetch(article.pk, GREATEST if start is None else start)
    return _OLDEST.fetch(article.pk, start or 0)


def _page_of_roots(article: int, start: int, newest: bool):
    within = {"path__gt": OuterRef("path"), "path__lt": _array(OuterRef("pk") + 1)}
    below = standing(article).filter(**within).in_thread_order()
    replies = ArraySubquery(below.values("pk")[: FIRST_REPLIES + 1])
    roots = _roots(article, start, newest).annotate(first=replies)
    return roots.values_list("pk", "first")[: ROOTS + 1]


_OLDEST = Prepared(lambda article, start: _page_of_roots(article, start, False), int, int)
_NEWEST = Prepared(lambda article, start: _page_of_roots(article, start, True), int, int)


def _array(number):
    return Func(
        number, template="ARRAY[%(expressions)s]", output_field=ArrayField(BigIntegerField())
    )


def _rows(article, here) -> list:
    wanted = [pk for root, replies in here.items() for pk in (root, *replies[:FIRST_REPLIES])]
    rows = {comment.pk: comment for comment in _ROWS.fetch(article.pk, wanted)}
    return [rows[pk] for pk in wanted if pk in rows]


def _shown_rows(article: int, numbers: list[int]):
    rows = standing(article).filter(any_of("pk", numbers))
    return rows.select_related("in_reply_to").only(*SHOWN)


_ROWS = Prepared(_shown_rows, int, list)


def _others(comments, here) -> dict:
    """How many published replies each conversation has beyond those on the page."""
    seen = dict.fromkeys(here, 0)
    for comment in comments:
        if comment.parent_id and comment.is_published:
            seen[comment.root_id] += 1
    return {
        comment.pk: comment.published_below - seen[comment.pk]
        for comment in comments
        if len(here.get(comment.pk, ())) > FIRST_REPLIES
    }


def _begin_before(rows, size) -> str | None:
    """Where the page before begins: `rows` lie before this page, the nearest first."""
    keys = [*rows.values_list("pk", flat=True)[: size + 1]]
    if not keys:
        return None
    return str(keys[size - 1]) if len(keys) > size else ""


# --- One conversation


def find_root(article, number: int):
    """The first comment of a conversation that has a place in the thread; else None."""
    roots = standing(article).filter(depth=0, pk=number).order_by("pk")
    return roots.only(*SHOWN[:-2], "in_reply_to").first()


def conversation_page(article, root, start: str = "") -> Part:
    """The page that begins at the comment `start`; the first one where that stands nowhere here."""
    rows = _conversation(article, root.pk)
    number = parse_id(start)
    first = number and rows.filter(pk=number).order_by("pk").only("path").first()
    onwards = rows.filter(path__gte=first.path) if first else rows
    listed = [*onwards.select_related("in_reply_to").only(*SHOWN)[: PAGE + 1]]
    before = first and rows.filter(path__lt=first.path).order_by("-path")
    return Part(
        comments=listed[:PAGE],
        previous=_begin_before(before, PAGE) if first else None,
        next=str(listed[PAGE].pk) if len(listed) > PAGE else None,
    )


def _conversation(article, root: int):
    return standing(article).filter(path__gte=[root], path__lt=[root + 1]).in_thread_order()


def conversation_address(article, root: int) -> str:
    return reverse("conversation", args=[*article.address.split("/"), root])


# --- The page a comment stands on


def address_of(comment) -> str:
    """Where a shown comment can be read today, oldest first."""
    article, root = comment.article, comment.root_id
    first = _conversation(article, root).filter(path__gt=[root]).values_list("pk", flat=True)
    if comment.pk == root or comment.pk in [*first[:FIRST_REPLIES]]:
        page = page_of_root(article, root)
    else:
        start = _start_in_conversation(comment)
        page = conversation_address(article, root) + (f"?from={start}" if start else "")
    return f"{page}#comment-{comment.pk}"


def page_of_root(article, root: int) -> str:
    """The page of the thread, oldest first, that has this conversation."""
    before = _roots(article.pk, root - 1, newest=True)[:ROOTS].count()
    return article.get_absolute_url() + ("" if before < ROOTS else f"?thread={root}")


def _start_in_conversation(comment) -> int | None:
    """None is the conversation's first page.

    Else, where it fits, the answer to the first comment under which this one stands, so that what
    was answered is read first.
    """
    rows = _conversation(comment.article, comment.root_id)
    if rows.filter(path__lt=comment.path)[:PAGE].count() < PAGE:
        return None
    branch = comment.path[:2]
    keys = rows.filter(path__gte=branch).values_list("pk", flat=True)[:PAGE]
    return branch[-1] if comment.pk in [*keys] else comment.pk
