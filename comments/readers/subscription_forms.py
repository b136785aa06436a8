from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Subscription
from opinion.typed_fields import EMAIL_LIMIT, AddressField, UncheckedField

# The longest body a browser sends for an address at its limit, and the rest of the form.
FOLLOW_LIMIT = 12 * EMAIL_LIMIT + 4_000


class MailForm(forms.Form):
    """`confirms` puts Django's CSRF token in, for a browser that does not say where it is."""

    name: str = ""
    button: Promise | str = ""

    def __init__(self, data=None, *, confirms=False):
        super().__init__(data, label_suffix="")
        self.helper = FormHelper()
        self.helper.form_id = self.name
        self.helper.form_class = "form mail-form"
        self.helper.disable_csrf = not confirms
        self.helper.include_media = False
        self.helper.layout = Layout(*self.parts(), Submit("", self.button))

    def parts(self):
        return [*self.fields]


class FollowForm(MailForm):
    """Who wants mail about a thread, and how often."""

    name, button = "follow", _("Follow by email")

    email = AddressField(
        label=_("Email"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address. It will not be published."),
            "invalid": _("Enter a complete email address, like name@example.org."),
        },
    )
    rhythm = forms.ChoiceField(
        label=_("How often?"),
        choices=Subscription.Rhythm.choices,
        initial=Subscription.Rhythm.AT_ONCE,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often you want alerts."),
            "invalid_choice": _("Choose how often you want alerts."),
        },
    )
    # People do not see it; programs that fill in every field do.
    more_words = UncheckedField(
        label=_("Leave this field empty"),
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    def parts(self):
        return ["email", "rhythm", Div("more_words", css_class="hidden", aria_hidden="true")]


class ConfirmForm(MailForm):
    """The button that says yes."""

    name, button = "confirm", _("Yes, this is my address")

    remember = forms.BooleanField(
        required=False,
        label=_("Recognise this browser"),
        help_text=_(
            "Comments you post from this browser with this address will count as yours "
            "without another email. This sets a cookie that lasts a year. Don't tick it on "
            "a shared computer."
        ),
    )

    def parts(self):
        return [Field("remember", template="comments/_checkbox.html")]
