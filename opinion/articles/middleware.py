import logging

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from opinion import errors, slugs
from opinion.pages import keep_public

from . import site
from .models import Publication, Redirect
from .models.redirect import NUMBERS

logger = logging.getLogger(__name__)


class PublicationMiddleware:
    """Tells every page whose it is: its name, its language, its time.

    Without a database nobody can tell. A page is then better asked for again than shown, and
    listed by search engines, in another's name; what somebody sends goes on to its view.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            request.site = site.memory.current()
            request.publication = request.site.publication
        except (OperationalError, InterfaceError) as error:
            # Not its words: they may hold what a reader typed.
            logger.error("The publication could not be read: %s", type(error).__name__)
            return self._without_publication(request)
        return self._answer(request)

    def _answer(self, request):
        with (
            translation.override(request.publication.language),
            timezone.override(request.publication.zone),
        ):
            return self.get_response(request)

    def _without_publication(self, request):
        if request.method in ("GET", "HEAD"):
            return errors.unavailable(request)
        # What a reader typed must still find the view that gives it back.
        request.publication = Publication()
        request.site = site.Site(request.publication)
        response = self._answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class OneSpellingMiddleware:
    """Leads from an address spelled another way to the one there is.

    From tove-æblegård to tove-aeblegard.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Http404) and request.method in ("GET", "HEAD"):
            return _at_its_spelling(request)
        return None


def _at_its_spelling(request) -> HttpResponsePermanentRedirect | None:
    match = request.resolver_match
    typed = match.kwargs.get("slug", "")
    slug = slugs.slug(typed)
    if slug in ("", typed):
        return None
    path = reverse(match.view_name, kwargs=match.kwargs | {"slug": slug})
    # In one step, also where what was found there has moved since.
    address = Redirect.objects.address_for(path) or path
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


class NumberedAddressMiddleware:
    """Leads from /?p=12, as WordPress names an article, to where it is now.

    Stands before the page cache, for which this is the front page; it asks only where a query names
    something so.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        asked = request.META.get("QUERY_STRING") and not {*NUMBERS}.isdisjoint(request.GET)
        if asked and request.path == "/" and request.method in ("GET", "HEAD"):
            address = self._address(request)
            if address:
                return keep_public(HttpResponsePermanentRedirect(address))
        return self.get_response(request)

    def _address(self, request) -> str | None:
        try:
            return Redirect.objects.address_by_number(request.GET)
        except (OperationalError, InterfaceError):
            # The page itself says so, or is kept.
            return None


class RedirectMiddleware:
    """Leads from an old address to what is there now, only where there would be a 404."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        address = Redirect.objects.address_for(request.path)
        return keep_public(HttpResponsePermanentRedirect(address)) if address else response


def publication(request):
    """Context processor: `publication` in every template."""
    current = getattr(request, "publication", None)
    return {"publication": current or SimpleLazyObject(Publication.objects.current)}
