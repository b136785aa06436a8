from django.conf import settings
from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from opinion.articles.models import Article


class UnpublishedChanges(admin.SimpleListFilter):
    title = _("unpublished changes")
    parameter_name = "changes"

    def lookups(self, request, model_admin):
        return [("1", _("Draft differs from the live article"))]

    def queryset(self, request, queryset):
        if self.value() == "1":
            published = queryset.filter(status=Article.Status.PUBLISHED)
            return published.exclude(digest=F("live_edition__digest"))
        return queryset


class LanguageInUse(admin.SimpleListFilter):
    """The languages that articles are written in, not all that could be chosen."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request, model_admin):
        used = {*Article.objects.languages()}
        return [(code, name) for code, name in settings.LANGUAGES if code in used]

    def queryset(self, request, queryset):
        return queryset.filter(language=self.value()) if self.value() else queryset
