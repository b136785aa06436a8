from typing import cast

from django.contrib import admin

from opinion.articles import enqueue
from opinion.articles.models import Section, Topic
from opinion.forms import RenderedTextForm
from opinion.merging import MergeableQuerySet
from opinion.widgets import RichText

from .counting import Counted, Unused
from .merge_pages import MergePages


class SectionForm(RenderedTextForm):
    class Meta:
        model = Section
        fields = "__all__"
        widgets = {"text": RichText(small=True)}


class TopicForm(RenderedTextForm):
    class Meta:
        model = Topic
        fields = "__all__"
        widgets = {"text": RichText(small=True)}


class OnCards(admin.ModelAdmin):
    """What is named on the cards of articles: a new name is drawn on them."""

    on_cards = {"name", "label", "suffix"}

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and self.on_cards.intersection(form.changed_data):
            enqueue.draw_cards_anew()


class NamedAdmin(admin.ModelAdmin):
    """What has a name, an address and a page of its own."""

    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    show_full_result_count = False

    def get_prepopulated_fields(self, request, obj=None):
        # An address that is out in the world does not follow a new name.
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def get_queryset(self, request):
        return cast(MergeableQuerySet, super().get_queryset(request)).canonical()

    def view_on_site(self, obj):
        return obj.get_absolute_url()


class TopicAdmin(Counted, MergePages, NamedAdmin):
    form: type[RenderedTextForm] = TopicForm
    list_display = ["name", "articles", "description"]
    list_filter = [Unused]


class SectionAdmin(OnCards, TopicAdmin):
    form = SectionForm
    list_display = ["name", "articles", "description", "position"]
    list_editable = ["position"]


class ArticleTypeAdmin(OnCards, admin.ModelAdmin):
    list_display = ["label", "suffix", "explanation", "position"]
    list_editable = ["position"]
    actions = None
