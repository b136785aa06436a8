"""The pages of an article's history: all versions, two of them compared, one of them restored."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opinion.articles import enqueue
from opinion.articles.models import Revision

from .access import article_to_change, article_to_read, for_readers
from .timeline import Place, page
from .versions import DRAFT, Version, compare


def _may_read_editions(request) -> bool:
    return request.user.has_perm("articles.view_edition")


def _page(request, model_admin, template, article, context):
    shared = model_admin.admin_site.each_context(request) | {
        "opts": model_admin.opts,
        "article": article,
        "original": article,
        "may_change": model_admin.has_change_permission(request, article),
    }
    return TemplateResponse(request, f"admin/articles/article/{template}.html", shared | context)


@for_readers
@require_safe
def history(request, model_admin, pk):
    """What was saved and published, and what else was done, newest first."""
    article = article_to_read(request, model_admin, pk)
    may_read = _may_read_editions(request)
    after = Place.read(request.GET.get("after", ""))
    entries, further = page(article, after)
    if not may_read:
        entries = [entry.closed() for entry in entries]
    context = {
        "title": _("History: %(article)s") % {"article": article},
        "entries": entries,
        "further": further and further.written,
        "is_first": after is None,
        "chosen": _chosen(request, entries),
        "beyond": _beyond(request, article, entries, after, may_read),
    }
    return _page(request, model_admin, "history", article, context)


def _chosen(request, entries) -> dict[str, str]:
    """What is to be compared; at first the version before the last one that was saved."""
    kept = [entry.key for entry in entries if entry.key][:2] or [""]
    return {"from": request.GET.get("from", kept[-1]), "to": request.GET.get("to", "")}


def _beyond(request, article, entries, after, may_read) -> list[Version]:
    """What was chosen on another page of the list, to be chosen on this one as well."""
    here = {entry.key for entry in entries} | ({DRAFT} if after is None else set())
    asked = {request.GET.get(name, "") for name in ("from", "to")} - here - {""}
    return [Version.find(article, key, may_read) for key in sorted(asked)]


@for_readers
@require_safe
def comparison(request, model_admin, pk):
    """Two versions as readers would see them, and where they differ."""
    article = article_to_read(request, model_admin, pk)
    may_read = _may_read_editions(request)
    before, after = (
        Version.find(article, request.GET.get(name) or DRAFT, may_read) for name in ("from", "to")
    )
    context = {
        "title": _("Compare versions"),
        "before": before,
        "after": after,
        "parts": compare(before, after),
        "language": article.language,
    }
    return _page(request, model_admin, "compare", article, context)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def restore(request, model_admin, pk, key):
    """Put a version into the draft, as a revision of its own, after a page that asks."""
    article = article_to_change(request, model_admin, pk)
    if key == DRAFT:
        raise Http404
    version = Version.find(article, key, _may_read_editions(request))
    if request.method == "POST" and _is_of_now(request, article):
        return _restored(request, model_admin, article, version)
    context = {
        "title": _("Restore this version?"),
        "version": version,
        "missing": version.manuscript.missing,
        "overtaken": request.method == "POST",
    }
    return _page(request, model_admin, "restore", article, context)


def _is_of_now(request, article) -> bool:
    return request.POST.get("version") == str(article.version)


def _restored(request, model_admin, article, version):
    was_begun = article.is_begun
    missing = Revision(article=article, document=version.document).restore(request.user)
    article.refresh_from_db()
    if was_begun:
        model_admin.sign(request, article)
    enqueue.print_references(article)
    said = _("Restored: %(version)s.") % {"version": version.name}
    model_admin.log_change(request, article, said)
    messages.success(request, said)
    if missing:
        left_out = _("Left out, because they no longer exist: %s.") % ", ".join(missing)
        messages.warning(request, left_out)
    address = reverse("admin:articles_article_change", args=[article.pk])
    return redirect(f"{address}?typed={version.row.pk}" if version.refused else address)
