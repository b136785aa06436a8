"""Who else has the article open: told on opening and to pages that ask, and taken over from."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opinion.articles.models import Article, Presence
from opinion.templatetags.dates import clock

from . import autosave
from .access import article_to_read, named_version


def on_opening(request, article) -> dict:
    """What the page of the form says of others; from now on its user is here as well."""
    somebody = Presence.objects.open(article, request.user)
    return {"presence": others(article, request.user) if somebody else ""}


def others(article, user) -> str:
    """One sentence a colleague; nothing where there is none."""
    return " ".join(
        _("%(who)s has had this open since %(time)s.")
        % {"who": presence.user, "time": clock(presence.opened_at)}
        for presence in Presence.objects.others(article, user)
    )


@require_POST
def ask(request, model_admin, pk):
    """A page asks who else is here, or says that it is closed.

    Answers as JSON with what to say: of `others`, of who has `taken_over` since, and of who `saved`
    after the version that the page shows.
    """
    article = _article(request, model_admin, pk)
    if "leave" in request.POST:
        Presence.objects.filter(article=article, user=request.user).delete()
        return JsonResponse({})
    mine = Presence.objects.ask(article, request.user)
    version = named_version(request.POST.get("version")) or 0
    return JsonResponse(
        {
            "others": others(article, request.user),
            "taken_over": _taken_over(mine),
            "saved": autosave.overtaken(article) if version < article.version else "",
        }
    )


def _taken_over(presence) -> str:
    if not presence.taken_over_at:
        return ""
    told = {"who": presence.taken_over_by or _("Someone"), "time": clock(presence.taken_over_at)}
    return _("%(who)s took this over at %(time)s. What you typed is kept.") % told


@require_POST
def take_over(request, model_admin, pk):
    """Tell the other pages that this user goes on; without a script, back to the form."""
    article = _article(request, model_admin, pk)
    Presence.objects.take_over(article, request.user)
    if "quietly" in request.POST:
        return JsonResponse({})
    messages.info(request, _("You took this over. The other page says so."))
    return redirect("admin:articles_article_change", article.pk)


def _article(request, model_admin, pk) -> Article:
    article = article_to_read(request, model_admin, pk)
    if not model_admin.has_change_permission(request, article):
        raise PermissionDenied
    return article
