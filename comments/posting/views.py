"""The one door through which readers answer."""

import logging

from django import db
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from comments.models import Receipt
from comments.posting import submit
from comments.security import form_time
from comments.threads import pagination
from opinion.articles.models import Article
from opinion.pages import private
from opinion.parse_id import parse_id

logger = logging.getLogger(__name__)


# Exempt from Django's check, because a public page holds no token: security/csrf.py does it.
@csrf_exempt
@sensitive_post_parameters()
@private
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, year, month, slug):
    """The form on a page of its own, and where it sends to."""
    address = f"{year}/{month}/{slug}"
    if request.method != "POST":
        return _reply(request, address, slug)
    try:
        return _reply(request, address, slug)
    except db.Error as error:
        # Its message may quote what the reader typed.
        logger.error("A comment was not stored: %s", type(error).__name__)
        return submit.unavailable(request)


def _reply(request, address, slug):
    articles = Article.objects.select_related("live_edition__type")
    article = articles.filter(address=address).first()
    if article and article.is_published:
        return (submit.submit if request.method == "POST" else show)(request, article)
    if request.method == "POST":
        return _give_back(request, article, slug)
    if article is None:
        raise Http404
    return render(request, "410.html", {"article": article}, status=410)


def _give_back(request, gone, slug):
    """Nothing can be answered here: its text is shown where it can be, or else to be copied."""
    if gone:
        return submit.return_text(request, status=410, article=gone)
    elsewhere = Article.objects.published().select_related("live_edition__type")
    moved = elsewhere.filter(slug=slug).first()
    return (
        submit.submitted_to_old_address(request, moved)
        if moved
        else submit.return_text(request, status=404)
    )


def show(request, article):
    number = request.GET.get("to", "")
    if number and pagination.find(article, number) is None:
        raise Http404
    return submit.show_form(request, article, to=number)


@private
@require_safe
def again(request, token):
    """The form with what was sent before, for a new version of what was not published."""
    opened = Receipt.objects.opened_by(token)
    if opened is None or not opened.comment.article.is_published:
        raise Http404
    comment, article = opened.comment, opened.comment.article
    answered = comment.in_reply_to_id and pagination.find(article, str(comment.in_reply_to_id))
    typed = {"name": comment.name, "text": comment.text, "passage": comment.passage}
    return submit.show_form(request, article, str(answered.pk) if answered else "", **typed)


@private
@require_safe
def received(request, article):
    """Where everybody lands who posted, whatever became of it."""
    published_article = get_object_or_404(
        Article.objects.published().select_related("live_edition__type"), pk=article
    )
    context = {"article": published_article, "edition": published_article.live_edition}
    return render(request, "comments/received.html", context)


@private
@require_safe
def opened(request):
    """The present moment, signed, for the form under an article; asked for when it is touched."""
    number = parse_id(request.GET.get("article"))
    if number is None:
        raise Http404
    return JsonResponse({"opened": form_time.stamp(number)})
