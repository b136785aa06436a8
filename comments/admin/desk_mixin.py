from typing import TYPE_CHECKING

from comments.desk.pages import rooms

if TYPE_CHECKING:
    # What it is mixed into.
    from django.contrib.admin import ModelAdmin as Base
else:
    Base = object


class DeskAdminMixin(Base):
    """Lists and forms of Django's own that are rooms of the desk, with the way to the others."""

    change_list_template = change_form_template = "admin/comments/room.html"

    def changelist_view(self, request, extra_context=None):
        room = _room(request, "admin/change_list.html")
        return super().changelist_view(request, room | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        room = _room(request, "admin/change_form.html")
        return super().render_change_form(request, room | context, *args, **kwargs)


def _room(request, django_page: str) -> dict:
    """What the template of a room needs: the page that it extends, and the way to the others."""
    return {**rooms(request), "django_page": django_page}
