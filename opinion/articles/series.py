"""Series and dossiers: their pages, and an article's place in those that it is a part of."""

from dataclasses import dataclass
from itertools import chain

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from opinion.page_cache.drawing import LISTS, shows
from opinion.pages import public

from . import printed_parts
from .models import Article, Filing, Series, SeriesPart


@dataclass(frozen=True)
class Place:
    """An article as part `number` of `count` of a series, and the parts before and after it."""

    series: Series
    number: int
    count: int
    previous: Article | None
    next: Article | None


def places(article: Article) -> list[Place]:
    """Where a published article stands in series and dossiers. None or two queries, asked once."""
    if not getattr(article, "is_part", False):
        return []
    if not hasattr(article, "places_in_series"):
        article.places_in_series = [*_places(article)]
    return article.places_in_series


def _places(article: Article):
    parts = [*SeriesPart.objects.places_of(article)]
    shows("series", *(part.series_id for part in parts))
    beside = {*chain.from_iterable((part.previous, part.next) for part in parts)} - {None}
    listed = Article.objects.published().with_edition() if beside else Article.objects.none()
    articles = {other.pk: other for other in listed.filter(pk__in=beside)}
    for part in parts:
        before, after = articles.get(part.previous), articles.get(part.next)
        yield Place(part.series, part.number, part.count, before, after)


@public
def one(request, slug):
    series = get_object_or_404(Series.objects.canonical(), slug=slug)
    shows(LISTS)
    shows("series", series.pk)
    parts = Article.objects.published().filter(parts__series=series)
    articles = [*parts.for_list().order_by("parts__position", "parts__pk")]
    printed_parts.attach_to_cards(articles)
    return render(request, "articles/series.html", {"series": series, "articles": articles})


@public
def index(request):
    """Those that have something to read, the one with the newest part first."""
    shows(LISTS)
    latest = Filing.objects.newest_under(Filing.Kind.SERIES)
    listed = Series.objects.canonical().alias(latest=latest).filter(latest__isnull=False)
    found = [*listed.order_by("-latest", "pk")]
    if not found:
        raise Http404("There is no series yet.")
    return render(request, "articles/series_index.html", {"listed": found})
