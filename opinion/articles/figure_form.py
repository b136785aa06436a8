"""The pictures in the text, as the article's form asks for their words: a small form for each."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from opinion.pictures.models import Picture

from .lead_form import LeadPictureForm
from .models import ArticlePicture, PictureRole
from .models.picture import SAID, figures_in


class FigureForm(forms.ModelForm):
    """What is said of one picture at its place in the text."""

    focal_x = forms.IntegerField(
        label=_("Focal point: percent from the left"), min_value=0, max_value=100
    )
    focal_y = forms.IntegerField(
        label=_("Focal point: percent from the top"), min_value=0, max_value=100
    )

    class Meta:
        model = ArticlePicture
        fields = SAID
        widgets = dict.fromkeys(("alt", "caption", "credit"), AdminTextInputWidget({"dir": "auto"}))

    @property
    def picture(self) -> Picture:
        return self.instance.picture


def blank_figure() -> FigureForm:
    """What a script copies for a picture that it puts into the text."""
    return FigureForm(prefix="figure-__id__", instance=ArticlePicture(picture=Picture()))


class FiguresForm(LeadPictureForm):
    """The article's form, as far as the pictures go. `save_figures` stores those in the text."""

    @property
    def asks_for_figures(self) -> bool:
        return "body" in self.fields

    @cached_property
    def figures(self) -> list[FigureForm]:
        """A form for each picture in the text that the library has, in the order of the text.

        What was not posted of one begins with the words of its use, or else of the picture.
        """
        shown = figures_in(self["body"].value() or "") if self.asks_for_figures else []
        if not shown:
            return []
        uses = self.stored_figures()
        new = Picture.objects.in_bulk([number for number in shown if number not in uses])
        uses |= {number: _begun(picture) for number, picture in new.items()}
        return [self._figure(uses[number]) for number in shown if number in uses]

    def clean(self):
        cleaned = super().clean()
        for figure in self.figures:
            if figure.errors:
                problem = _("Nothing is saved yet: correct what is said of %(picture)s.")
                told = {"picture": figure.picture}
                self.add_error("body", ValidationError(problem, params=told))
        return cleaned

    def figure_uses(self) -> list[ArticlePicture]:
        """The uses of the pictures in the text as they were typed, not stored."""
        for position, figure in enumerate(self.figures, start=1):
            figure.is_valid()
            figure.instance.position = position
        return [figure.instance for figure in self.figures]

    def save_figures(self):
        """Store a use for each picture in the text, and none for what is no longer there."""
        if not self.asks_for_figures:
            return
        uses = self.figure_uses()
        pictures = [use.picture_id for use in uses]
        stored = self.instance.pictures.filter(role=PictureRole.FIGURE)
        stored.exclude(picture__in=pictures).delete()
        for use in uses:
            use.article = self.instance
            use.save()

    def stored_figures(self) -> dict[int, ArticlePicture]:
        if not self.instance.pk:
            return {}
        rows = self.instance.pictures.filter(role=PictureRole.FIGURE).select_related("picture")
        return {use.picture_id: use for use in rows}

    def _figure(self, use: ArticlePicture) -> FigureForm:
        prefix = f"figure-{use.picture_id}"
        is_posted = self.is_bound and f"{prefix}-alt" in self.data
        return FigureForm(self.data if is_posted else None, instance=use, prefix=prefix)


def _begun(picture: Picture) -> ArticlePicture:
    said: dict[str, Any] = {name: getattr(picture, name) for name in SAID}
    return ArticlePicture(picture=picture, role=PictureRole.FIGURE, **said)
