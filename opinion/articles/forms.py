"""What may come in through the article's form."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opinion.forms import RenderedTextForm
from opinion.references import lines
from opinion.templatetags.dates import moment
from opinion.widgets import RichText

from . import comparison
from .models import Article, Reference


class ArticleForm(RenderedTextForm):
    """The draft of an article, and what the verbs beside it need.

    `scheduled_for` and `withdrawal_reason` are asked here; the verbs store them, never the form.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    pasted_references = forms.CharField(
        label=_("Paste references, one a line"),
        required=False,
        widget=forms.Textarea({"rows": 6, "class": "vLargeTextField", "dir": "auto"}),
        help_text=_(
            "Each line becomes a reference below the others when you save. Bullets, stray signs "
            "and doubled links are cleaned away; the line as you pasted it is kept."
        ),
    )
    scheduled_for = forms.DateTimeField(
        label=_("Publish at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=Article._meta.get_field("scheduled_for").help_text,
    )
    withdrawal_reason = forms.CharField(
        label=_("Reason for the withdrawal"),
        required=False,
        max_length=300,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text=Article._meta.get_field("withdrawal_reason").help_text,
    )

    class Meta:
        model = Article
        exclude = ["scheduled_for", "withdrawal_reason"]
        widgets = {
            "headline": forms.TextInput({"class": "vTextField", "dir": "auto"}),
            "standfirst": forms.Textarea({"rows": 3, "class": "vLargeTextField", "dir": "auto"}),
            "body": RichText(),
            "note": RichText(small=True),
            "topics": forms.CheckboxSelectMultiple({"class": "topics"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.differences = []
        article = self.instance
        if article.pk:
            self.initial["version"] = article.version
            self.initial["scheduled_for"] = article.scheduled_for
            self.initial["withdrawal_reason"] = article.withdrawal_reason
        if "body" in self.fields:
            # Where the editor finds the works that a text may cite.
            works = f"{reverse('admin:articles_article_works')}?article={article.pk or ''}"
            self.fields["body"].widget.attrs["data-works"] = works

    def clean_pasted_references(self) -> list[Reference]:
        try:
            found = lines.split(self.cleaned_data["pasted_references"])
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return [self.reference(line) for line in found]

    def reference(self, line) -> Reference:
        reference = Reference(text=line.text, url=line.url, pasted=line.pasted)
        try:
            reference.clean_fields(exclude=["article", "position", "text_html"])
        except ValidationError as error:
            raise ValidationError(
                _("This line cannot be taken: %(line)s (%(why)s)"),
                params={"line": line.pasted, "why": " ".join(error.messages)},
            ) from error
        return reference

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.cleaned_data.get("version") != self.instance.version:
            self.refuse_overtaken()
        return cleaned

    def refuse_overtaken(self):
        """Show the other version beside this one; saving again overwrites it knowingly."""
        self.differences = comparison.of_fields(self)
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(self.instance.version)
        raise ValidationError(
            _(
                "%(who)s saved this article on %(when)s, after you had opened it. Nothing of yours "
                "is saved yet. Compare the two versions, take over what you want to keep, "
                "and save again: your version then replaces the other one."
            ),
            code="overtaken",
            params={
                "who": self.instance.edited_by or _("Somebody"),
                "when": moment(self.instance.edited_at),
            },
        )

    @property
    def is_overtaken(self) -> bool:
        return self.has_error(forms.forms.NON_FIELD_ERRORS, code="overtaken")

    def append_pasted_references(self):
        """Store the pasted lines behind the references that are there."""
        article = self.instance
        last = article.references.order_by("position").last()
        first_free = last.position + 1 if last else 1
        for position, reference in enumerate(self.cleaned_data["pasted_references"], first_free):
            reference.article, reference.position = article, position
            reference.save()
