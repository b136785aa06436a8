"""Saying yes to mails, and no. A GET does nothing: mail programs open links by themselves."""

import logging

from django import db
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from comments.models import Confirmation, Subscription, Thread
from comments.readers import device_cookie
from comments.readers.subscription_forms import FOLLOW_LIMIT, ConfirmForm, FollowForm
from comments.readers.wishes import promises
from comments.security import csrf, ip_addresses, signing
from comments.security.signing import Purpose
from opinion import html
from opinion.articles.models import Article
from opinion.pages import SeeOther, for_readers, is_at_most
from opinion.same_origin import is_same_origin

logger = logging.getLogger(__name__)


# --- Following a thread


@for_readers
def follow(request, year, month, slug):
    """Ask for mail about a thread. The answer says nothing about the address that was typed."""
    try:
        return _follow(request, f"{year}/{month}/{slug}")
    except db.Error as error:
        if request.method != "POST":
            raise
        # Its message may quote what the reader typed.
        logger.error("A wish for mail was not stored: %s", type(error).__name__)
        return _unavailable(request)


def _follow(request, address):
    article = Article.objects.select_related("live_edition__type").filter(address=address).first()
    if article is None:
        raise Http404
    if not article.is_published:
        return render(request, "410.html", {"article": article}, status=410)
    if request.method == "POST":
        return _take_follower(request, article)
    return _follow_page(request, article, FollowForm(), is_done="done" in request.GET)


def _take_follower(request, article):
    if not is_at_most(request, FOLLOW_LIMIT):
        problem = _("What you sent is much too long to be read.")
        return _follow_page(request, article, FollowForm(), status=413, problem=problem)
    form = FollowForm(request.POST, confirms=not is_same_origin(request))
    if not Thread.objects.for_article(article).is_open:
        return _follow_page(request, article, form, status=409)
    if not form.is_valid():
        return _follow_page(request, article, form, status=422)
    if not csrf.is_ours(request):
        problem = _(
            "We couldn't confirm that you sent this from our site. If you did, please press "
            "the button again."
        )
        return _follow_page(request, article, form, status=403, problem=problem)
    if not form.cleaned_data["more_words"]:
        _start_following(request, article, form.cleaned_data["email"], form.cleaned_data["rhythm"])
    return SeeOther(f"{request.path}?done")


def _start_following(request, article, email, rhythm):
    reader = device_cookie.owner_of_address(request, email)
    if reader:
        Subscription.objects.start(reader, Subscription.Kind.THREAD, article, rhythm=rhythm)
        return
    wishes = [(Subscription.Kind.THREAD, rhythm)]
    Confirmation.objects.ask(email, ip_addresses.client_address(request), article, wishes=wishes)


def _follow_page(request, article, form, *, status=200, problem="", is_done=False):
    context = {
        "article": article,
        "edition": article.live_edition,
        "is_open": Thread.objects.for_article(article).is_open,
        "form": form,
        "problem": problem,
        "is_done": is_done,
    }
    return render(request, "comments/follow.html", context, status=status)


def _unavailable(request):
    form = FollowForm(request.POST if is_at_most(request, FOLLOW_LIMIT) else None)
    problem = _("Our database isn't responding. The fault is ours, not yours.")
    context = {"form": form, "problem": problem}
    return render(request, "comments/unavailable.html", context, status=503)


# --- Confirming an address


@for_readers
def confirm(request, seal):
    """Opened from a mail: whoever can do that owns its address."""
    confirmation = _confirmation(seal)
    if request.method != "POST":
        return _confirm_page(request, confirmation, ConfirmForm())
    form = ConfirmForm(request.POST, confirms=not is_same_origin(request))
    form.is_valid()
    if not csrf.is_ours(request):
        problem = _(
            "We couldn't confirm that you sent this from our site. Please press the button again."
        )
        return _confirm_page(request, confirmation, form, status=403, problem=problem)
    reader = confirmation.confirm()
    remembers = reader is not None and form.cleaned_data["remember"]
    response = _confirm_page(request, confirmation, form, is_remembered=remembers)
    if remembers:
        device_cookie.remember(response, reader)
    return response


def _confirmation(seal):
    number = signing.unsign(Purpose.CONFIRM, seal)
    confirmations = Confirmation.objects.select_related(
        "article__live_edition__type", "comment__article__live_edition", "comment__contact"
    )
    confirmation = number and confirmations.filter(pk=number).first()
    if not confirmation or not confirmation.is_good():
        raise Http404
    return confirmation


def _confirm_page(request, confirmation, form, *, status=200, problem="", is_remembered=False):
    comment = confirmation.comment
    context = {
        # Whoever says yes takes it for their own: they see first what it says.
        "comment": comment,
        "shown": comment and html.inert(comment.html),
        "confirmation": confirmation,
        "article": confirmation.article,
        "promises": promises(confirmation),
        "form": form,
        "problem": problem,
        "is_remembered": is_remembered,
    }
    return render(request, "comments/confirm.html", context, status=status)


# --- Stopping


@for_readers
def stop(request, seal):
    """End what a mail was sent for. The seal alone is asked for: no cookie, login or origin.

    Mail programs post List-Unsubscribe=One-Click from wherever they are (RFC 8058).
    """
    numbers = signing.unsign(Purpose.STOP, seal)
    followed = Subscription.objects.filter(pk__in=numbers or [])
    if request.method == "POST":
        _change(request, followed)
    subscriptions = followed.select_related("article__live_edition__type")
    if not subscriptions:
        raise Http404
    running = [subscription for subscription in subscriptions if subscription.ended_at is None]
    context = {
        "followed": subscriptions,
        "running": running,
        "is_at_once": any(
            subscription.rhythm == Subscription.Rhythm.AT_ONCE for subscription in running
        ),
        "is_changed": request.method == "POST",
    }
    return render(request, "comments/stop.html", context)


def _change(request, followed):
    if request.POST.get("List-Unsubscribe") == "One-Click":
        followed.end()
    elif request.POST.get("rhythm") == Subscription.Rhythm.DAILY:
        followed.active().update(rhythm=Subscription.Rhythm.DAILY)
