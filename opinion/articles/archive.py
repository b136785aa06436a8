"""The archive: years, the months of a year, and the articles of a month, by their addresses."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import Http404
from django.shortcuts import render

from opinion.page_cache.drawing import LISTS, shows
from opinion.pages import public

from . import printed_parts
from .models import Article, Filing

# A month that has more is still one page; no outlet of any size publishes so many.
MOST_OF_A_MONTH = 2_000


@public
def years(request):
    shows(LISTS)
    has_series = Filing.objects.filter(kind=Filing.Kind.SERIES).exists()
    shown = {"years": [*_years()], "has_series": has_series}
    return render(request, "articles/archive.html", shown)


def _years() -> Iterator[str]:
    """Those in which something was published, the latest first: a look into an index for each."""
    addresses = Article.objects.published().order_by("-address").values_list("address", flat=True)
    last = addresses.first()
    while last:
        yield last[:4]
        last = addresses.filter(address__lt=last[:4]).first()


@public
def year(request, year):
    shows(LISTS)
    months = _of(f"{year}/").values_list(Substr("address", 6, 2)).annotate(Count("pk"))
    counts = Counter(dict(months.order_by()))
    if not counts:
        raise Http404("Nothing was published in this year.")
    shown = {"year": year, "months": [(month, counts[month]) for month in sorted(counts)]}
    return render(request, "articles/archive_year.html", shown)


@public
def month(request, year, month):
    shows(LISTS)
    articles = [*_of(f"{year}/{month}/").for_list().newest()[:MOST_OF_A_MONTH]]
    if not articles:
        raise Http404("Nothing was published in this month.")
    printed_parts.attach_to_cards(articles)
    shown = {"year": year, "month": month, "articles": articles}
    return render(request, "articles/archive_month.html", shown)


def _of(beginning: str):
    return Article.objects.published().filter(address__startswith=beginning)
