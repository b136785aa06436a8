from comments.desk import deciding, holding, views

from .desk import DeskAdmin


class CommentAdmin(DeskAdmin):
    """The moderation desk, at the address of the list of comments."""

    pages = [
        ("", views.queue, "changelist"),
        ("search/", views.search, "search"),
        ("confirm/", deciding.confirm, "confirm"),
        ("decide/", deciding.decide, "decide"),
        ("<int:pk>/change/", views.comment, "change"),
        ("<int:pk>/address/", views.address, "address"),
        ("<int:pk>/hold/", holding.place, "hold"),
        ("article/<int:pk>/policy/", views.policy, "policy"),
    ]
