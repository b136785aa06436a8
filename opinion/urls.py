"""The map of the site. Apps are named by string only."""

from django.contrib import admin
from django.urls import include, path

from opinion import converters  # noqa: F401
from opinion.media import media

urlpatterns = [
    path("admin/account/", include("opinion.logins.urls")),
    path("admin/", admin.site.urls),
    path("", include("comments.urls")),
    path("", include("opinion.articles.urls")),
    path("", include("opinion.search.urls")),
    # nginx answers this where there is one (deploy/nginx.conf).
    path("media/<path:path>", media),
]

handler400 = "opinion.errors.bad_request"
handler403 = "opinion.errors.forbidden"
handler404 = "opinion.errors.not_found"
handler500 = "opinion.errors.server_error"
