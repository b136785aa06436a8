"""One comment at a time: large, with what it answers, and the next ones beside.

A comment is opened by a POST, which claims it; looking at the page again changes nothing.
"""

from functools import partial
from urllib.parse import urlsplit

from django.contrib.auth.decorators import permission_required
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from authors.models import User
from comments.models import Claim, Comment, Reason
from opinion import html
from opinion.articles import citations
from opinion.parse_id import parse_id

from .attached import NAMES
from .card import Card, complete, queue_page
from .forms import colleagues
from .outcome import DecisionOutcome
from .pages import page, way_back
from .queue import Queue, read
from .queue_form import QueueForm
from .together import instance, rows_of

may_view = permission_required("comments.view_comment", raise_exception=True)
may_decide = permission_required("comments.decide_comment", raise_exception=True)

BESIDE = 8
EXCERPT = 90  # words


def focus_page() -> str:
    return reverse("admin:comments_comment_focus")


def is_focus(address: str) -> bool:
    return urlsplit(address).path == focus_page()


def onward(user, address: str, after: Comment | None = None, following=None) -> str:
    """Close what is open, claim the next comment of the list that `address` shows, and say where.

    That is the one with the number `following` if it still stands there, or what comes after it, or
    else the first; or what comes after the comment `after`. Where none is left, the list itself.
    """
    queue = _queue(user, QueueForm(QueryDict(urlsplit(address).query)))
    opened = _opened(queue, after, following)
    if not opened:
        return f"{queue_page()}{queue.address()}#report"
    return f"{focus_page()}{queue.address(at=opened)}#at-{opened}"


def _opened(queue, after, following) -> int | None:
    """The number of the comment that its moderator could claim before any colleague."""
    claim = partial(Claim.objects.move_to_first, by=queue.user)
    if following and (number := claim(queue.free().filter(pk=following))):
        return number
    beside = after or (following and queue.holds(following))
    number = beside and claim(queue.free(beside))
    return number or (None if after else claim(queue.free()))


def again(user, address: str, number: int, then: int | None = None) -> str:
    """Open one comment of that list once more: what was decided about it was taken back.

    `then` is the number of the comment to go on with after it.
    """
    queue = _queue(user, QueueForm(QueryDict(urlsplit(address).query)))
    Claim.objects.claim(number, user)
    return f"{focus_page()}{queue.address(at=number, then=then)}#at-{number}"


def _queue(user, form) -> Queue:
    return Queue(user, **form.filters | {"after": None})


@may_view
@may_decide
def start(request):
    """Open the first comment of a list that no colleague has open."""
    if request.method != "POST":
        return redirect(queue_page())
    return redirect(onward(request.user, way_back(request)))


@may_view
@may_decide
def skip(request):
    """Leave the comment that is open, and open the one after it."""
    if request.method != "POST":
        return redirect(queue_page())
    queue = _queue(request.user, QueueForm(QueryDict(urlsplit(way_back(request)).query)))
    if then := parse_id(request.POST.get("then")):
        return redirect(onward(request.user, way_back(request), following=then))
    left = queue.holds(parse_id(request.POST.get("at")))
    return redirect(onward(request.user, way_back(request), after=left))


@may_view
@may_decide
def claim(request, pk):
    """Open one comment, wherever it stands."""
    if request.method == "POST":
        chosen = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk)
        Claim.objects.release(request.user)
        Claim.objects.claim(chosen.pk, request.user)
    return redirect(f"{way_back(request)}#at-{pk}")


@may_view
@may_decide
def focus(request):
    """The comment `at` of a list; without one, the first that no colleague has open."""
    queue = _queue(request.user, QueueForm(request.GET))
    at = parse_id(request.GET.get("at"))
    if not at and (first := queue.next_free()):
        at = first.pk
    if not at:
        return redirect(queue_page() + queue.address())
    listed = queue.read(at)
    comment = listed or _elsewhere(request.user, at)
    back = focus_page() + queue.address()
    then = queue.read(parse_id(request.GET.get("then")))
    beside = _beside(queue, listed, then)
    report = DecisionOutcome.pop_from(request)
    overtaken = report.cards(request.user, back) if report else []
    context = {
        "title": _("Review mode"),
        "queue": queue,
        "card": _large(comment, back, beside, overtaken, request.user),
        "excerpt": _excerpt(comment),
        "beside": beside,
        "then": then,
        **_choices(request.user),
        "next": back,
        "here": f"{focus_page()}{queue.address(at=comment.pk)}",
        "report": report,
        "overtaken": [card for card in overtaken if card.comment.pk != comment.pk],
    }
    return page(request, "focus", context)


def _beside(queue, listed, then) -> list[Comment]:
    """What comes next: after the comment shown, or `then` and what comes after that."""
    if then:
        return [then, *queue.following(then, BESIDE - 1)]
    return queue.following(listed, BESIDE) if listed else []


def _elsewhere(user, number) -> Comment:
    """A comment that stands in another list by now; Http404 where there is none."""
    found = read(Comment.objects.visible_to(user).filter(pk=number))
    if not found:
        raise Http404
    return found[0]


def _choices(user) -> dict:
    """What the panels of a card offer, in one query: reasons, and colleagues to hand it to."""
    others = colleagues().exclude(pk=user.pk).values(*NAMES)
    reasons, people = rows_of(Reason.objects.offered().values(), others)
    return {
        "reasons": [instance(Reason, row) for row in reasons],
        "colleagues": [instance(User, row) for row in people],
    }


def _large(comment, back, beside, overtaken, reader) -> Card:
    """The card of the comment shown, which says so itself if somebody was quicker with it."""
    seen = next((card.seen for card in overtaken if card.comment.pk == comment.pk), None)
    following = beside[0].pk if beside else None
    return complete([Card(comment, back, following, seen=seen, reader=reader)])[0]


def _excerpt(comment) -> str:
    """The beginning of the article as readers see it now."""
    live = comment.article.live_edition
    return live.standfirst or html.excerpt(citations.without_numbers(live), EXCERPT)
