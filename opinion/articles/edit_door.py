"""From a public page to its form: `edit/` behind its address.

A private door: the page itself is the same for everybody, and leads nobody there.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from authors.models import Author
from opinion.pages import private
from opinion.references.models import Work

from .models import Article, Publication, Section, Topic

# By the kind of page; what stands in an address names its row below.
ROUTES = {
    "article": "<year:year>/<month:month>/<word:slug>/",
    "section": "section/<word:slug>/",
    "topic": "topic/<word:slug>/",
    "author": "author/<word:slug>/",
    "work": "works/<id:pk>/",
    "publication": "about/",
}
ROWS: dict[str, Callable[..., QuerySet]] = {
    "article": lambda user, year, month, slug: Article.objects.visible_to(user).filter(
        address=f"{year}/{month}/{slug}"
    ),
    "section": lambda user, slug: Section.objects.canonical().filter(slug=slug),
    "topic": lambda user, slug: Topic.objects.canonical().filter(slug=slug),
    "author": lambda user, slug: Author.objects.canonical().filter(slug=slug),
    "work": lambda user, pk: Work.objects.filter(pk=pk),
    "publication": lambda user: Publication.objects.all(),
}


def door(kind: str):
    """A view that leads those who may see the form of a page of this `kind` to it."""

    @require_safe
    @private
    def edit(request, **named: Any):
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        found = get_object_or_404(ROWS[kind](request.user, **named))
        options = found._meta
        rights = [f"{options.app_label}.{verb}_{options.model_name}" for verb in ("view", "change")]
        if not (request.user.is_staff and any(map(request.user.has_perm, rights))):
            raise Http404("The form is for those who may see it.")
        form = f"admin:{options.app_label}_{options.model_name}_change"
        return HttpResponseRedirect(reverse(form, args=[found.pk]))

    return edit
