"""The list of authors with what stands under their names."""

from authors.admin import AuthorAdmin, HasAccount

from .counting import Counted, Unused
from .merge_pages import MergePages


class FiledAuthorAdmin(Counted, MergePages, AuthorAdmin):
    list_display = ["name", "role", "articles", "has_account"]
    list_filter = [Unused, HasAccount]
