"""How much is filed under each row of a list: two queries for a page, however long it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, Exists, Max, OuterRef
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from authors.models import Author
from opinion.articles.models import Article, Byline, Filing, Section, Topic

from . import standing

# By what is listed: how published articles are filed under it, and the rows that let a draft name
# it, with the names of their columns.
KINDS = {
    Section: (Filing.Kind.SECTION, Article.objects.all, "section", "pk"),
    Topic: (Filing.Kind.TOPIC, Article.topics.through.objects.all, "topic", "article"),
    Author: (Filing.Kind.AUTHOR, Byline.objects.all, "author", "article"),
}


@dataclass(frozen=True)
class Filed:
    """How many articles readers find under it, from when the newest is, and how many drafts."""

    published: int = 0
    newest: datetime | None = None
    drafts: int = 0


def filed(model, numbers: Iterable[int], user) -> dict[int, Filed]:
    """Of each of these rows, by its number. Drafts are those that `user` may read."""
    kind, rows, column, article = KINDS[model]
    under = Filing.objects.filter(kind=kind, subject__in=numbers).order_by().values("subject")
    published = {
        one.pop("subject"): one
        for one in under.annotate(published=Count("pk"), newest=Max("published_at"))
    }
    begun = Article.objects.visible_to(user).filter(live_edition=None).values("pk")
    naming = rows().filter(**{f"{column}__in": numbers, f"{article}__in": begun})
    counted = naming.order_by().values_list(column).annotate(Count(article, distinct=True))
    drafts = dict(counted)
    return {
        number: Filed(**published.get(number, {}), drafts=drafts.get(number, 0))
        for number in numbers
    }


class CountedList(ChangeList):
    def get_results(self, request):
        super().get_results(request)
        found = filed(self.model, [row.pk for row in self.result_list], request.user)
        for row in self.result_list:
            row.filed = found[row.pk]


class Unused(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "used"

    def lookups(self, request, model_admin):
        return [("published", _("Published")), ("no", _("Not used"))]

    def queryset(self, request, queryset):
        kind, rows, column, _article = KINDS[queryset.model]
        under = Exists(Filing.objects.filter(kind=kind, subject=OuterRef("pk")))
        if self.value() == "published":
            return queryset.filter(under)
        if self.value() == "no":
            return queryset.filter(~under, ~Exists(rows().filter(**{column: OuterRef("pk")})))
        return queryset


class Counted(admin.ModelAdmin):
    """Lists of what articles are filed under: how much, since when, and a way to the articles."""

    list_per_page = 50
    # On a phone a dash would stand alone, under no head.
    empty_value_display = ""

    def get_changelist(self, request, **kwargs):
        return CountedList

    @admin.display(description=gettext_lazy("articles"))
    def articles(self, row):
        """“12 published, 3 drafts”, each leading to the list of articles; the newest's age."""
        counts = row.filed
        told = []
        if counts.published:
            said = ngettext("%(count)d published", "%(count)d published", counts.published)
            told.append(
                (self._listed(row, "status__exact=published"), said % {"count": counts.published})
            )
        if counts.drafts:
            said = ngettext("%(count)d draft", "%(count)d drafts", counts.drafts)
            told.append((self._listed(row, "status__exact=draft"), said % {"count": counts.drafts}))
        links = format_html_join(", ", '<a href="{}">{}</a>', told) or _("Not used")
        return format_html("{}{}", links, self._newest(counts))

    def _newest(self, counts):
        if not counts.newest:
            return ""
        return format_html(
            '<span class="listed-place">{} {}</span>', _("newest:"), standing.ago(counts.newest)
        )

    def _listed(self, row, more: str) -> str:
        # A list of articles knows a section by its number, topics and authors by name or number.
        _kind, _rows, column, _article = KINDS[type(row)]
        name = "section__id__exact" if column == "section" else column
        return f"{reverse('admin:articles_article_changelist')}?{name}={row.pk}&{more}"
