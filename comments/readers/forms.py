from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Subscription
from opinion.typed_fields import EMAIL_LIMIT, AddressField


class AskForm(forms.Form):
    """Which address somebody asks about. Nothing says whether we know it."""

    email = AddressField(
        label=_("Email"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address."),
            "invalid": _("Enter a complete email address, like name@example.org."),
        },
    )

    def __init__(self, data=None, *, confirms=False):
        """`confirms` puts Django's CSRF token in, for a browser that does not say where it is."""
        super().__init__(data, label_suffix="")
        self.helper = FormHelper()
        self.helper.form_class = "form"
        self.helper.disable_csrf = not confirms
        self.helper.include_media = False
        self.helper.add_input(Submit("", _("Send me the link")))


class FollowingForm(forms.Form):
    """What a reader changes about one thing that they follow."""

    subscription = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    rhythm = forms.ChoiceField(choices=Subscription.Rhythm.choices, required=False)
