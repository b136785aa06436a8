from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from opinion.articles import citations

SHOWN = (
    "full_headline",
    "standfirst",
    "byline",
    "published_at",
    "published_by",
    "text",
    "notes",
    "author_note",
    "reference_list",
)


class EditionAdmin(admin.ModelAdmin):
    """One published state, to be read. Found through its article; never changed."""

    fields = readonly_fields = SHOWN
    view_on_site = False
    actions = None

    @admin.display(description=_("headline"))
    def full_headline(self, edition):
        return edition.full_headline

    @admin.display(description=_("byline"))
    def byline(self, edition):
        return ", ".join(map(str, edition.bylines.all()))

    @admin.display(description=_("text"))
    def text(self, edition):
        return citations.shown(edition).html

    @admin.display(description=_("notes"))
    def notes(self, edition):
        lines = [(note.number, note.html) for note in citations.shown(edition).notes]
        return format_html_join("\n", "<div>{}. {}</div>", lines)

    @admin.display(description=_("author's note"))
    def author_note(self, edition):
        return edition.note_html

    @admin.display(description=_("references"))
    def reference_list(self, edition):
        return "\n".join(f"{line.position}. {line.text}" for line in edition.references.all())

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("type", "article")

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
