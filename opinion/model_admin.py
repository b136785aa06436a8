"""What the stock pages of every model do with an address or a post that somebody made up."""

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import FieldError, PermissionDenied, ValidationError
from django.db import DataError
from django.http import HttpResponseNotAllowed
from django.utils.text import capfirst


class StaffModelAdmin(ModelAdmin):
    """Stands before the class that an app registers its model with: see `StaffAdminSite.register`.

    Django checks the lookups of a list's address while it builds the query; what only the database
    refuses, or what has no SQL at all, would be a 500.
    """

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (DataError, FieldError, OverflowError, TypeError, ValueError) as error:
            if not {*request.GET} - {ERROR_FLAG}:
                # Nobody asked for anything: the mistake is ours.
                raise
            raise IncorrectLookupParameters(str(error)) from error

    def changelist_view(self, request, extra_context=None):
        """Headed by what stands in it, where Django tells what to do with it."""
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_changelist_formset(self, request, **kwargs):
        """In a list there is no label beside a field, only the head of its column."""
        formset = super().get_changelist_formset(request, **kwargs)
        for name in self.list_editable:
            field = formset.form.base_fields[name]
            field.widget.attrs |= {"aria-label": field.label, "title": field.label}
            field.widget.template_name = "admin/listed_field.html"
        return formset

    def get_object(self, request, object_id, from_field=None):
        # What PostgreSQL takes in no text is no key either.
        return None if "\0" in object_id else super().get_object(request, object_id, from_field)

    def response_action(self, request, queryset):
        """Chosen rows whose keys are none are left out."""
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, [key for key in chosen if self._is_key(key)])
        return super().response_action(request, queryset)

    def _is_key(self, text: str) -> bool:
        try:
            self.opts.pk.to_python(text)
        except ValidationError:
            return False
        return "\0" not in text

    def history_view(self, request, object_id, extra_context=None):
        """Only read. Who may read none of these is not told which of them exist."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return super().history_view(request, object_id, extra_context)
