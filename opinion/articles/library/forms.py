"""Many files at once, and what is said of one picture."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from opinion import images
from opinion.forms import picture_attrs
from opinion.pictures.models import ALT_LIMIT, Picture

MOST_AT_ONCE = 50


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Some files, as they were sent."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        if not data:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(data) > MOST_AT_ONCE:
            told = _("Upload at most %(limit)d pictures at once.")
            raise ValidationError(told, params={"limit": MOST_AT_ONCE})
        return data


class UploadForm(forms.Form):
    """Each file that is a picture is taken; of each other one it is said why it is not."""

    pictures = PicturesField(
        label=_("Pictures"),
        help_text=_(
            "JPEG, PNG, WebP or AVIF; up to 24 MB together. Location and camera data are removed. "
            "You can also drag them here."
        ),
    )
    # Of a single one, by the script that sends what was pasted.
    alt = forms.CharField(required=False, max_length=ALT_LIMIT, widget=forms.HiddenInput)
    credit = forms.CharField(
        label=_("Credit"),
        required=False,
        max_length=Picture._meta.get_field("credit").max_length,
        help_text=_("For all of them: photographer or source, and licence."),
    )
    licence = forms.CharField(
        label=_("Licence"),
        required=False,
        max_length=Picture._meta.get_field("licence").max_length,
        help_text=Picture._meta.get_field("licence").help_text,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pictures"].widget.attrs |= picture_attrs()
        self.taken: list[images.CleanPicture] = []

    def clean(self):
        for upload in self.cleaned_data.get("pictures", []):
            try:
                self.taken.append(images.clean(upload))
            except ValidationError as error:
                self.add_error("pictures", f"{upload.name}: {' '.join(error.messages)}")
        return super().clean()

    def keep(self, by) -> list[tuple[Picture, bool, str]]:
        """Store what can be: of each the picture, whether it is new, and what is to be said."""
        said = {name: self.cleaned_data.get(name, "") for name in ("alt", "credit", "licence")}
        return [
            (*Picture.objects.keep_once(file, by=by, **said), file.remark) for file in self.taken
        ]


class PictureForm(forms.ModelForm):
    focal_x = forms.IntegerField(
        label=_("Focal point: percent from the left"), min_value=0, max_value=100
    )
    focal_y = forms.IntegerField(
        label=_("Focal point: percent from the top"),
        min_value=0,
        max_value=100,
        help_text=_("What stays in sight where the picture is cut to fit."),
    )

    class Meta:
        model = Picture
        fields = ["alt", "caption", "credit", "licence", "focal_x", "focal_y"]
        widgets = {
            name: forms.TextInput({"class": "vLargeTextField", "dir": "auto"})
            for name in ("alt", "caption", "credit", "licence")
        }
