from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from .models import Publication


class PublicationMiddleware:
    """Tells every page whose it is: its name, its language, its time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.publication = Publication.objects.current()
        with (
            translation.override(request.publication.language),
            timezone.override(request.publication.zone),
        ):
            return self.get_response(request)


def publication(request):
    """Context processor: `publication` in every template."""
    current = getattr(request, "publication", None)
    return {"publication": current or SimpleLazyObject(Publication.objects.current)}
