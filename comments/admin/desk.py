from django.contrib import admin
from django.urls import path


class DeskAdmin(admin.ModelAdmin):
    """A model with pages of its own in the admin, and none of Django's stock ones.

    `pages` are (route, view, name): all that exists under the model's address.
    """

    pages: list[tuple] = []

    def get_urls(self):
        stem = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path(route, self.admin_site.admin_view(view), name=f"{stem}_{name}")
            for route, view, name in self.pages
        ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
