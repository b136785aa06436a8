from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from comments.models import Rule
from comments.screening.checks import NEEDS
from comments.screening.dry_run import DryRun

from .desk_mixin import DeskAdminMixin
from .rule_form import RuleForm
from .rule_versions import told


class RuleAdmin(DeskAdminMixin, admin.ModelAdmin):
    """The rules that look at what readers send. Each change is a new version; none is deleted."""

    form = RuleForm
    list_display = ["name", "kind", "effect", "is_active", "position"]
    list_editable = ["position"]
    list_filter = ["kind", "effect", "is_active"]
    list_select_related = ["current"]
    actions = None
    change_form_template = "admin/comments/rule/change_form.html"

    def get_urls(self):
        trying = path(
            "<id:pk>/try/", self.admin_site.admin_view(self.try_view), name="comments_rule_try"
        )
        return [trying, *super().get_urls()]

    def get_object(self, request, object_id, from_field=None):
        """For a POST the row is locked: of two saves at once the second sees the first."""
        rule = super().get_object(request, object_id, from_field)
        if rule and request.method == "POST":
            return Rule.objects.select_for_update().get(pk=rule.pk)
        return rule

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["kind", "name"]
        terms = [name for name in ("entries", "limit", "minutes") if name in self._needs(obj)]
        tried = ["sample", "seen"] if self.has_change_permission(request, obj) else []
        return ["kind", "name", *terms, "effect", "weight", "is_active", "position"] + [
            *tried,
            "versions",
        ]

    def _needs(self, rule):
        return NEEDS.get(rule.kind, ())

    def get_readonly_fields(self, request, obj=None):
        return ["kind", "versions"] if obj else []

    def save_model(self, request, obj, form, change):
        """A new rule has a kind and a name only: it begins once its terms are there."""
        if not change:
            obj.is_active = False
        obj.revise(by=request.user)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, _("Now set what the rule looks for, and activate it."))
        return redirect("admin:comments_rule_change", obj.pk)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("versions"))
    def versions(self, rule):
        return format_html_join("", "<p>{}. {}, {}: {}</p>", told(rule))

    def try_view(self, request, pk):
        """The form again, with what its terms would find. Nothing is saved."""
        rule = get_object_or_404(Rule, pk=pk)
        if not self.has_change_permission(request, rule):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:comments_rule_change", pk)
        form_class = self.get_form(request, rule, change=True)
        assert issubclass(form_class, RuleForm)  # Made of `form`.
        form = form_class(request.POST, instance=rule, tries=True)
        trial = DryRun.of(form.instance, form.cleaned_data["sample"]) if form.is_valid() else None
        context = self._context(request, rule, form) | {"trial": trial}
        address = reverse("admin:comments_rule_change", args=[pk])
        return self.render_change_form(request, context, change=True, form_url=address, obj=rule)

    def _context(self, request, rule, form):
        readonly = self.get_readonly_fields(request, rule)
        # The stubs of AdminForm know fewer shapes than those of get_fieldsets.
        fieldsets: Any = self.get_fieldsets(request, rule)
        admin_form = AdminForm(form, fieldsets, {}, readonly, model_admin=self)
        return {
            **self.admin_site.each_context(request),
            "title": _("Change %s") % self.opts.verbose_name,
            "subtitle": str(rule),
            "adminform": admin_form,
            "object_id": rule.pk,
            "original": rule,
            "is_popup": False,
            "to_field": None,
            "media": self.media + admin_form.media,
            "inline_admin_formsets": [],
            "errors": AdminErrorList(form, []),
        }
