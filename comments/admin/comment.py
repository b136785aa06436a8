from comments.desk import decision_views, focus, hold_views, person_views, queue_views

from .desk import DeskAdmin


class CommentAdmin(DeskAdmin):
    """The moderation desk, at the address of the list of comments."""

    pages = [
        ("", queue_views.queue, "changelist"),
        ("focus/", focus.focus, "focus"),
        ("start/", focus.start, "start"),
        ("skip/", focus.skip, "skip"),
        ("news/", queue_views.news, "news"),
        ("search/", queue_views.search, "search"),
        ("confirm/", decision_views.confirm, "confirm"),
        ("decide/", decision_views.decide, "decide"),
        ("<int:pk>/change/", queue_views.comment, "change"),
        ("<int:pk>/claim/", focus.claim, "claim"),
        ("<int:pk>/address/", queue_views.address, "address"),
        ("<int:pk>/hold/", hold_views.place, "hold"),
        ("<int:pk>/person/", person_views.person, "person"),
        ("<int:pk>/person/<int:note>/forget/", person_views.forget_note, "forget_note"),
        ("<int:pk>/like/", person_views.like, "like"),
        ("article/<int:pk>/policy/", queue_views.policy, "policy"),
    ]
