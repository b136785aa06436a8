from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext_lazy as _

from comments.models import Thread
from opinion.templatetags.dates import moment


class ThreadForm(ModelForm):
    def validate_unique(self):
        """A thread that a reader opened since this form was shown is no obstacle: see `_set`."""


class ThreadFormSet(BaseInlineFormSet):
    """Saves a thread's policy by its verb, in the name of `by`."""

    by = None

    def save_new(self, form, commit=True):
        return self._set(form)

    def save_existing(self, form, obj, commit=True):
        return self._set(form)

    def _set(self, form):
        thread, _created = Thread.objects.get_or_create(article=self.instance)
        thread.set_policy(form.cleaned_data["policy"], by=self.by)
        return thread


class ThreadInline(admin.StackedInline):
    model = Thread
    form = ThreadForm
    formset = ThreadFormSet
    verbose_name_plural = _("Comments")
    fields = ["policy", "changed"]
    readonly_fields = ["changed"]
    can_delete = False
    max_num = 1

    @admin.display(description=_("last changed"))
    def changed(self, thread):
        if not thread.policy_changed_at:
            return _("Never")
        return _("%(when)s by %(who)s") % {
            "when": moment(thread.policy_changed_at),
            "who": thread.policy_changed_by,
        }

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.by = request.user
        return formset

    def has_add_permission(self, request, obj):
        return self.has_change_permission(request, obj)
