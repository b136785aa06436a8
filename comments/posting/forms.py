import re

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from comments.models.comment import NAME_LIMIT, PASSAGE_LIMIT
from comments.rules import quotes
from comments.security import form_time
from comments.threads.context import reply_address
from opinion import html
from opinion.typed_fields import EMAIL_LIMIT, AddressField, CleanField, UncheckedField

# The longest body a browser sends for texts at their limits: four bytes a letter, each as %XX.
BODY_LIMIT = 12 * (html.COMMENT_LIMIT + PASSAGE_LIMIT + NAME_LIMIT + EMAIL_LIMIT) + 4_000

_ADDRESS = re.compile(r"://|@|\bwww\.|\w\.(?:com|net|org|info|biz|io|ru|cn|xyz|top|shop|site)\b")
_FORMATTING = HTML('{% include "comments/_formatting.html" %}')


class AnswerForm(forms.Form):
    """What anybody writes: the words, and what they answer. Staff who are logged in need no more.

    Unbound it holds nothing about the visitor, so that a page may be cached.
    """

    text = CleanField(
        label=_("Comment"),
        clean_with=html.clean_text,
        max_length=html.COMMENT_LIMIT,
        described_by="formatting",
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write your comment.")},
    )
    passage = CleanField(
        label=_("Quoted passage"),
        required=False,
        clean_with=html.clean_line,
        max_length=PASSAGE_LIMIT,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Copy it exactly from the article. It will appear above your comment."),
    )
    to = UncheckedField(widget=forms.HiddenInput)

    field_order = ["name", "email", "passage", "text"]

    def __init__(self, data=None, *, article=None, action="", confirms=False, initial=None):
        """`article` or, where the database is away, `action` says where to post.

        `confirms` puts Django's CSRF token in, for pages that are never cached.
        """
        super().__init__(data, initial=initial, label_suffix="")
        self.article = article
        self.helper = FormHelper()
        self.helper.form_action = reply_address(article) if article else action
        self.helper.form_class = "form reply-form"
        self.helper.disable_csrf = not confirms
        self.helper.include_media = False
        self.helper.attrs = self.for_the_script(article) if article else {}
        self.helper.layout = self._layout()

    @staticmethod
    def for_the_script(article) -> dict:
        return {}

    def _layout(self):
        known = [name for name in ("to", "opened") if name in self.fields]
        return Layout(
            *(known if self.is_bound or self.initial else []), *self._what_people_fill_in()
        )

    def _what_people_fill_in(self):
        fold = {"open": True} if self["passage"].value() else {}
        return [
            Div("passage", template="comments/_passage_field.html", **fold),
            "text",
            _FORMATTING,
            Div(
                Submit("", _("Post Comment")),
                Submit("preview", _("Preview")),
                css_class="form-buttons",
            ),
        ]

    @property
    def typed(self):
        """The fields somebody filled in, for giving back what cannot be posted any more."""
        names = [name for name in self.field_order if name in self.fields]
        return [self[name] for name in names if self[name].value()]

    def clean_passage(self):
        passage = self.cleaned_data["passage"]
        if passage and self.article and not quotes.stands_in(self.article.live_edition, passage):
            raise forms.ValidationError(
                _("This passage isn't in the article. Copy it exactly, or leave it out.")
            )
        return passage


class ReplyForm(AnswerForm):
    """Leave a Reply, for everybody: without an account, with a name and an address."""

    name = CleanField(
        label=_("Name"),
        clean_with=html.clean_line,
        max_length=NAME_LIMIT,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    email = AddressField(
        label=_("Email"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your email address. It will not be published."),
            "invalid": _("Enter a complete email address, like name@example.org."),
        },
    )
    tell = forms.BooleanField(
        label=_("Tell me when a moderator has decided"),
        required=False,
        help_text=_(
            "By email. We ask you to confirm your address first, unless we know this browser."
        ),
    )
    # People do not see it, browsers have nothing for it; programs that fill in every field do.
    more_words = UncheckedField(
        label=_("Leave this field empty"),
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )
    opened = UncheckedField(widget=forms.HiddenInput)

    @staticmethod
    def for_the_script(article):
        """Where to ask for the time, and the name of the draft that the browser may keep."""
        opened = f"{reverse('form_opened')}?article={article.pk}"
        return {"data-opened": opened, "data-draft": f"draft:{article.pk}"}

    def _what_people_fill_in(self):
        *fields, buttons = super()._what_people_fill_in()
        return [
            Div("name", "email", css_class="form-pair"),
            *fields,
            Field("tell", template="comments/_checkbox.html"),
            Div("more_words", css_class="hidden", aria_hidden="true"),
            buttons,
        ]

    @classmethod
    def opened_now(cls, article, to="", **typed):
        """The form for a page that is never cached, with the signed time in it.

        `typed` is what its writer had written before.
        """
        initial = {"opened": form_time.stamp(article.pk), "to": to} | typed
        return cls(article=article, initial=initial)

    def clean_name(self):
        name = self.cleaned_data["name"]
        if len(self.data.get("name", "").strip().splitlines()) > 1:
            raise forms.ValidationError(_("Keep your name to one line."))
        if _ADDRESS.search(name.casefold()):
            raise forms.ValidationError(
                _("Your name can't include a web or email address. It will be public.")
            )
        return name
