"""What a page keeps by itself while somebody types, offered to them when they come back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from opinion.articles.models import Article, Revision
from opinion.parse_id import parse_id
from opinion.templatetags.dates import clock, moment

from . import typed
from .access import article_to_change, named_version

# What the page says again with each further autosave, and with the save that takes its words.
FIELD = "autosave"


@require_POST
def store(request, model_admin, pk=None):
    """Keep what was typed beside the draft; without `pk` beside a draft that is begun for it.

    Answers as JSON when, under which `id`, what a save would refuse, and whether somebody saved
    since the version that the page names.
    """
    try:
        with transaction.atomic():
            return JsonResponse(_stored(request, model_admin, pk))
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)


def _stored(request, model_admin, pk) -> dict:
    article = article_to_change(request, model_admin, pk) if pk else _begin(request, model_admin)
    version = _version(request, article)
    form, formsets = typed.read(request, model_admin, article)
    document = typed.document(form, formsets)
    into = parse_id(request.POST.get(FIELD))
    revision = Revision.objects.autosave(article, document, request.user, version, into)
    return _answer(revision, article, version) | {"refused": typed.refused(form, formsets)}


def _begin(request, model_admin) -> Article:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    return Article.objects.begin(by=request.user)


def _version(request, article) -> int:
    """That of the draft which the page was made of; a page that names none gets the one of now."""
    named = named_version(request.POST.get("version"))
    return article.version if named is None else min(named, article.version)


def _answer(revision, article, version) -> dict:
    return {
        "id": revision.pk,
        "article": article.pk,
        "version": version,
        "saved_at": revision.at.isoformat(),
        "saved": _("Saved at %(time)s") % {"time": clock(revision.at)},
        "change": reverse("admin:articles_article_change", args=[article.pk]),
        "address": reverse("admin:articles_article_autosave", args=[article.pk]),
        "overtaken": overtaken(article) if version < article.version else "",
    }


def overtaken(article) -> str:
    told = {"who": article.edited_by or _("Someone"), "when": moment(article.edited_at)}
    return _("%(who)s saved this on %(when)s, after you opened it.") % told


# --- Coming back ----------------------------------------------------------------------------------


def unsaved(article, user) -> Revision | None:
    """The newest autosave of `user` which no later save of theirs has taken."""
    mine = article.revisions.filter(by=user)
    newest = mine.autosaves().order_by("-at", "-pk").first()
    if not newest or mine.saved().filter(at__gte=newest.at).exists():
        return None
    saved_since = article.edited_by_id == user.pk and article.edited_at >= newest.at
    if saved_since and not article.is_begun:
        return None
    # One that came behind the save of its own words.
    stands = article.manuscript().document() | {"typed": []}
    return None if newest.document == stands else newest


def on_opening(request, article, form) -> dict:
    """What the page of the form says of words that wait, and puts back into `form`."""
    if form.is_bound:
        return {"autosave": parse_id(request.POST.get(FIELD))}
    waiting = unsaved(article, request.user)
    refused = _put_back(request, article, form)
    return {"unsaved": waiting, "unsaved_key": waiting and f"r{waiting.pk}", "refused": refused}


def _put_back(request, article, form) -> list[dict]:
    """What a save would have refused of the version that was just restored, as it was typed."""
    named = parse_id(request.GET.get("typed"))
    revision = article.revisions.filter(pk=named).first() if named else None
    if not revision:
        return []
    for entry in revision.typed:
        if entry["name"] in form.fields and entry["values"]:
            form.initial[entry["name"]] = entry["values"][0]
    return revision.typed


def forget_saved(request, article):
    """The words of the page's autosave are in the save that has just been made."""
    named = parse_id(request.POST.get(FIELD))
    if named:
        article.revisions.autosaves().filter(pk=named, by=request.user).delete()


@require_POST
@transaction.atomic
def discard(request, model_admin, pk, revision):
    """Throw away an autosave; only one's own."""
    article = article_to_change(request, model_admin, pk)
    article.revisions.autosaves().filter(pk=revision, by=request.user).delete()
    return redirect("admin:articles_article_change", article.pk)
