from comments.desk import holding

from .desk import DeskAdmin


class HoldAdmin(DeskAdmin):
    pages = [
        ("", holding.holds, "changelist"),
        ("<int:pk>/lift/", holding.lift, "lift"),
    ]
