"""What readers of a thread open, and the one door through which they answer."""

import logging

from django import db
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from opinion.articles.models import Article
from opinion.pages import private, public

from . import clock, paging
from .forms import ReplyForm
from .models import Comment
from .posting import reply_page, take, unavailable

logger = logging.getLogger(__name__)


# Exempt from Django's check, because a public page holds no token: comments/origin.py does it.
@csrf_exempt
@sensitive_post_parameters()
@private
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, year, month, slug):
    """The form on a page of its own, and where it sends to."""
    if request.method != "POST":
        return _reply(request, f"{year}/{month}/{slug}")
    try:
        return _reply(request, f"{year}/{month}/{slug}")
    except db.Error as error:
        # Its message may quote what the reader typed.
        logger.error("A comment was not stored: %s", type(error).__name__)
        return unavailable(request)


def _reply(request, address):
    article = Article.objects.select_related("live_edition__type").filter(address=address).first()
    if article is None:
        raise Http404
    if not article.is_published:
        return render(request, "410.html", {"article": article}, status=410)
    return (take if request.method == "POST" else show)(request, article)


def show(request, article):
    number = request.GET.get("to", "")
    if number and paging.find(article, number) is None:
        raise Http404
    return reply_page(request, article, ReplyForm.opened_now(article, to=number))


@private
@require_safe
def received(request, article):
    """Where everybody lands who posted, whatever became of it."""
    found = get_object_or_404(
        Article.objects.published().select_related("live_edition__type"), pk=article
    )
    context = {"article": found, "edition": found.live_edition}
    return render(request, "comments/received.html", context)


@public
def permalink(request, pk):
    """The lasting address of a comment, for as long as it is shown."""
    comment = get_object_or_404(
        Comment.objects.visible_to(AnonymousUser()).select_related("article"), pk=pk
    )
    start = paging.start_for(comment)
    query = f"?thread={start}" if start else ""
    return redirect(f"{comment.article.get_absolute_url()}{query}#comment-{comment.pk}")


@private
@require_safe
def opened(request):
    """The present moment, signed, for the form under an article; asked for when it is touched."""
    number = request.GET.get("article", "")
    if not (number.isascii() and number.isdecimal() and len(number) < 20):
        raise Http404
    return JsonResponse({"opened": clock.stamp(int(number))})


@public
def guidelines(request):
    return render(request, "comments/guidelines.html")


@public
def privacy(request):
    return render(request, "comments/privacy.html", {"days": settings.CONTACT_RETENTION_DAYS})
