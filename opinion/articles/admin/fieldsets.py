"""The parts of the article's form, in their order, for whoever opens it."""

from django.utils.translation import gettext_lazy as _

from opinion.articles.sharing import form as sharing

from .lead import LEAD_FIELDS

# By their classes the parts find their place on the page: the sheet that readers will see, the
# references below it, and the rail beside it. See change_form.html.
SHEET = (None, {"fields": ["headline", "standfirst", "body", "note"], "classes": ["sheet"]})
FILED = (_("Where it belongs"), {"fields": ["type", "section", "language"]})
TOPICS = (_("Topics"), {"fields": ["topics"], "classes": ["after-byline"]})
RAIL = [
    FILED,
    TOPICS,
    (_("Picture"), {"fields": LEAD_FIELDS}),
    (_("Address"), {"fields": ["slug"]}),
    (_("Search and sharing"), {"fields": sharing.FIELDS, "classes": ["sharing"]}),
]
DOCUMENT = (_("From a file"), {"fields": ["document"]})
PASTE = (
    _("Paste references"),
    {"fields": ["pasted_references", "split_references"], "classes": ["paste"]},
)
CHANGE = (
    _("What this edition changes"),
    {"fields": ["change", "change_note"], "classes": ["at-once"]},
)
CLOCK = (_("Schedule"), {"fields": ["scheduled_for"], "classes": ["publishing"]})
WITHDRAWAL = (
    _("Withdraw"),
    {"fields": ["withdrawal_reason", "withdraw_at"], "classes": ["publishing"]},
)
READ_ONLY = [
    (
        None,
        {
            "fields": ["headline", "standfirst", "printed_body", "printed_note"],
            "classes": ["sheet"],
        },
    ),
    *RAIL,
]


def of(article, may_change: bool, may_publish: bool) -> list[tuple]:
    """Those for `article`, or for a new one (None)."""
    if not may_change:
        return READ_ONLY
    found = [SHEET, *RAIL, DOCUMENT, PASTE]
    if may_publish:
        if article and article.live_edition_id:
            found.append(CHANGE)
        found.append(CLOCK)
        if article and article.is_published:
            found.append(WITHDRAWAL)
    return found
