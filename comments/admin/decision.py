from comments.desk import answering

from .desk import DeskAdmin


class DecisionAdmin(DeskAdmin):
    """Every decision, to be read. A decision is never changed: it is reversed by a new one."""

    pages = [
        ("", answering.decisions, "changelist"),
        ("team/", answering.team, "team"),
        ("<int:pk>/change/", answering.decision, "change"),
    ]
