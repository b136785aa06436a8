"""Who may read and change which article here: what one may not see is not there."""

from functools import wraps
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from opinion.articles.models import Article
from opinion.parse_id import parse_id


def for_readers(view):
    """A page for who may read articles: anybody else learns only that they may not."""

    @wraps(view)
    def inner(request, model_admin, **kwargs):
        if not model_admin.has_view_or_change_permission(request):
            raise PermissionDenied
        return view(request, model_admin, **kwargs)

    return inner


def article_to_read(request, model_admin, pk) -> Article:
    """The article if this user sees it; 404 where not."""
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    article = model_admin.get_queryset(request).filter(pk=pk).first()
    if not article:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, article):
        raise PermissionDenied
    return cast(Article, article)


def article_to_change(request, model_admin, pk) -> Article:
    """The article, its row locked, if this user may save it."""
    article_to_read(request, model_admin, pk)
    article = Article.objects.select_for_update(of=("self",)).get(pk=pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied(_("You can no longer change this article."))
    return article


def named_version(text: str | None) -> int | None:
    """The version of a draft that a page names, 0 for one that nobody has saved yet; else None."""
    return 0 if text == "0" else parse_id(text)
