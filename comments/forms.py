import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opinion import html

from . import clock
from .models.comment import NAME_LIMIT

EMAIL_LIMIT = 254  # RFC 5321, section 4.5.3.1.3, without the angle brackets
# The longest body a browser sends for texts at their limits: four bytes a letter, each as %XX.
BODY_LIMIT = 12 * (html.COMMENT_LIMIT + NAME_LIMIT + EMAIL_LIMIT) + 4_000

_ADDRESS = re.compile(r"://|@|\bwww\.|\w\.(?:com|net|org|info|biz|io|ru|cn|xyz|top|shop|site)\b")
# Letters by their category that show nothing: the Hangul fillers and the blank of Braille.
_BLANKS = str.maketrans("", "", "\u115f\u1160\u2800\u3164\uffa0")


def says_something(text: str) -> bool:
    return any(letter.isprintable() and not letter.isspace() for letter in text.translate(_BLANKS))


class CleanField(forms.CharField):
    """A text without invisible characters, measured before anything reads it.

    `clean_with` is `html.clean_line` or `html.clean_text`.
    """

    def __init__(self, *, clean_with, max_length, **kwargs):
        self.clean_with = clean_with
        self.most = max_length
        super().__init__(strip=False, **kwargs)
        self.widget.attrs["maxlength"] = max_length

    def to_python(self, value):
        try:
            html.check_length(value or "", self.most)
        except html.TooLong as error:
            raise forms.ValidationError(str(error), code="too_long") from None
        cleaned = self.clean_with(value or "").strip()
        return cleaned if says_something(cleaned) else ""

    def bound_data(self, data, initial):
        """What is shown again: an overlong text whole, but never a control character."""
        return self.clean_with(data or "")


class AddressField(forms.EmailField):
    def bound_data(self, data, initial):
        return html.clean_line(data or "")


class UncheckedField(forms.Field):
    """Anything, as it came: it says more about its sender than about the comment."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def to_python(self, value):
        return value or ""

    def bound_data(self, data, initial):
        return html.clean_line(data or "")


def reply_address(article) -> str:
    """Where comments on a published article are posted."""
    return reverse("reply", args=article.address.split("/"))


class ReplyForm(forms.Form):
    """Leave a Reply. Unbound it holds nothing about the visitor, so that a page may be cached."""

    name = CleanField(
        label=_("Name"),
        clean_with=html.clean_line,
        max_length=NAME_LIMIT,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    email = AddressField(
        label=_("Email"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Write your email address. It is not published."),
            "invalid": _("Write a whole email address, like name@example.org."),
        },
    )
    text = CleanField(
        label=_("Comment"),
        clean_with=html.clean_text,
        max_length=html.COMMENT_LIMIT,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write your comment.")},
    )
    # People do not see it; programs that fill in every field do.
    website = UncheckedField(
        label=_("Leave this field empty"),
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    to = UncheckedField(widget=forms.HiddenInput)
    opened = UncheckedField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, article=None, action="", confirms=False, initial=None):
        """`article` or, where the database is away, `action` says where to post.

        `confirms` puts Django's CSRF token in, for pages that are never cached.
        """
        super().__init__(data, initial=initial, label_suffix="")
        self.helper = FormHelper()
        self.helper.form_action = reply_address(article) if article else action
        self.helper.form_class = "form reply-form"
        self.helper.disable_csrf = not confirms
        self.helper.include_media = False
        if article:
            opened = f"{reverse('form_opened')}?article={article.pk}"
            self.helper.attrs = {"data-opened": opened}
        self.helper.layout = self._layout()

    def _layout(self):
        known = ["to", "opened"] if self.is_bound or self.initial else []
        return Layout(
            *known,
            Div("name", "email", css_class="form-pair"),
            "text",
            Div("website", css_class="hidden", aria_hidden="true"),
            Submit("", _("Post Comment")),
        )

    @classmethod
    def opened_now(cls, article, to=""):
        """The empty form for a page that is never cached, with the signed time in it."""
        return cls(article=article, initial={"opened": clock.stamp(article.pk), "to": to})

    def clean_name(self):
        name = self.cleaned_data["name"]
        if len(self.data.get("name", "").strip().splitlines()) > 1:
            raise forms.ValidationError(_("Write your name on one line."))
        if _ADDRESS.search(name.casefold()):
            raise forms.ValidationError(
                _("Write a name without an address in it: everybody will see it.")
            )
        return name
