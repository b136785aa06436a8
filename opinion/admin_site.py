"""The newsroom's desk: Django's admin, arranged for people, that loses nobody's words."""

from functools import update_wrapper

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from opinion.model_admin import StaffModelAdmin
from opinion.parse_id import parse_id

# What is used every day comes first; what is not named here follows as Django finds it.
ORDER = [
    "articles.Article",
    "authors.Author",
    "articles.Section",
    "articles.Topic",
    "articles.Series",
    "articles.ArticleType",
    "articles.Publication",
    "articles.Redirect",
    "pictures.Picture",
    "embeds.Host",
    "references.Work",
    "references.Link",
    "comments.Comment",
    "authors.User",
    "auth.Group",
    "logins.Login",
    "acts.Act",
]
APPS = [
    "articles",
    "pictures",
    "embeds",
    "references",
    "comments",
    "authors",
    "moving",
    "auth",
    "logins",
    "acts",
]


def place(order, name):
    return order.index(name) if name in order else len(order)


def has_nul(query) -> bool:
    return any("\0" in word for name, values in query.lists() for word in (name, *values))


class StaffAdminSite(AdminSite):
    site_title = _("Newsroom")
    index_title = _("Newsroom")

    def register(self, model_or_iterable, admin_class=None, **options):
        """As Django's, and the stock pages withstand what others write into their addresses."""
        theirs = admin_class or ModelAdmin
        ours = type(theirs.__name__, (StaffModelAdmin, theirs), {"__module__": theirs.__module__})
        super().register(model_or_iterable, ours, **options)

    def get_urls(self):
        """With our own page in the place of Django's, which shows what exists to anybody."""
        route = "r/<path:content_type_id>/<path:object_id>/"
        ours = path(route, self.admin_view(self.view_on_site), name="view_on_site")
        return [ours, *super().get_urls()]

    def view_on_site(self, request, content_type_id, object_id):
        """Lead to an object's public page. What the user may not see does not exist."""
        found = self._visible(request, parse_id(content_type_id), object_id)
        if not hasattr(found, "get_absolute_url"):
            raise Http404
        return redirect(found.get_absolute_url())

    def _visible(self, request, content_type, object_id):
        from django.contrib.contenttypes.models import ContentType

        kind = ContentType.objects.filter(pk=content_type).first()
        model = kind and kind.model_class()
        model_admin = self._registry.get(model) if model else None
        if not (model_admin and model_admin.has_view_permission(request)):
            return None
        found = model_admin.get_object(request, object_id)
        return found if found and model_admin.has_view_permission(request, found) else None

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
            if has_nul(request.GET):
                # PostgreSQL takes it in no text; so no page has to think of it.
                raise BadRequest("There is a NUL in the query.")
            if request.method == "POST" and self.has_lost_login(request):
                return preserve_post.ask_login(request, preserve_post.Typed.into(request))
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def has_lost_login(self, request):
        return not self.has_permission(request) and request.path != reverse("admin:logout")

    # As Django's, which no login may be asked for.
    @method_decorator(never_cache)
    @login_not_required
    def login(self, request, extra_context=None):
        """By way of the second factor, for all who have one: there is no other door."""
        from opinion import preserve_post
        from opinion.logins import entering, keeping_words

        if request.method == "POST" and preserve_post.carries_words(request):
            return keeping_words.continue_login(request)
        return entering.log_in(request, extra_context)
