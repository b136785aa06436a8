"""Filters of a list by one of thousands: typed by name, which a script suggests."""

from types import ModuleType
from typing import Any

from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from authors import naming
from authors.models import Author
from opinion import html
from opinion.articles import topic_naming
from opinion.articles.models import Article, Byline, Topic
from opinion.parse_id import parse_id


class NamedFilter(admin.SimpleListFilter):
    """Whoever shares the name that was typed is meant. Links name a row by its number."""

    template = "admin/articles/article/named_filter.html"
    naming: ModuleType
    model: Any
    suggested_at: str
    unknown: str | Promise

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        # What else is asked for, and goes along in the field's own form.
        self.kept = [
            (name, value)
            for name, values in request.GET.lists()
            for value in values
            if name not in (self.parameter_name, "p", "e")
        ]
        asked = (self.value() or "")[: self.naming.LONGEST]
        self.typed = html.clean_line(asked)
        self.meant = self._meant() if self.typed else []
        self.near = self.naming.near(self.typed) if self.typed and not self.meant else []
        if parse_id(self.typed) and self.meant:
            self.typed = self.naming.written(self.meant)[self.meant[0].pk]

    def _meant(self) -> list[Any]:
        found = self.naming.meant([self.typed])[self.typed]
        # The number may be that of one which was merged since.
        return found or [*self.model._default_manager.filter(merged=parse_id(self.typed) or 0)]

    @property
    def problem(self) -> str:
        is_unknown = self.typed and not self.meant
        return str(self.unknown) % {"name": self.typed} if is_unknown else ""

    @property
    def suggestions(self) -> str:
        """The address that a script asks for names."""
        return reverse(self.suggested_at)

    def lookups(self, request, model_admin):
        return []

    def has_output(self):
        return True

    def choices(self, changelist):
        """All of them, and where nobody has the name those that were perhaps meant."""
        yield {"query_string": changelist.get_query_string(remove=[self.parameter_name])}
        for row in self.near:
            query = changelist.get_query_string({self.parameter_name: row.pk})
            yield {"query_string": query, "display": str(row)}

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=self.articles()) if self.typed else queryset

    def articles(self) -> models.QuerySet:
        """The numbers of those whose drafts name what is meant."""
        raise NotImplementedError


class ByAuthor(NamedFilter):
    title = _("author")
    parameter_name = "author"
    naming = naming
    model = Author
    suggested_at = "admin:articles_article_authors"
    unknown = _("No author is called “%(name)s”.")

    def articles(self):
        return Byline.objects.filter(author__in=self.meant).values("article")


class OnTopic(NamedFilter):
    title = _("topic")
    parameter_name = "topic"
    naming = topic_naming
    model = Topic
    suggested_at = "admin:articles_article_topics"
    unknown = _("No topic is called “%(name)s”.")

    def articles(self):
        return Article.topics.through.objects.filter(topic__in=self.meant).values("article")
