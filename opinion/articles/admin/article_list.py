"""The newsroom's list of articles: what each is, how it stands, and what comes next."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from . import standing
from .filters import LanguageInUse, Mine, OnTheClock, UnpublishedChanges


class ArticleList(admin.ModelAdmin):
    """Part of ArticleAdmin. Other apps may add columns of their own."""

    list_display = ["listed", "byline", "state", "edited"]
    list_filter = [
        Mine,
        "status",
        OnTheClock,
        UnpublishedChanges,
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
    search_fields = ["headline", "bylines__author__name"]
    search_help_text = _("Headline or author")
    ordering = ["-edited_at", "-pk"]
    show_full_result_count = False
    actions = None

    def get_search_results(self, request, queryset, search_term):
        return (queryset.matching(search_term) if search_term else queryset), False

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        changelist.result_list = changelist.result_list.prefetch_related("bylines__author")
        return changelist

    @admin.display(description=_("headline"), ordering="headline")
    def listed(self, article):
        place = f"{article.type.label} · {article.section.name}"
        return format_html('<bdi>{}</bdi> <span class="listed-place">{}</span>', article, place)

    @admin.display(description=_("byline"))
    def byline(self, article):
        return ", ".join(str(line.author) for line in article.bylines.all())

    @admin.display(description=_("status"), ordering="status_changed_at")
    def state(self, article):
        return standing.row(article)

    @admin.display(description=_("last edited"), ordering="edited_at")
    def edited(self, article):
        who = article.edited_by or ""
        return format_html("{} <span>{}</span>", standing.ago(article.edited_at), who)
