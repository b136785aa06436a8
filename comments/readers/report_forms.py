from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Report
from comments.models.report import WORDS_LIMIT
from opinion import html
from opinion.typed_fields import CleanField


class ReportForm(forms.Form):
    """What is wrong with a comment. It asks nothing about who says so."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with it."),
            "invalid_choice": _("Choose what is wrong with it."),
        },
    )

    words = CleanField(
        label=_("What should the moderators know? (optional)"),
        required=False,
        clean_with=html.clean_text,
        max_length=WORDS_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Only moderators read this."),
    )

    def __init__(self, data=None, *, address, confirms=False):
        """`address` is where it posts; `confirms` puts Django's CSRF token in."""
        super().__init__(data, label_suffix="")
        self.helper = FormHelper()
        self.helper.form_action = address
        self.helper.form_id = "report"
        self.helper.form_class = "form report-form"
        self.helper.disable_csrf = not confirms
        self.helper.include_media = False
        self.helper.layout = Layout("reason", "words", Submit("", _("Report to the moderators")))
