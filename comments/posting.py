"""Taking what a reader sends. Whatever goes wrong, what was typed comes back."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from . import clock, networks, origin, paging, screening
from .forms import BODY_LIMIT, ReplyForm
from .models import Closed, ParentGone, Thread, TooMany, Unacceptable


class SeeOther(HttpResponseRedirect):
    status_code = 303


def take(request, article):
    """Receive a comment on `article`, or show the page again with the reason why not."""
    if not _is_small_enough(request):
        form = ReplyForm.opened_now(article)
        problem = _("Your comment is much too long, and was not read. Go back and shorten it.")
        return reply_page(request, article, form, status=413, problem=problem)
    form = ReplyForm(
        _typed(request, article), article=article, confirms=not origin.browser_vouches(request)
    )
    thread = Thread.objects.of(article)
    if not thread.is_open:
        return _refuse(request, article, form, Closed())
    if not form.is_valid():
        return reply_page(request, article, form, status=422)
    if not origin.is_ours(request):
        problem = _(
            "Your browser did not tell us that you wrote this on our page. If you did, please read "
            "it once more and post it from here."
        )
        return reply_page(request, article, form, status=403, problem=problem)
    try:
        _receive(request, thread, form.cleaned_data)
    except Unacceptable as refusal:
        return _refuse(request, article, form, refusal)
    return SeeOther(reverse("comment_received", args=[article.pk]))


def _is_small_enough(request) -> bool:
    """Asked before anything reads the body."""
    length = request.headers.get("content-length") or "0"
    return length.isdecimal() and int(length) <= BODY_LIMIT


def _typed(request, article):
    """What was sent, with a time that can be trusted where the one that came cannot."""
    typed = request.POST.copy()
    if not clock.is_good(typed.get("opened", ""), article.pk):
        typed["opened"] = clock.stamp(article.pk)
    return typed


def _receive(request, thread, typed):
    signals = screening.noticed(
        article=thread.article,
        name=typed["name"],
        email=typed["email"],
        trap=typed["website"],
        opened=request.POST.get("opened", ""),
    )
    return thread.receive(
        name=typed["name"],
        email=typed["email"],
        text=typed["text"],
        address=networks.client_address(request),
        parent=_answered(thread.article, typed["to"]),
        signals=signals,
    )


def _answered(article, number: str):
    parent = paging.find(article, number)
    if number and parent is None:
        raise ParentGone
    return parent


def _refuse(request, article, form, refusal):
    if isinstance(refusal, ParentGone):
        form.data["to"] = ""
    status = 429 if isinstance(refusal, TooMany) else 409
    response = reply_page(request, article, form, status=status, problem=refusal.message)
    if status == 429:
        response.headers["Retry-After"] = settings.COMMENTS_PER_NETWORK_MINUTES * 60
    return response


def reply_page(request, article, form, *, status=200, problem=""):
    """The reply page with `form`; `problem` is told on top of it."""
    context = {
        "article": article,
        "edition": article.live_edition,
        "is_open": Thread.objects.of(article).is_open,
        "answered": paging.find(article, str(form["to"].value() or "")),
        "form": form,
        "problem": problem,
    }
    return render(request, "comments/reply.html", context, status=status)


def unavailable(request):
    """What was typed, on a page that asks nothing of the database."""
    form = ReplyForm(request.POST if _is_small_enough(request) else None, action=request.path)
    problem = _("Our database does not answer. It is our fault, not yours.")
    context = {"form": form, "problem": problem}
    return render(request, "comments/unavailable.html", context, status=503)
