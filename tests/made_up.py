"""Every page of the staff's site and every name it asks for in an address, found by themselves.

A page is visited once with an empty address; whatever its views and forms ask of the query then,
and whatever a list is filtered by, is a name that somebody may write nonsense behind.
"""

from contextlib import contextmanager
from unittest import mock

from django.contrib import admin
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import Field
from django.http import QueryDict
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

# What each of Django's own filters for a field may add to its name.
LOOKUPS = ("", "__exact", "__id__exact", "__isnull", "__gte")
# What Django itself asks for on each list, and on the pages behind it.
OF_EACH_LIST = {"q", "p", "o", "all", "e", "_facets", "_popup", "_to_field", "id__exact"}
OF_ALL_PAGES = OF_EACH_LIST | {"_changelist_filters"}


class Asked(QueryDict):
    """A query that notes what is asked of it."""

    names: set[str] = set()

    def __getitem__(self, name):
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.names.add(name)
        return super().__contains__(name)

    def getlist(self, name, default=None):
        self.names.add(name)
        return super().getlist(name, default)


@contextmanager
def noting():
    """The names that are asked of queries meanwhile."""
    query = property(lambda request: Asked(request.META.get("QUERY_STRING", "")))
    with mock.patch.object(WSGIRequest, "GET", query), mock.patch.object(Asked, "names", set()):
        yield Asked.names


def staff_pages():
    """An address of each page, about something that exists where its model has anything."""
    for route, converters in _routes(get_resolver()):
        for name in converters:
            start = route.rindex("<", 0, route.index(f"{name}>"))
            end = route.index(">", start) + 1
            route = route[:start] + str(_first(route)) + route[end:]
        yield "/" + route


def _routes(resolver, prefix=""):
    """(route, names of its parameters) of each page below /admin/."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern.pattern, RegexPattern):
            continue
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern, route)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/"):
            yield route, pattern.pattern.converters


def _first(route: str):
    """A key of the model whose pages these are."""
    for model in admin.site._registry:
        if route.startswith(f"admin/{model._meta.app_label}/{model._meta.model_name}/"):
            return model.objects.order_by("pk").values_list("pk", flat=True).first() or 1
    return 1


def lists():
    """(address, names that it may be filtered by) of each list."""
    for model, model_admin in admin.site._registry.items():
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        try:
            address = reverse(f"{stem}_changelist")
        except NoReverseMatch:
            continue
        yield address, {name for one in model_admin.list_filter for name in _names(one)}


def _names(list_filter):
    if isinstance(list_filter, type):
        return {list_filter.parameter_name}
    field = list_filter[0] if isinstance(list_filter, tuple) else list_filter
    name = field.name if isinstance(field, Field) else field
    return {f"{name}{lookup}" for lookup in LOOKUPS}
