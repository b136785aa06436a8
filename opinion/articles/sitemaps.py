"""Sitemaps for search engines, with addresses on the public host whatever host was asked."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from authors.models import Author
from opinion.page_cache.drawing import LISTS, holds_until, shows
from opinion.pages import public, public_address

from .models import Article, Edition, Filing, ListingDate, Section, Series, Topic
from .models.article import TEXTS
from .works import printed_works

# As triggers of the database count them: see ListingDate.
ADDRESSES_IN_A_FILE = 1_000
# What Google takes for news.
NEWS_LAST, MOST_NEWS = timedelta(days=2), 1_000


class ByNumber(Paginator):
    """Parts a table by its ids. Nothing is counted, and no row ever moves to another file."""

    object_list: QuerySet

    @cached_property
    def count(self):
        numbers = self.object_list.model.objects.order_by("-pk").values_list("pk", flat=True)
        return numbers.first() or 0

    def page(self, number):
        number = self.validate_number(number)
        last = number * self.per_page
        rows = self.object_list.filter(pk__gt=last - self.per_page, pk__lte=last)
        return Page(rows, number, self)


class Listing(Sitemap):
    limit = ADDRESSES_IN_A_FILE

    def items(self) -> QuerySet:
        raise NotImplementedError

    @property
    def paginator(self):
        return ByNumber(self.items().order_by("pk"), self.limit)

    def get_domain(self, site=None):
        return urlsplit(settings.PUBLIC_URL).netloc

    def get_protocol(self, protocol=None):
        return urlsplit(settings.PUBLIC_URL).scheme

    def get_latest_lastmod(self):
        """Nothing: Django's own would fetch every row of the site to find it."""


class Articles(Listing):
    def items(self):
        # Not joined: for a thousand of a large archive PostgreSQL would read all editions.
        live = Edition.objects.filter(pk=OuterRef("live_edition"))
        listed = live.filter(noindex=False, canonical_url="").values("modified_at")
        articles = Article.objects.published().annotate(modified_at=Subquery(listed))
        return articles.exclude(modified_at=None).only("address")

    def lastmod(self, article):
        """When an edition last said something else than before: not by a typo (see Change)."""
        return article.modified_at


class Subjects(Listing):
    """The pages that list articles: those of them that have any."""

    model: type[Section | Topic | Series | Author]
    kind: str

    def items(self):
        latest = Filing.objects.newest_under(self.kind)
        return self.model.objects.annotate(latest=latest).exclude(latest=None).only("slug")

    def lastmod(self, subject):
        return subject.latest


class Sections(Subjects):
    model, kind = Section, Filing.Kind.SECTION


class Topics(Subjects):
    model, kind = Topic, Filing.Kind.TOPIC


class AllSeries(Subjects):
    model, kind = Series, Filing.Kind.SERIES


class Authors(Subjects):
    model, kind = Author, Filing.Kind.AUTHOR


class Works(Listing):
    def items(self):
        return printed_works().only("pk")

    def location(self, work):
        return reverse("work", args=[work.pk])


class Pages(Listing):
    """What is neither an article nor a list of them, by the name of its address."""

    paginator = Sitemap.paginator

    def items(self):
        return [
            "home",
            "authors",
            "works",
            "archive",
            "about",
            "guidelines",
            "moderation",
            "privacy",
        ]

    def location(self, name):
        return reverse(name)


SITEMAPS = {
    "articles": Articles,
    "sections": Sections,
    "topics": Topics,
    "series": AllSeries,
    "authors": Authors,
    "works": Works,
    "pages": Pages,
}


# By the kind that a listing date tells.
_NAMES = {name.removesuffix("s") if name != "series" else name: name for name in SITEMAPS}


@public
def index(request):
    """All the files, a line each. Django's own view would print the request's Host header."""
    shows(LISTS)
    dates = _dates()
    files = [
        file | {"last_mod": dates.get((name, number))}
        for name, listing in SITEMAPS.items()
        for number, file in enumerate(_files(name, listing()), start=1)
    ]
    files.insert(0, {"location": public_address(reverse("sitemap_news"))})
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml"
    )


def _dates() -> dict[tuple[str, int], datetime]:
    """By the name and the number of a file, when something in it last changed."""
    dated = ListingDate.objects.values_list("kind", "part", "changed_at")
    return {(_NAMES[kind], part): changed_at for kind, part, changed_at in dated}


def _files(name, listing):
    address = public_address(reverse("django.contrib.sitemaps.views.sitemap", args=[name]))
    yield {"location": address}
    for number in range(2, listing.paginator.num_pages + 1):
        yield {"location": f"{address}?p={number}"}


@public(asks=("p",))
def listing(request, section):
    shows(LISTS)
    shows("authors")
    shows("works")
    response = views.sitemap(request, sitemaps={**SITEMAPS}, section=section)
    # A withdrawal makes no article newer: only the ETag tells that something changed.
    response.headers.pop("Last-Modified", None)
    return response


@public
def news(request):
    """What was published in the last two days, as news aggregators ask for it."""
    shows(LISTS)
    since = timezone.now() - NEWS_LAST
    lately = Article.objects.published().filter(
        published_at__gte=since, live_edition__noindex=False, live_edition__canonical_url=""
    )
    articles = [*lately.select_related("live_edition__type").defer(*TEXTS).newest()[:MOST_NEWS]]
    if articles:
        holds_until(articles[-1].published_at + NEWS_LAST)
    return render(
        request, "articles/news.xml", {"articles": articles}, content_type="application/xml"
    )
