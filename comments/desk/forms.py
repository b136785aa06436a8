import re
from datetime import datetime, time, timedelta
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from authors.models import User
from comments.models import Hold, Policy, Reason

from .labels import SNOOZES, VERBS
from .queue import SIZE

NOTE_LIMIT = 1_000
# How long a writer has who was asked for an edit, before the comment comes back as it is.
ASKED_FOR = timedelta(days=14)
# The field that asks for what a kind of decision cannot be made without.
FIELDS = {"reason": "reason", "message_to_writer": "told", "to": "to", "until": "hours"}
MISSING = {
    "reason": _("Choose a reason."),
    "to": _("Choose a colleague."),
    "hours": _("Choose how long."),
    "told": _("Tell the writer what to change."),
}
ASKED_FOR_WORDS = _(
    "The writer sees this on their comment's private page, and in an email if "
    "they asked for alerts. If they don't change the comment, it returns to the "
    "queue after two weeks."
)
LONGEST_HOLD = timedelta(days=365)


def colleagues():
    """Everybody who may decide, in the order of their names."""
    deciders = User.objects.with_perm("comments.decide_comment", include_superusers=True)
    return deciders.filter(is_active=True).order_by("last_name", "first_name", "pk").distinct()


class ChosenField(forms.Field):
    """Comments and the version of each that the moderator saw, sent as “12-1”; one or more."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"broken": _("This form arrived incomplete. Reload the page.")}

    def to_python(self, value) -> dict[int, int]:
        words = " ".join(value or []).split()
        matches = [re.fullmatch(r"([0-9]{1,18})-([0-9]{1,9})", word) for word in words]
        if len(words) > 4 * SIZE or not all(matches):
            raise ValidationError(self.error_messages["broken"], code="broken")
        return {int(match[1]): int(match[2]) for match in matches if match}


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
            raise ValidationError(_("Select at least one comment."))

    @property
    def comments(self) -> dict[int, int]:
        """The version seen of each comment chosen, by primary key."""
        name = "shown" if self.cleaned_data.get("everything") else "chosen"
        return self.cleaned_data.get(name) or {}


class DecisionForm(ChoiceForm):
    """What a moderator decides, with all that the kind of decision wants to know."""

    reason = forms.ChoiceField(required=False, label=_("Reason"))
    told = forms.CharField(
        max_length=NOTE_LIMIT,
        required=False,
        label=_("Message to the writer"),
        help_text=_("If left blank, the writer sees the reason's public wording."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        max_length=NOTE_LIMIT,
        required=False,
        label=_("Note"),
        help_text=_("For colleagues only. Readers never see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    to = forms.ModelChoiceField(
        User.objects.none(), required=False, label=_("To"), empty_label=_("Choose a colleague")
    )
    hours = forms.TypedChoiceField(
        choices=SNOOZES, coerce=int, required=False, empty_value=None, label=_("For")
    )

    def __init__(self, *args, by, kind="", **kwargs):
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["reason"]).choices = self._reasons
        cast(forms.ModelChoiceField, self.fields["to"]).queryset = colleagues().exclude(pk=by.pk)
        if _needs(kind or self.data.get("kind")) == "message_to_writer":
            self.fields["told"].label = _("What should the writer change?")
            self.fields["told"].help_text = ASKED_FOR_WORDS

    @cached_property
    def _offered(self) -> dict[str, Reason]:
        return {reason.code: reason for reason in Reason.objects.offered()}

    def _reasons(self) -> list[tuple]:
        offered = ((code, reason.label) for code, reason in self._offered.items())
        return [("", _("Choose a reason")), *offered]

    def clean(self):
        super().clean()
        self._clean_reason()
        if needed := _needs(self.cleaned_data.get("kind")):
            self._require(FIELDS[needed])

    def _clean_reason(self):
        kind, code = self.cleaned_data.get("kind"), self.cleaned_data.get("reason")
        if kind not in VERBS or not VERBS[kind].takes_message:
            self.cleaned_data["reason"] = self.cleaned_data["told"] = ""
            return
        reason = self._offered.get(code) if code else None
        if reason and reason.wants_note and not self.cleaned_data.get("note"):
            words = _("Explain here: “%(reason)s” requires a note.")
            self.add_error("note", words % {"reason": reason})

    def _require(self, name):
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, MISSING[name])

    @property
    def words(self) -> dict:
        """What was typed and chosen, as `Decision.objects.decide` takes it."""
        typed = self.cleaned_data
        words = {name: typed[name] for name in ("kind", "reason", "note", "to")}
        return words | {"message_to_writer": typed["told"], "until": self._until()}

    def _until(self):
        verb = VERBS[self.cleaned_data["kind"]]
        if not verb.definition.comes_back:
            return None
        hours = timedelta(hours=self.cleaned_data["hours"] or 0)
        return timezone.now() + (hours if verb.needs == "until" else ASKED_FOR)


def _needs(kind) -> str:
    return VERBS[kind].needs if kind in VERBS else ""


class PolicyForm(forms.Form):
    """Which policy an article's thread is to have; its own list of choices only names them."""

    policy = forms.ChoiceField(
        choices=[("", _("Section default")), *Policy.choices],
        required=False,
        label=_("Comments on this article"),
    )

    def __init__(self, *args, thread=None, **kwargs):
        if thread:
            kwargs["initial"] = {"policy": thread.policy}
        super().__init__(*args, **kwargs)
        if thread:
            cast(forms.ChoiceField, self.fields["policy"]).choices = thread.choices

    @property
    def is_complete(self) -> bool:
        """Whether a policy was sent at all: none at all is not “as the section says”."""
        return "policy" in self.data and self.is_valid()


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"),
        help_text=_("Exact address only. The search is logged on each comment found."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class LastDayField(forms.DateField):
    """The last moment of the day named, in the publication's time zone; a year ahead at most."""

    def __init__(self):
        super().__init__(
            label=_("Until the end of"),
            initial=lambda: timezone.localdate() + timedelta(days=7),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        )

    def clean(self, value):
        day, today = super().clean(value), timezone.localdate()
        if not today <= day <= today + LONGEST_HOLD:
            raise ValidationError(_("Choose a date from today to a year from now."))
        return timezone.make_aware(datetime.combine(day, time.max))


class StopForm(forms.Form):
    """Why all that waits from one person is refused, and until when what comes is held."""

    reason = forms.ModelChoiceField(
        Reason.objects.offered(),
        to_field_name="code",
        label=_("Reason"),
        empty_label=_("Choose a reason"),
    )
    until = LastDayField()
    note = forms.CharField(
        label=_("Note for colleagues"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean(self):
        reason = self.cleaned_data.get("reason")
        if reason and reason.wants_note and not self.cleaned_data.get("note"):
            words = _("Explain here: “%(reason)s” requires a note.")
            self.add_error("note", words % {"reason": reason})
        return self.cleaned_data


class HoldForm(forms.ModelForm):
    until = LastDayField()

    class Meta:
        model = Hold
        fields = ["kind", "until", "reason"]
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args, contact, **kwargs):
        super().__init__(*args, **kwargs)
        self.contact = contact
        # Without the choice that Django adds for "none".
        cast(forms.ChoiceField, self.fields["kind"]).choices = Hold.Kind.choices

    def clean(self):
        kind = self.cleaned_data.get("kind")
        if kind and Hold.digest_for(kind, self.contact) is None:
            raise ValidationError(
                _(
                    "This comment's email and IP addresses have been deleted. There is nothing "
                    "left to put on hold."
                )
            )
        return super().clean()

    def place(self, by) -> Hold:
        return Hold.objects.place(self.contact.comment, by=by, **self.cleaned_data)
