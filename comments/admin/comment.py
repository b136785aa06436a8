from comments.desk import deciding, focus, holding, knowing, views

from .desk import DeskAdmin


class CommentAdmin(DeskAdmin):
    """The moderation desk, at the address of the list of comments."""

    pages = [
        ("", views.queue, "changelist"),
        ("focus/", focus.focus, "focus"),
        ("start/", focus.start, "start"),
        ("skip/", focus.skip, "skip"),
        ("news/", views.news, "news"),
        ("search/", views.search, "search"),
        ("confirm/", deciding.confirm, "confirm"),
        ("decide/", deciding.decide, "decide"),
        ("<int:pk>/change/", views.comment, "change"),
        ("<int:pk>/claim/", focus.claim, "claim"),
        ("<int:pk>/address/", views.address, "address"),
        ("<int:pk>/hold/", holding.place, "hold"),
        ("<int:pk>/person/", knowing.person, "person"),
        ("<int:pk>/person/<int:note>/forget/", knowing.forget_note, "forget_note"),
        ("<int:pk>/like/", knowing.like, "like"),
        ("article/<int:pk>/policy/", views.policy, "policy"),
    ]
