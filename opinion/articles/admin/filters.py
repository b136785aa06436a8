from django.conf import settings
from django.contrib import admin
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from opinion.articles.models import Article


class Mine(admin.SimpleListFilter):
    """What whoever asks has begun, edited last, or signs."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("Mine"))]

    def queryset(self, request, queryset):
        return queryset.own(request.user) if self.value() == "mine" else queryset


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


class OnTheClock(admin.SimpleListFilter):
    """What the clock will do with what is published, and what it could not do."""

    title = _("schedule")
    parameter_name = "clock"

    def lookups(self, request, model_admin):
        return [
            ("changes", _("Changes to a live article")),
            ("withdrawal", _("Withdrawal")),
            ("failed", _("Could not be published")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "changes":
            live = queryset.filter(status=Article.Status.PUBLISHED)
            return live.filter(scheduled_for__isnull=False)
        if self.value() == "withdrawal":
            return queryset.filter(withdraw_at__isnull=False)
        if self.value() == "failed":
            return queryset.failed()
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
