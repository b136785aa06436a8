import re
from datetime import datetime, time, timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models import Decision, Hold, Policy, Reason
from comments.models.comment import NAME_LIMIT
from opinion.articles.models import Article, Section

from .queue import SIZE, parse_place
from .tabs import TABS
from .words import VERBS

NOTE_LIMIT = 1_000
LONGEST_HOLD = timedelta(days=365)


class PlaceField(forms.CharField):
    def clean(self, value):
        return parse_place(super().clean(value))


class SectionField(forms.ModelChoiceField):
    def to_python(self, value):
        ProhibitNullCharactersValidator()(value or "")
        return super().to_python(value)


class QueueForm(forms.Form):
    """The filters of a queue, read from its address. What makes no sense filters nothing."""

    status = forms.ChoiceField(
        choices=[(tab.name, tab.label) for tab in TABS.values()], required=False
    )
    article = forms.ModelChoiceField(
        Article.objects.exclude(live_edition=None).select_related("live_edition__type"),
        required=False,
        widget=forms.HiddenInput,
    )
    section = SectionField(
        Section.objects.all(),
        to_field_name="slug",
        required=False,
        label=_("Section"),
        empty_label=_("All sections"),
    )
    # Never an e-mail address: this form's words stand in the page's address, and that in logs.
    name = forms.RegexField(
        "^[^@\\x00]*$",
        max_length=NAME_LIMIT,
        required=False,
        label=_("Name"),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "pattern": "[^@]*",
                "title": _("Words of a name. To find an e-mail address, use the form beside."),
            }
        ),
    )
    after = PlaceField(required=False)

    @property
    def filters(self) -> dict:
        self.is_valid()
        return {word: value for word, value in self.cleaned_data.items() if value}


class ChosenField(forms.Field):
    """Comments and the version of each that the moderator saw, sent as “12-1”."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"broken": _("This form was sent in pieces. Reload the page.")}

    def to_python(self, value) -> dict[int, int]:
        words = value or []
        matches = [re.fullmatch(r"([0-9]{1,18})-([0-9]{1,9})", word) for word in words]
        if len(words) > 4 * SIZE or not all(matches):
            raise ValidationError(self.error_messages["broken"], code="broken")
        return {int(match[1]): int(match[2]) for match in matches}


class ChoiceForm(forms.Form):
    """Which comments, and what to do with them."""

    kind = forms.ChoiceField(
        choices=[(verb.kind, verb.label) for verb in VERBS.values()], widget=forms.HiddenInput
    )
    chosen = ChosenField(required=False)
    shown = ChosenField(required=False)
    everything = forms.BooleanField(required=False)

    def clean(self):
        if not self.errors and not self.comments:
            raise ValidationError(_("Choose at least one comment first."))

    @property
    def comments(self) -> dict[int, int]:
        """The version seen of each comment chosen, by primary key."""
        name = "shown" if self.cleaned_data.get("everything") else "chosen"
        return self.cleaned_data.get(name) or {}


class DecisionForm(ChoiceForm):
    reason = forms.ChoiceField(
        choices=[("", _("Choose a reason")), *Reason.choices], required=False, label=_("Reason")
    )
    note = forms.CharField(
        max_length=NOTE_LIMIT,
        required=False,
        label=_("Note"),
        help_text=_("For your colleagues. Readers never see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self):
        super().clean()
        kind = self.cleaned_data.get("kind")
        if kind not in Decision.NEEDS_REASON:
            self.cleaned_data["reason"] = ""
            return
        reason = self.cleaned_data.get("reason")
        if not reason and "reason" not in self.errors:
            self.add_error("reason", _("Choose a reason."))
        if reason == Reason.OTHER and not self.cleaned_data.get("note"):
            self.add_error("note", _("Write the reason here: you chose “another reason”."))


class PolicyForm(forms.Form):
    """Which policy an article's thread is to have; its own list of choices only names them."""

    policy = forms.ChoiceField(
        choices=[("", _("As the section says")), *Policy.choices],
        required=False,
        label=_("Comments on this article"),
    )

    def __init__(self, *args, thread=None, **kwargs):
        if thread:
            kwargs["initial"] = {"policy": thread.policy}
        super().__init__(*args, **kwargs)
        if thread:
            self.fields["policy"].choices = thread.choices

    @property
    def is_complete(self) -> bool:
        """Whether a policy was sent at all: none at all is not “as the section says”."""
        return "policy" in self.data and self.is_valid()


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The exact address. The search is noted at each comment found."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class HoldForm(forms.ModelForm):
    until = forms.DateField(
        label=_("Until the end of"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    class Meta:
        model = Hold
        fields = ["kind", "until", "reason"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, contact, **kwargs):
        kwargs.setdefault("initial", {"until": timezone.localdate() + timedelta(days=7)})
        super().__init__(*args, **kwargs)
        self.contact = contact
        # Without the choice that Django adds for "none".
        self.fields["kind"].choices = Hold.Kind.choices

    def clean_until(self):
        """The last moment of the day named, in the publication's time zone."""
        day = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST_HOLD:
            raise ValidationError(_("Choose a day between today and a year from now."))
        return timezone.make_aware(datetime.combine(day, time.max))

    def clean(self):
        kind = self.cleaned_data.get("kind")
        if kind and Hold.digest_for(kind, self.contact) is None:
            raise ValidationError(
                _("This comment's addresses have been forgotten; there is nothing left to hold.")
            )
        return super().clean()

    def place(self, by) -> Hold:
        return Hold.objects.place(self.contact.comment, by=by, **self.cleaned_data)
