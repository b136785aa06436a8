"""The newsroom's list of articles: what each is, how it stands, and what comes next."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import Prefetch
from django.forms.widgets import Script
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opinion.articles.models import ArticlePicture, PictureRole
from opinion.articles.models.article import TEXTS

from . import saved_filters, standing
from .filters import LanguageInUse, Mine, OnTheClock, UnpublishedChanges
from .many import views as many
from .named_filters import ByAuthor, OnTopic

# The pictures above the texts, which rows show small.
_LEADS = Prefetch(
    "pictures",
    ArticlePicture.objects.filter(role=PictureRole.LEAD).select_related("picture"),
    to_attr="leads",
)


class ArticleList(admin.ModelAdmin):
    """Part of ArticleAdmin. Other apps may add columns of their own."""

    list_display = ["listed", "byline", "state", "edited"]
    list_filter = [
        Mine,
        "status",
        OnTheClock,
        UnpublishedChanges,
        ByAuthor,
        OnTopic,
        "section",
        "type",
        LanguageInUse,
    ]
    list_select_related = [
        "type",
        "section",
        "status_changed_by",
        "edited_by",
        "live_edition",
    ]
    list_per_page = 50
    # What is looked at is told by `get_search_results`.
    search_fields = ["headline"]
    search_help_text = _("Words of headline, text, byline, note or references")
    ordering = ["-edited_at", "-pk"]
    show_full_result_count = False

    class Media:
        js = [Script("js/admin/suggest_names.js", type="module")]

    def get_actions(self, request):
        """Each leads to its own pages, which say first what they would do."""
        if IS_POPUP_VAR in request.GET:
            return {}
        return {
            name: (partial(_begin, act=act), name, act.label)
            for name, act in many.offered(request, self).items()
        }

    def changelist_view(self, request, extra_context=None):
        context = saved_filters.on_list(request) | (extra_context or {})
        return super().changelist_view(request, context)

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term else queryset), False

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        # First which: or what a row shows would be joined to all that were found, before they are
        # sorted.
        numbers = [*changelist.result_list.values_list("pk", flat=True)]
        unread = [*TEXTS, *(f"live_edition__{name}" for name in TEXTS)]
        rows = changelist.root_queryset.filter(pk__in=numbers).defer(*unread)
        related = rows.select_related(*self.list_select_related)
        beside = related.prefetch_related("bylines__author", _LEADS)
        found = {row.pk: row for row in beside}
        changelist.result_list = [found[number] for number in numbers if number in found]
        return changelist

    @admin.display(description=_("headline"), ordering="headline")
    def listed(self, article):
        place = f"{article.type.label} · {article.section.name}"
        words = '<bdi>{}</bdi> <span class="listed-place">{}</span>'
        told = format_html(words, article, place)
        return format_html('{}<span class="listed-words">{}</span>', _picture(article.leads), told)

    @admin.display(description=_("byline"))
    def byline(self, article):
        return ", ".join(str(line.author) for line in article.bylines.all())

    @admin.display(description=_("status"), ordering="status_changed_at")
    def state(self, article):
        return standing.row(article)

    @admin.display(description=_("last edited"), ordering="edited_at")
    def edited(self, article):
        who, at = article.edited_by or "", standing.ago(article.edited_at)
        told = '<span class="in-card">{}:</span> {} <span class="who">{}</span>'
        return format_html(told, _("last edited"), at, who)


def _picture(leads):
    if not leads:
        return ""
    shown = '<img class="listed-picture" src="{}" alt="" loading="lazy">'
    return format_html(shown, leads[0].picture.smallest_url)


def _begin(model_admin, request, queryset, act):
    return many.begin(model_admin, request, act, queryset)
