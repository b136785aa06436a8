from comments.desk import audit_views

from .desk import DeskAdmin


class DecisionAdmin(DeskAdmin):
    """Every decision, to be read. A decision is never changed: it is reversed by a new one."""

    pages = [
        ("", audit_views.decisions, "changelist"),
        ("team/", audit_views.team, "team"),
        ("<id:pk>/change/", audit_views.decision, "change"),
    ]
