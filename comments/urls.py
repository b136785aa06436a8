from django.urls import path

from opinion.articles import converters  # noqa: F401

from . import views

urlpatterns = [
    # /2024/01/slug/reply/ shows the form on a page of its own and takes what it sends.
    path("<year:year>/<month:month>/<word:slug>/reply/", views.reply, name="reply"),
    path("comment/<int:pk>/", views.permalink, name="comment"),
    path("comment/received/<int:article>/", views.received, name="comment_received"),
    path("comment/opened/", views.opened, name="form_opened"),
    path("guidelines/", views.guidelines, name="guidelines"),
    path("privacy/", views.privacy, name="privacy"),
]
