"""The newsroom's desk: Django's admin, arranged for people, that loses nobody's words."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# What is used every day comes first; what is not named here follows as Django finds it.
ORDER = [
    "articles.Article",
    "authors.Author",
    "articles.Section",
    "articles.Topic",
    "articles.ArticleType",
    "articles.Publication",
    "references.Work",
    "references.Link",
    "comments.Comment",
    "authors.User",
    "auth.Group",
]
APPS = ["articles", "references", "comments", "authors", "auth"]


def place(order, name):
    return order.index(name) if name in order else len(order)


class StaffAdminSite(AdminSite):
    site_title = _("Newsroom")
    index_title = _("Newsroom")

    def each_context(self, request):
        context = super().each_context(request)
        return context | {"site_header": request.publication.name}

    def get_app_list(self, request, app_label=None):
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: place(ORDER, model["model"]._meta.label))
        return sorted(apps, key=lambda app: place(APPS, app["app_label"]))

    def admin_view(self, view, cacheable=False):
        """As Django's, but a POST that is turned away gives back what was typed."""
        # Here, because forms and views cannot be imported before the apps are loaded.
        from opinion import preserve_post

        guarded = super().admin_view(preserve_post.keeping_words(view), cacheable)

        def inner(request, *args, **kwargs):
            if request.method == "POST" and self.has_lost_login(request):
                return preserve_post.ask_login(request, preserve_post.Typed.into(request))
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def has_lost_login(self, request):
        return not self.has_permission(request) and request.path != reverse("admin:logout")

    def login(self, request, extra_context=None):
        from opinion import preserve_post

        if request.method == "POST" and preserve_post.carries_words(request):
            return preserve_post.continue_login(request)
        return super().login(request, extra_context)
