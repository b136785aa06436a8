from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from authors.models import User
from comments.models import Comment, Decision
from opinion.templatetags.dates import moment

NOBODY = "trust"


class ModeratorFilter(admin.SimpleListFilter):
    """Everybody who ever decided, also those who have left, and Opinion itself."""

    title = _("moderator")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        deciders = User.objects.filter(pk__in=Decision.objects.values("by"))
        people = [(str(user.pk), str(user)) for user in deciders.order_by("username")]
        return [*people, (NOBODY, _("Opinion, by trust"))]

    def queryset(self, request, queryset):
        if self.value() == NOBODY:
            return queryset.filter(by=None)
        known = {value for value, _label in self.lookup_choices}
        return queryset.filter(by=self.value()) if self.value() in known else queryset


class DecisionAdmin(admin.ModelAdmin):
    """Every decision, to be read. A decision is never changed: it is reversed by a new one."""

    list_display = ["when", "who", "decision", "about", "words"]
    list_display_links = ["when"]
    list_filter = ["kind", "reason", ModeratorFilter, "at"]
    list_select_related = ["by", "comment__article", "note"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-pk"]
    actions = None
    fields = ["when", "who", "decision", "led_to", "about", "comment_version", "words"]

    @admin.display(description=_("when"))
    def when(self, decision):
        return moment(decision.at)

    @admin.display(description=_("moderator"), ordering="by")
    def who(self, decision):
        return decision.decider

    @admin.display(description=_("decision"))
    def decision(self, decision):
        if not decision.reason:
            return decision.get_kind_display()
        return f"{decision.get_kind_display()}: {decision.get_reason_display()}"

    @admin.display(description=_("comment"))
    def about(self, decision):
        address = reverse("admin:comments_comment_change", args=[decision.comment_id])
        return format_html('<a href="{}">{}</a>', address, decision.comment)

    @admin.display(description=_("from → to"))
    def led_to(self, decision):
        before, after = decision.status_before, decision.status_after
        return f"{Comment.Status(before).label} → {Comment.Status(after).label}"

    @admin.display(description=_("note"), empty_value="")
    def words(self, decision):
        return getattr(decision, "note", None)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Decisions")} | (extra_context or {}))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
