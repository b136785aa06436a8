"""The picture above the text, as the article's form asks for it: a file and its words."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from opinion.forms import PictureField, RenderedTextForm
from opinion.pictures.models import Picture

from .models import ArticlePicture, PictureRole

# Fields of the form, by what they are of the picture's use.
WORDS = {"alt": "picture_alt", "caption": "picture_caption", "credit": "picture_credit"}
FIELDS = ("picture", *WORDS.values())


def _asked(name: str) -> forms.Field:
    field = ArticlePicture._meta.get_field(name)
    assert isinstance(field, models.Field)
    asked = field.formfield(widget=AdminTextInputWidget)
    assert asked is not None  # the words of a picture are edited
    return asked


class LeadPictureForm(RenderedTextForm):
    """The article's form, as far as the picture above the text goes. `save_lead` stores it."""

    picture = PictureField(
        label=_("Picture"),
        required=False,
        widget=AdminFileWidget,
        help_text=_("Shown above the text. Location and camera data are removed."),
    )
    picture_alt = _asked("alt")
    picture_caption = _asked("caption")
    picture_credit = _asked("credit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lead = self.instance.lead
        if self.lead:
            self.initial["picture"] = self.lead.picture.file
            for name, field in WORDS.items():
                self.initial[field] = getattr(self.lead, name)

    def clean(self):
        cleaned = super().clean()
        if "picture" in self.cleaned_data and not self.lead and not self.cleaned_data["picture"]:
            self.refuse_words_of_nothing()
        return cleaned

    def refuse_words_of_nothing(self):
        if any(self.cleaned_data.get(field) for field in WORDS.values()):
            problem = ValidationError(_("Choose the picture that these words describe."))
            self.add_error("picture", problem)

    def save_lead(self, by):
        """Store the picture and its words for the saved article; a new file is a new picture."""
        if not self.fields.keys() >= {*FIELDS}:
            return
        words = {name: self.cleaned_data[field] for name, field in WORDS.items()}
        file = self.cleaned_data["picture"]
        if file and "picture" in self.changed_data:
            self._place(Picture.objects.keep(file, by=by, **words), words)
        elif file and self.lead:
            self._place(self.lead.picture, words)
        elif self.lead:
            self.lead.delete()

    def _place(self, picture, words):
        ArticlePicture.objects.update_or_create(
            article=self.instance,
            role=PictureRole.LEAD,
            defaults={"picture": picture, "position": 0, **words},
        )
