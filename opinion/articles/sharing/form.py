"""How an article is found and shared, as its form asks for it."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from opinion.articles.figure_form import FiguresForm
from opinion.articles.models import ArticlePicture, ArticleType, PictureRole
from opinion.articles.models.picture import SAID, SOCIAL_POSITION
from opinion.parse_id import parse_id
from opinion.pictures.models import Picture

FIELDS = [
    *("social_title", "social_picture", "search_title", "search_description"),
    *("first_outlet", "canonical_url", "noindex"),
]
# In the list; any other is found in the library.
NEWEST = 20


class PictureSelect(forms.Select):
    """Each choice tells a script where its picture lies."""

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if picture := getattr(value, "instance", None):
            option["attrs"]["data-url"] = picture.smallest_url
        return option


class SocialPictureField(forms.ModelChoiceField):
    widget = PictureSelect

    def __init__(self):
        super().__init__(
            Picture.objects.all(),
            required=False,
            label=_("Picture when shared"),
            empty_label=_("A card with the headline"),
            help_text=_("A card is drawn of each article. You can choose a picture instead."),
        )

    def widget_attrs(self, widget):
        # What a script calls the button beside it.
        return super().widget_attrs(widget) | {"data-find": _("Find one in the library")}

    def list(self, *chosen: Picture | None) -> None:
        """Offer the newest pictures and those that are `chosen` already."""
        newest = Picture.objects.order_by("-pk")[:NEWEST]
        listed = {one.pk: one for one in [*filter(None, chosen), *newest]}
        blank = [("", self.empty_label)]
        choices = [(self.iterator(self).choice(one)) for one in listed.values()]
        self.widget.choices = [*blank, *choices]


class SharingForm(FiguresForm):
    """The article's form, as far as sharing goes. `save_social` stores the picture."""

    social_picture = SocialPictureField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["social_picture"] = self.social and self.social.picture_id
        if isinstance(field := self.fields.get("social_picture"), SocialPictureField):
            field.list(self.chosen_to_share)
        self.types: list[ArticleType] = []
        self.list_types()

    @cached_property
    def chosen_to_share(self) -> Picture | None:
        """The picture that is chosen, as it was typed or stored."""
        number = parse_id(str(self["social_picture"].value()))
        if self.social and self.social.picture_id == number:
            return self.social.picture
        return Picture.objects.filter(pk=number).first() if number else None

    def social_use(self) -> ArticlePicture | None:
        """The use of the picture that is chosen, not stored."""
        picture = self.cleaned_data.get("social_picture")
        if not picture:
            return None
        said: dict[str, Any] = {name: getattr(picture, name) for name in SAID}
        place = {"role": PictureRole.SOCIAL, "position": SOCIAL_POSITION}
        return ArticlePicture(article=self.instance, picture=picture, **place, **said)

    def save_social(self):
        """Store the picture, or take it away where the card is wanted."""
        if "social_picture" not in self.changed_data:
            return
        self.instance.pictures.filter(role=PictureRole.SOCIAL).delete()
        if use := self.social_use():
            use.save()

    # --- The card, as it is shown beside these fields ---------------------------------------------

    @property
    def asks_for_sharing(self) -> bool:
        return "social_title" in self.fields and "headline" in self.fields

    def list_types(self):
        """Ask for the types once, for the choices and for the card."""
        field = self.fields.get("type")
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            self.types = [*field.queryset]
            blank = [("", field.empty_label)] if field.empty_label is not None else []
            field.choices = [*blank, *((one.pk, str(one)) for one in self.types)]

    @property
    def suffixes(self) -> dict[int, str]:
        """By the number of a type, what it adds to headlines."""
        return {one.pk: one.suffix for one in self.types}

    @property
    def shared_title(self) -> str:
        said = self._said("headline")
        suffix = self.suffixes.get(int(self._said("type") or 0)) if self._has_type else ""
        return self._said("social_title") or (f"{said} – {suffix}" if suffix and said else said)

    @property
    def shared_description(self) -> str:
        return self._said("search_description") or self._said("standfirst")

    @property
    def shared_picture(self) -> str:
        """The address of the picture that is chosen; nothing where the card is shown."""
        return self.chosen_to_share.file.url if self.chosen_to_share else ""

    @property
    def _has_type(self) -> bool:
        return self._said("type").isdecimal() and len(self._said("type")) < 10

    def _said(self, name: str) -> str:
        value = self[name].value()
        return str(getattr(value, "pk", value) or "")
