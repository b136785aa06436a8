from django.contrib import admin

from .desk_mixin import DeskAdminMixin


class ReasonAdmin(DeskAdminMixin, admin.ModelAdmin):
    """Why a comment may be refused or taken down, as moderators choose and readers are told."""

    list_display = ["label", "wording", "wants_note", "is_offered", "position"]
    list_editable = ["position"]
    actions = None

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False
