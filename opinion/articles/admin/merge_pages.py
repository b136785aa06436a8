"""Sections, topics or authors made one: who stays, what would change, and then it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from authors import naming
from authors.models import Author
from opinion import html
from opinion.articles import topic_naming
from opinion.articles.models import Article, Filing, Redirect, Section, Topic
from opinion.merging import Given, Mergeable
from opinion.parse_id import parse_id

from .counting import KINDS, filed

AT_ONCE = 10
EXAMPLES = 5


@dataclass(frozen=True)
class Moved:
    """What would refer to the one that stays: of one kind, with some of them by name."""

    what: str
    count: int
    dropped: int
    examples: list[str]


@dataclass(frozen=True)
class Merged:
    """What one of those that go leaves: lists of readers, addresses, drafts and settings."""

    row: Mergeable
    published: int
    addresses: list[str]
    moved: list[Moved]


def outcome(row: Any, kept: Mergeable, user) -> Merged:
    kind = KINDS[type(row)][0]
    listed = Filing.objects.filter(kind=kind, subject=row.pk).count()
    old = Redirect.objects.filter(**{row._meta.model_name: row.pk}).order_by("path")
    addresses = [row.get_absolute_url(), *old.values_list("path", flat=True)[:EXAMPLES]]
    moved = [
        _moved(given, user)
        for given in row.would_give(kept)
        if given.model not in (Redirect, type(row))
    ]
    if getattr(row, "user_id", None):
        # Whose it is, not everybody here may see.
        moved.append(Moved(_("Account"), 1, 0, []))
    return Merged(row, listed, addresses, moved)


def _moved(given: Given, user) -> Moved:
    return Moved(
        capfirst(str(given.model._meta.verbose_name_plural)),
        given.count,
        given.dropped,
        _examples(given, user),
    )


def _examples(given: Given, user) -> list[str]:
    """The headlines of articles that `user` may read; of other rows what they are called."""
    table = given.rows.model
    if table is not Article and not any(field.name == "article" for field in table._meta.fields):
        return [str(row) for row in given.rows[:EXAMPLES]]
    column = "pk" if table is Article else "article"
    articles = Article.objects.visible_to(user).filter(pk__in=given.rows.values(column))
    headlines = articles.order_by("-edited_at").values_list("headline", flat=True)
    return [headline or _("Untitled") for headline in headlines[:EXAMPLES]]


def section_by_name(text: str) -> list[Section]:
    return [*Section.objects.canonical().filter(name__iexact=text)[:2]]


# How another one is found by its name, and where names are suggested.
NAMED: dict[type, tuple[Callable[[str], list[Any]], str]] = {
    Topic: (lambda text: topic_naming.meant([text])[text], "admin:articles_article_topics"),
    Author: (lambda text: naming.meant([text])[text], "admin:articles_article_authors"),
    Section: (section_by_name, ""),
}


class MergePages(admin.ModelAdmin):
    """An action of the list that leads to a page, whose address names all that is chosen."""

    change_list_template = "admin/articles/merge_list.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        ours = path("merge/", self.admin_site.admin_view(self.merge_view), name=name)
        return [ours, *super().get_urls()]

    def get_actions(self, request):
        if IS_POPUP_VAR in request.GET or not self.has_change_permission(request):
            return {}
        return {"merge": (_to_merging, "merge", gettext_lazy("Merge …"))}

    def merge_address(self, numbers) -> str:
        asked = QueryDict(mutable=True)
        asked.setlist("chosen", [str(number) for number in numbers])
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        return f"{reverse(name)}?{asked.urlencode()}"

    def merge_view(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = self._chosen(request.GET.getlist("chosen"))
        typed = html.clean_line(request.GET.get("name", "")[: naming.LONGEST])
        problem = self._add_named(rows, typed) if typed else ""
        kept = next((row for row in rows if str(row.pk) == request.GET.get("kept")), None)
        is_ready = kept is not None and not typed and len(rows) > 1
        if request.method == "POST" and is_ready:
            return self._merge(request, kept, [row for row in rows if row != kept])
        return self._page(request, rows, kept if is_ready else None, typed, problem)

    def _chosen(self, texts) -> list:
        numbers = [*filter(None, map(parse_id, texts[:AT_ONCE]))]
        return [*self.model._default_manager.canonical().filter(pk__in=numbers).order_by("pk")]

    def _add_named(self, rows: list, typed: str) -> str:
        """Add the one that is meant to those that are chosen; else gives why there is none."""
        found = NAMED[self.model][0](typed)
        if len(found) != 1:
            told = {"name": typed, "names": ", ".join(f"{row} ({row.slug})" for row in found)}
            if found:
                return _("“%(name)s” is more than one: %(names)s.") % told
            return _("Nothing here is called “%(name)s”.") % told
        if len(rows) >= AT_ONCE:
            return _("Choose at most %(most)d at once.") % {"most": AT_ONCE}
        if found[0] not in rows:
            rows.append(found[0])
        return ""

    def _page(self, request, rows, kept, typed, problem):
        others = [row for row in rows if row != kept] if kept else []
        counts = filed(self.model, [row.pk for row in rows], request.user)
        suggested_at = NAMED[self.model][1]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge %(what)s") % {"what": self.opts.verbose_name_plural},
            "opts": self.opts,
            "media": self.media,
            "rows": [(row, counts[row.pk]) for row in rows],
            "kept": kept,
            "outcomes": [outcome(row, kept, request.user) for row in others],
            "typed": typed if problem else "",
            "problem": problem,
            "names_at": suggested_at and reverse(suggested_at),
            "list_address": reverse(self._list_name),
            "again": self.merge_address([row.pk for row in rows]),
        }
        return TemplateResponse(request, "admin/articles/merge.html", context)

    @property
    def _list_name(self) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"

    def _merge(self, request, kept, others):
        try:
            with transaction.atomic():
                for row in others:
                    row.merge_into(kept, by=request.user)
                    self._log(request, row, kept)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.merge_address([kept.pk, *(row.pk for row in others)]))
        said = ngettext(
            "%(count)d was merged into “%(kept)s”.",
            "%(count)d were merged into “%(kept)s”.",
            len(others),
        )
        messages.success(request, said % {"count": len(others), "kept": kept})
        return redirect(self._list_name)

    def _log(self, request, row: models.Model, kept: models.Model):
        said = _("“%(merged)s” was merged into “%(kept)s”.") % {"merged": row, "kept": kept}
        self.log_change(request, kept, said)
        self.log_change(request, row, said)


def _to_merging(model_admin, request, queryset):
    numbers = queryset.order_by().values_list("pk", flat=True)[: AT_ONCE + 1]
    if len(numbers) > AT_ONCE:
        messages.error(request, _("Choose at most %(most)d at once.") % {"most": AT_ONCE})
        return None
    return redirect(model_admin.merge_address(numbers))
