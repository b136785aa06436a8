from comments.desk import hold_views

from .desk import DeskAdmin


class HoldAdmin(DeskAdmin):
    pages = [
        ("", hold_views.holds, "changelist"),
        ("<id:pk>/lift/", hold_views.lift, "lift"),
    ]
