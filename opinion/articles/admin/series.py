"""Where series and dossiers are put together: by dragging, or by the numbers of the rows."""

from django import forms

from opinion.articles.models import Series, SeriesPart
from opinion.articles.models.series import MOST_PARTS
from opinion.forms import RenderedTextForm
from opinion.widgets import RichText

from .classification import NamedAdmin
from .inlines import OrderedInline


class SeriesForm(RenderedTextForm):
    class Meta:
        model = Series
        fields = ["kind", "name", "slug", "description", "text"]
        widgets = {"text": RichText(small=True)}


class SeriesPartForm(forms.ModelForm):
    class Meta:
        model = SeriesPart
        fields = ["position", "article"]
        widgets = {"position": forms.NumberInput({"class": "place", "min": 1})}

    def has_changed(self):
        """A new row that dragging others has numbered is still empty."""
        changed = {*self.changed_data}
        return bool(changed if self.instance.pk else changed - {"position"})


class SeriesPartInline(OrderedInline):
    model = SeriesPart
    form = SeriesPartForm
    fields = ["position", "article"]
    autocomplete_fields = ["article"]
    max_num = MOST_PARTS
    extra = 2
    own_template = "admin/edit_inline/tabular.html"

    # Whoever may change the series may do all with its parts.

    def has_add_permission(self, request, obj=None):
        return request.user.has_perm("articles.change_series")

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_series")

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **kwargs | {"validate_max": True})


class SeriesAdmin(NamedAdmin):
    form = SeriesForm
    inlines = [SeriesPartInline]
    list_display = ["name", "kind", "slug", "description"]
    list_filter = ["kind"]
