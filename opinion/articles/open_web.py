"""What programs ask of a site at addresses that everybody knows."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from opinion.page_cache.drawing import holds_until
from opinion.pages import public, public_address

from . import crawlers
from .sharing import icons

# Of the icons that the manifest names.
ICON_SIDES = (192, 512)
# For so long, at least, whoever finds a hole may trust in what security.txt says.
SECURITY_MONTHS = timedelta(days=330)


@public
def robots(request):
    shown = {
        "refused": crawlers.refused(request.publication),
        "sitemap": public_address("/sitemap.xml"),
    }
    return render(request, "articles/robots.txt", shown, content_type="text/plain; charset=utf-8")


@public
def favicon(request):
    return HttpResponse(icons.ico(request.publication), content_type="image/x-icon")


def icon(side: int):
    """A view of the publication's icon, `side` pixels wide and high."""

    @public
    def shown(request):
        return HttpResponse(icons.png(request.publication, side), content_type="image/png")

    return shown


def old_feed(name):
    """Leads from where other systems have a feed to ours of this name."""

    @public
    def moved(request):
        return HttpResponsePermanentRedirect(reverse(name))

    return moved


@public
def manifest(request):
    publication = request.publication
    told = {
        "name": publication.name,
        "short_name": publication.name[:12].strip(),
        "description": publication.tagline,
        "lang": publication.language,
        "dir": publication.direction,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "icons": [*_icons(publication)],
    }
    return JsonResponse(told, content_type="application/manifest+json; charset=utf-8")


def _icons(publication) -> Iterator[dict[str, str]]:
    if not publication.logo:
        yield {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}
    for side in ICON_SIDES:
        src = reverse(f"icon_{side}")
        yield {"src": src, "sizes": f"{side}x{side}", "type": "image/png"}


@public
def security(request):
    """Whom to tell of a hole in the site (RFC 9116). Its date moves on with each month."""
    address = request.publication.contact_email
    contact = settings.SECURITY_CONTACT or (f"mailto:{address}" if address else "")
    if not contact:
        raise Http404("Nobody is named.")
    today = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    holds_until((today + timedelta(days=32)).replace(day=1))
    lines = [
        f"Contact: {contact}",
        f"Expires: {today + SECURITY_MONTHS:%Y-%m-%dT00:00:00Z}",
        f"Preferred-Languages: {request.publication.language}",
        f"Canonical: {public_address(request.path)}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
