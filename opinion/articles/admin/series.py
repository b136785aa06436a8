"""Where series and dossiers are put together: by dragging, or by the numbers of the rows."""

from django import forms
from django.utils.translation import gettext_lazy as _

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
    position = forms.IntegerField(
        label=_("order"),
        min_value=1,
        max_value=32_767,
        required=False,
        widget=forms.NumberInput({"class": "place"}),
    )

    class Meta:
        model = SeriesPart
        fields = ["position", "article"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self._show_article()
        else:
            # It comes last, until somebody numbers or drags it.
            self.initial.pop("position", None)

    def _show_article(self):
        """Which it is, without asking for all that it could be: it stays that one."""
        field = self.fields["article"]
        field.disabled = True
        field.widget = forms.Select(choices=[(self.instance.article_id, self.instance.article)])

    def has_changed(self):
        """A new row that dragging others has numbered is still empty."""
        changed = {*self.changed_data}
        return bool(changed if self.instance.pk else changed - {"position"})


class SeriesPartFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        self._refuse_known()
        self._number()

    def _refuse_known(self):
        """Say so where a colleague has added the same article meanwhile."""
        if not self.instance.pk:
            return
        # Whoever adds one at this moment is waited for.
        Series.objects.select_for_update().get(pk=self.instance.pk)
        known = {*self.instance.parts.values_list("article", flat=True)}
        known -= {form.instance.article_id for form in self.deleted_forms}
        for form in self.extra_forms:
            if form.has_changed() and form.instance.article_id in known:
                form.add_error("article", _("This article is a part already."))

    def _number(self):
        """What has no number comes after all that have one."""
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        last = max((form.instance.position or 0 for form in kept), default=0)
        for form in kept:
            if form.instance.position is None:
                last += 1
                form.instance.position = last


class SeriesPartInline(OrderedInline):
    model = SeriesPart
    form = SeriesPartForm
    formset = SeriesPartFormSet
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

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("article")

    def get_formset(self, request, obj=None, **kwargs):
        return super().get_formset(request, obj, **kwargs | {"validate_max": True})


class SeriesAdmin(NamedAdmin):
    form = SeriesForm
    inlines = [SeriesPartInline]
    list_display = ["name", "kind", "slug", "description"]
    list_filter = ["kind"]
