"""What the writer of a comment can send from its receipt."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Subscription
from opinion import html
from opinion.typed_fields import CleanField

Follow, Rhythm = Subscription.Kind, Subscription.Rhythm
LABELS = {
    Follow.DECISION: _("When a moderator decides on my comment"),
    Follow.REPLIES: _("When someone replies to my comment"),
}


class EditForm(forms.Form):
    """Another text for a comment; the same limits as for the first one."""

    text = CleanField(
        label=_("Comment"),
        clean_with=html.clean_text,
        max_length=html.COMMENT_LIMIT,
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": _("Write your comment.")},
    )

    def __init__(self, data=None, *, action="", confirms=False, initial=None):
        """`confirms` puts Django's CSRF token in, where the browser does not vouch for us."""
        super().__init__(data, initial=initial, label_suffix="")
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.form_class = "form"
        self.helper.disable_csrf = not confirms
        self.helper.include_media = False
        self.helper.layout = Layout("text", Submit("", _("Send my edit")))


class FollowForm(forms.Form):
    """Which mails the writer of a comment wants: a box for each kind, and how often."""

    rhythm = forms.ChoiceField(
        label=_("How often to email me replies"),
        choices=Rhythm.choices,
        initial=Rhythm.AT_ONCE,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None, *, account, confirms=False):
        chosen = {subscription.kind: subscription for subscription in account.followed}
        initial = dict.fromkeys(chosen, True)
        if Follow.REPLIES in chosen:
            initial["rhythm"] = chosen[Follow.REPLIES].rhythm
        super().__init__(data, initial=initial, label_suffix="")
        self.is_new = account.reader is None
        self.confirms = confirms
        self.kinds = [kind for kind in LABELS if kind in account.can_be_followed]
        for kind in self.kinds:
            self.fields[kind] = forms.BooleanField(label=LABELS[kind], required=False)
        if Follow.REPLIES not in self.kinds:
            del self.fields["rhythm"]

    @property
    def boxes(self):
        return [self[kind] for kind in self.kinds]

    def clean(self):
        if self.is_new and not self.errors and not self.wishes:
            raise forms.ValidationError(_("Choose at least one alert."))
        return self.cleaned_data

    @property
    def wishes(self) -> list[tuple[str, str]]:
        """What was chosen: pairs of kind and rhythm."""
        rhythm = self.cleaned_data.get("rhythm") or Rhythm.AT_ONCE
        rhythms = {Follow.DECISION: Rhythm.AT_ONCE, Follow.REPLIES: rhythm}
        return [
            (str(kind), str(rhythms[kind])) for kind in self.kinds if self.cleaned_data.get(kind)
        ]
