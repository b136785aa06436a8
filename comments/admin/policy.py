"""What the forms of an article and of a section have in common where they say who may answer."""

from django.contrib import admin
from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext_lazy as _

from opinion.templatetags.dates import moment


class RulesForm(ModelForm):
    """Only what was changed in this form is set: see `RulesFormSet`."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # Compared with what this page showed: a thread closed meanwhile is not opened again.
            field.show_hidden_initial = True

    def validate_unique(self):
        """Rules that somebody else stored since this form was shown are no obstacle."""


class PolicyFormSet(BaseInlineFormSet):
    """Saves a policy by its verb, in the name of `by`."""

    by = None

    def save_new(self, form, commit=True):
        return self._set(form)

    def save_existing(self, form, obj, commit=True):
        return self._set(form)

    def _set(self, form):
        stored, _created = self.model.objects.get_or_create(**{self.fk.name: self.instance})
        said = {name: form.cleaned_data[name] for name in form.changed_data}
        rules = {"policy": stored.policy, "close_after_days": stored.close_after_days} | said
        stored.set_policy(by=self.by, **rules)
        return stored


class PolicyInline(admin.StackedInline):
    form = RulesForm
    fields = ["policy", "close_after_days", "changed"]
    readonly_fields = ["changed"]
    can_delete = False
    # One, which the page offers no button to remove.
    min_num = max_num = 1

    @admin.display(description=_("last changed"))
    def changed(self, rules):
        if not rules.policy_changed_at:
            return _("Never")
        when = moment(rules.policy_changed_at)
        if rules.was_set_by_the_clock:
            return _("%(when)s, automatically") % {"when": when}
        return _("%(when)s by %(who)s") % {"when": when, "who": rules.policy_changed_by}

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        assert issubclass(formset, PolicyFormSet)  # Made of `formset`, which each inline names.
        formset.by = request.user
        return formset

    def has_view_permission(self, request, obj=None):
        may_read = request.user.has_perm("comments.view_thread")
        return may_read or self.has_change_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("comments.change_thread")

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)
