"""The pages of an article's history and what its form's script asks for, for ArticleAdmin."""

from collections.abc import Callable

from . import autosave, presence, views

# Address below the articles, name, and view, which takes `model_admin` besides.
VIEWS: list[tuple[str, str, Callable]] = [
    ("add/autosave/", "autosave_new", autosave.store),
    ("<id:pk>/autosave/", "autosave", autosave.store),
    ("<id:pk>/autosave/<id:revision>/discard/", "discard", autosave.discard),
    ("<id:pk>/presence/", "presence", presence.ask),
    ("<id:pk>/presence/take-over/", "take_over", presence.take_over),
    ("<id:pk>/history/", "history", views.history),
    ("<id:pk>/history/compare/", "compare", views.comparison),
    ("<id:pk>/history/<slug:key>/restore/", "restore", views.restore),
]
