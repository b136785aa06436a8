from django.urls import path

from . import converters, exports, feeds, sitemaps, views, work_pages  # noqa: F401

urlpatterns = [
    path("", views.home, name="home"),
    path("<year:year>/<month:month>/<word:slug>/", views.article, name="article"),
    path(
        "<year:year>/<month:month>/<word:slug>/references.<suffix:suffix>",
        exports.references,
        name="references",
    ),
    path("<year:year>/<month:month>/<word:slug>/cite.<suffix:suffix>", exports.cite, name="cite"),
    path("unapi", exports.unapi, name="unapi"),
    path("section/<word:slug>/", views.section, name="section"),
    path("topic/<word:slug>/", views.topic, name="topic"),
    path("author/<word:slug>/", views.author, name="author"),
    path("authors/", views.authors, name="authors"),
    path("works/", work_pages.works, name="works"),
    path("works/<id:pk>/", work_pages.work, name="work"),
    path("works/<id:pk>.<word:suffix>", work_pages.export, name="work_export"),
    path("about/", views.about, name="about"),
    path("preview/<id:pk>/", views.preview, name="preview"),
    path("feed/", feeds.Newest(), name="feed"),
    path("section/<word:slug>/feed/", feeds.OfSection(), name="section_feed"),
    path("topic/<word:slug>/feed/", feeds.OfTopic(), name="topic_feed"),
    path("author/<word:slug>/feed/", feeds.OfAuthor(), name="author_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    # Named as Django's own, which its sitemap framework looks for.
    path(
        "sitemap-<section>.xml",
        sitemaps.listing,
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("robots.txt", views.robots, name="robots"),
]
