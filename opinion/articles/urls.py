from django.urls import path

from . import archive, edit_door, exports, feeds, open_web, series, sitemaps, views, work_pages
from . import converters as converters
from .feed_formats import in_each_form

FEEDS = (
    ("feed/", "feed", feeds.Newest),
    ("section/<word:slug>/feed/", "section_feed", feeds.OfSection),
    ("topic/<word:slug>/feed/", "topic_feed", feeds.OfTopic),
    ("series/<word:slug>/feed/", "series_feed", feeds.OfSeries),
    ("author/<word:slug>/feed/", "author_feed", feeds.OfAuthor),
)
OLD_FEEDS = {
    **dict.fromkeys(("rss", "rss/", "rss.xml", "feed.xml", "index.xml"), "feed"),
    "atom.xml": "feed_atom",
    "feed.json": "feed_json",
}

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
    path("series/", series.index, name="series_index"),
    path("series/<word:slug>/", series.one, name="series"),
    path("author/<word:slug>/", views.author, name="author"),
    path("authors/", views.authors, name="authors"),
    path("works/", work_pages.works, name="works"),
    path("works/<id:pk>/", work_pages.work, name="work"),
    path("works/<id:pk>.<word:suffix>", work_pages.export, name="work_export"),
    path("about/", views.about, name="about"),
    *(
        path(f"{route}edit/", edit_door.door(kind), name=f"edit_{kind}")
        for kind, route in edit_door.ROUTES.items()
    ),
    path("preview/<id:pk>/", views.preview, name="preview"),
    *(path(route, view, name=name) for feed in FEEDS for route, view, name in in_each_form(*feed)),
    # Where other systems have theirs.
    *(path(route, open_web.old_feed(name), name="old_feed") for route, name in OLD_FEEDS.items()),
    path("archive/", archive.years, name="archive"),
    path("<year:year>/", archive.year, name="archive_year"),
    path("<year:year>/<month:month>/", archive.month, name="archive_month"),
    path("favicon.ico", open_web.favicon, name="favicon"),
    path("apple-touch-icon.png", open_web.icon(180), name="apple_touch_icon"),
    *(
        path(f"icon-{side}.png", open_web.icon(side), name=f"icon_{side}")
        for side in open_web.ICON_SIDES
    ),
    path("site.webmanifest", open_web.manifest, name="manifest"),
    path(".well-known/security.txt", open_web.security, name="security"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    # Named as Django's own, which its sitemap framework looks for.
    path(
        "sitemap-<section>.xml",
        sitemaps.listing,
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("robots.txt", open_web.robots, name="robots"),
]
