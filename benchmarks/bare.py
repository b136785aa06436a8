"""The yardstick: a view of Django's own making, with one query by primary key and given bytes."""

from functools import cache

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path

from opinion.articles.models import Section

# What `django-admin startproject` writes down.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
body = b""


def bare(request):
    Section.objects.get(pk=1)
    return HttpResponse(body)


def bare_file(request, name):
    """The bytes that lie under this name in the folder `bare` of our files."""
    Section.objects.get(pk=1)
    return HttpResponse(_bytes(name))


@cache
def _bytes(name: str) -> bytes:
    return (settings.VAR_DIR / "bare" / name).read_bytes()


urlpatterns = [path("", bare), path("<str:name>", bare_file)]


class BareHandler(WSGIHandler):
    """Answers with the bare view alone. Made while settings.MIDDLEWARE is the one above."""

    def get_response(self, request):
        request.urlconf = __name__
        return super().get_response(request)
