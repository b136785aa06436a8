"""The citation styles that a publication may choose."""

from django.utils.translation import gettext_lazy as _

STYLES = [
    ("chicago-notes", _("Chicago, notes and bibliography")),
    ("chicago-author-date", _("Chicago, author and date")),
    ("apa", "APA"),
    ("mla", "MLA"),
]
