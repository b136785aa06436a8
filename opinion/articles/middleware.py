from django.db import OperationalError
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from .models import Publication


class PublicationMiddleware:
    """Tells every page whose it is: its name, its language, its time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.publication = self._publication()
        with (
            translation.override(request.publication.language),
            timezone.override(request.publication.zone),
        ):
            return self.get_response(request)

    def _publication(self) -> Publication:
        try:
            return Publication.objects.current()
        except OperationalError:
            # What a reader typed must still find the view that gives it back.
            return Publication()


def publication(request):
    """Context processor: `publication` in every template."""
    current = getattr(request, "publication", None)
    return {"publication": current or SimpleLazyObject(Publication.objects.current)}
