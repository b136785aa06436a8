"""The picture above the text, as the article's form asks for it: a file and its words."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from opinion.forms import PictureField, RenderedTextForm
from opinion.pictures.chosen import name_for_form, named
from opinion.pictures.models import MIDDLE, Picture

from .models import ArticlePicture, PictureRole
from .models.picture import lead_of, social_of

# Fields of the form, by what they are of the picture's use.
WORDS = {"alt": "picture_alt", "caption": "picture_caption", "credit": "picture_credit"}
FOCAL = {"focal_x": "picture_focal_x", "focal_y": "picture_focal_y"}
SAID = WORDS | FOCAL
FIELDS = ("picture", *SAID.values())
# What is said of no picture.
NOTHING: dict[str, Any] = dict.fromkeys(WORDS, "") | dict.fromkeys(FOCAL, MIDDLE)


def _asked(name: str) -> forms.Field:
    field = ArticlePicture._meta.get_field(name)
    assert isinstance(field, models.Field)
    asked = field.formfield(widget=AdminTextInputWidget)
    assert asked is not None  # the words of a picture are edited
    return asked


def _percent(label) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100)


class LeadPictureForm(RenderedTextForm):
    """The article's form, as far as the picture above the text goes. `save_lead` stores it."""

    # As a page posts it.
    data: QueryDict

    picture = PictureField(
        label=_("Picture"),
        required=False,
        widget=AdminFileWidget,
        help_text=_("Shown above the text. Location and camera data are removed."),
    )
    picture_alt = _asked("alt")
    picture_caption = _asked("caption")
    picture_credit = _asked("credit")

    picture_focal_x = _percent(_("Focal point: percent from the left"))
    picture_focal_y = _percent(_("Focal point: percent from the top"))

    # One of the library; or one that was chosen before and is stored already, while something else
    # was to be corrected.
    chosen_picture = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen: Picture | None = None
        self.pictures = self._stored_pictures()
        self.lead, self.social = lead_of(self.pictures), social_of(self.pictures)
        self.initial.update(dict.fromkeys(FOCAL.values(), MIDDLE))
        if self.lead:
            self.initial["picture"] = self.lead.picture.file
            for name, field in SAID.items():
                self.initial[field] = getattr(self.lead, name)

    def _stored_pictures(self) -> list[ArticlePicture]:
        """All that are stored for the article, those in its text as well."""
        rows = self.instance.pictures.select_related("picture") if self.instance.pk else ()
        return [*rows]

    def clean_picture_focal_x(self) -> int:
        return self._percent_or_middle("picture_focal_x")

    def clean_picture_focal_y(self) -> int:
        return self._percent_or_middle("picture_focal_y")

    def _percent_or_middle(self, name: str) -> int:
        percent = self.cleaned_data[name]
        return MIDDLE if percent is None else percent

    def clean_chosen_picture(self) -> str:
        """A name that we did not give out is nobody's choice."""
        self.chosen = named(self.cleaned_data["chosen_picture"])
        return self.cleaned_data["chosen_picture"] if self.chosen else ""

    def clean(self):
        cleaned = super().clean()
        if "picture" in self.changed_data:
            self.chosen = None
        if "picture" in self.cleaned_data and not self.lead and not self.has_picture:
            self.refuse_words_of_nothing()
        return cleaned

    @property
    def has_picture(self) -> bool:
        return bool(self.chosen or self.cleaned_data["picture"])

    def keep_chosen(self, by):
        """Store a picture with a form that can't be saved yet: nobody has to choose it again."""
        if not self.is_bound or not self._is_new_file():
            return
        self.chosen = Picture.objects.keep(self.cleaned_data["picture"], by=by)
        self.data = self.data.copy()
        self.data[self.add_prefix("chosen_picture")] = name_for_form(self.chosen)

    def refuse_words_of_nothing(self):
        if any(self.cleaned_data.get(field) for field in WORDS.values()):
            problem = ValidationError(_("Choose the picture that these words describe."))
            self.add_error("picture", problem)

    def save_lead(self, by):
        """Store the picture and its words for the saved article; a new file is a new picture."""
        if not self.fields.keys() >= {*FIELDS}:
            return
        words = {name: self.cleaned_data[field] for name, field in SAID.items()}
        file = self.cleaned_data["picture"]
        if self.chosen:
            self._place(self.chosen, words)
        elif self._is_new_file():
            self._place(Picture.objects.keep(file, by=by, **words), words)
        elif file and self.lead:
            self._place(self.lead.picture, words)
        elif self.lead:
            self.lead.delete()

    def _is_new_file(self) -> bool:
        return "picture" in self.changed_data and bool(self.cleaned_data.get("picture"))

    def _place(self, picture, words):
        ArticlePicture.objects.update_or_create(
            article=self.instance,
            role=PictureRole.LEAD,
            defaults={"picture": picture, "position": 0, **words},
        )
