"""What readers of a thread open. Public: the same bytes for everybody."""

from functools import wraps

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from comments.models import Comment, Thread
from comments.threads import pagination
from comments.threads.context import address, lines_of
from comments.threads.feeds import NewestComments
from opinion.articles.models import Article
from opinion.pages import keep_unlisted, public


@public(keep=False)
def permalink(request, pk):
    """The lasting address of a comment, for as long as it is shown."""
    comment = _visible().select_related("article").filter(pk=pk).first()
    if comment is None:
        return _gone_with_its_article(request, pk)
    return redirect(pagination.address_of(comment))


def _gone_with_its_article(request, pk):
    """What its withdrawn article answers, of a comment that was published there; else a 404."""
    published = Comment.objects.published().select_related("article")
    comment = get_object_or_404(published, pk=pk)
    if comment.article.is_published or not comment.article.address:
        raise Http404
    return render(request, "410.html", {"article": comment.article}, status=410)


def _visible():
    return Comment.objects.visible_to(AnonymousUser())


def of_a_thread(view):
    """Gives the view the thread that is shown under an article's address.

    410 when the article was withdrawn, 404 when there is none or its thread is closed. Where search
    engines are asked not to list the article, they are asked not to list what it gives either.
    """

    @wraps(view)
    def guarded(request, year, month, slug, **parts):
        articles = Article.objects.select_related("live_edition__type")
        article = get_object_or_404(articles, address=f"{year}/{month}/{slug}")
        if not article.is_published:
            return render(request, "410.html", {"article": article}, status=410)
        thread = Thread.objects.for_article(article)
        if thread.is_closed:
            raise Http404
        page = view(request, thread, **parts)
        return keep_unlisted(page) if article.live_edition.noindex else page

    return guarded


@public(asks=("from",))
@of_a_thread
def conversation(request, thread, pk):
    """One comment and all that answers it."""
    article = thread.article
    # Larger than any number the database has.
    root = pagination.find_root(article, pk) if pk < 2**63 else None
    if root is None:
        return _of_a_reply(article, pk)
    page = pagination.conversation_page(article, root, request.GET.get("from", ""))
    first = pagination.conversation_address(article, pk)
    context = {
        "article": article,
        "edition": article.live_edition,
        "thread": thread,
        "thoughts": root.published_below + root.is_published,
        "first": first,
        "whole_thread": f"{pagination.page_of_root(article, pk)}#comments",
    }
    shape = lines_of(thread, page, lambda start: address(first, **{"from": start}))
    return render(request, "comments/conversation.html", context | shape)


def _of_a_reply(article, pk):
    comment = get_object_or_404(_visible(), pk=pk, article=article)
    return redirect(comment)


def feed(feed_type):
    """The view of a thread's feed in one of its forms."""

    @public
    @of_a_thread
    def shown(request, thread):
        return NewestComments(feed_type)(request, article=thread.article)

    return shown
