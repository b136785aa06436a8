from typing import cast

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from comments.models import Signal
from comments.models.comment import NAME_LIMIT
from opinion.articles.models import Article, Section

from .filters import ADDRESSES, AGES, WRITERS
from .ordering import parse_place
from .tabs import TABS

WORDS_LIMIT = 100


class PlaceField(forms.CharField):
    def clean(self, value):
        return parse_place(super().clean(value))


class SectionField(forms.ModelChoiceField):
    def to_python(self, value):
        ProhibitNullCharactersValidator()(value or "")
        return super().to_python(value)


def _choice(label, empty, choices):
    return forms.ChoiceField(label=label, choices=[("", empty), *choices], required=False)


def _searched(label, most, title):
    return forms.RegexField(
        "^[^@\\x00]*$",
        max_length=most,
        required=False,
        label=label,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "pattern": "[^@]*", "title": title, "type": "search"}
        ),
    )


class QueueForm(forms.Form):
    """The filters of a queue, read from its address. What makes no sense filters nothing."""

    status = forms.ChoiceField(
        choices=[(tab.name, tab.label) for tab in TABS.values()],
        required=False,
        widget=forms.HiddenInput,
    )
    article = forms.ModelChoiceField(
        Article.objects.exclude(live_edition=None).select_related(
            "live_edition__type", "thread__policy_changed_by"
        ),
        required=False,
        widget=forms.HiddenInput,
    )
    order = forms.ChoiceField(label=_("Sort by"), required=False)
    held = _choice(_("Signal"), _("Any or none"), Signal.Kind.choices)
    section = SectionField(
        Section.objects.canonical().with_merged(),
        to_field_name="slug",
        required=False,
        label=_("Section"),
        empty_label=_("All sections"),
    )
    writer = _choice(_("Writer"), _("All writers"), WRITERS)
    address = _choice(_("Address status"), _("Any"), ADDRESSES)
    age = _choice(_("Older than"), _("Any age"), AGES)
    # Never an email address: this form's words stand in the page's address, and that in logs.
    name = _searched(
        _("Name"),
        NAME_LIMIT,
        _("Part of a name. To search by email address, use the other form."),
    )
    words = _searched(
        _("Words"),
        WORDS_LIMIT,
        _("Words of the comment, or their beginnings. For an email address, use the other form."),
    )
    view = forms.ChoiceField(
        choices=[("", ""), ("compact", "")], required=False, widget=forms.HiddenInput
    )
    after = PlaceField(required=False)

    # What stands in sight, and what is folded away until it filters.
    OFTEN = ("words", "name", "section", "order")
    SELDOM = ("held", "writer", "address", "age")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        tab = TABS.get(self.data.get("status", "")) or TABS["waiting"]
        orders = [(name, order.label) for name, order in tab.orders.items()]
        cast(forms.ChoiceField, self.fields["order"]).choices = orders
        self._has_one_order = len(orders) == 1

    def offer_sections(self, sections):
        """Show these in the place of those that the field would ask for: pairs of slug and name."""
        field = cast(forms.ModelChoiceField, self.fields["section"])
        self.fields["section"].widget.choices = [("", field.empty_label), *sections]

    @property
    def often(self):
        left_out = ("order",) if self._has_one_order else ()
        return [self[name] for name in self.OFTEN if name not in left_out]

    @property
    def seldom(self):
        return [self[name] for name in self.SELDOM]

    @property
    def has_seldom(self) -> bool:
        return any(name in self.filters for name in self.SELDOM)

    @property
    def filters(self) -> dict:
        self.is_valid()
        return {word: value for word, value in self.cleaned_data.items() if value}
