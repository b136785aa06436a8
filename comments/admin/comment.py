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
        ("<id:pk>/change/", queue_views.comment, "change"),
        ("<id:pk>/claim/", focus.claim, "claim"),
        ("<id:pk>/address/", queue_views.address, "address"),
        ("<id:pk>/hold/", hold_views.place, "hold"),
        ("<id:pk>/person/", person_views.person, "person"),
        ("<id:pk>/person/<id:note>/forget/", person_views.forget_note, "forget_note"),
        ("<id:pk>/stop/", person_views.stop, "stop"),
        ("<id:pk>/like/", person_views.like, "like"),
        ("article/<id:pk>/policy/", queue_views.policy, "policy"),
    ]
