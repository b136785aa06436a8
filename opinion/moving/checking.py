"""Whether a moving in holds: its counts, its threads, and every old address asked once."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from comments.models import Comment, Thread
from opinion.articles.models import Article, Redirect

from .models import MoveIn, Provenance
from .report import Report

CHUNK = 500


def check(move_in: MoveIn, report: Report) -> bool:
    """Whether all of it holds; what does not is named in `report`."""
    _check_threads(move_in, report)
    _check_addresses(move_in, report)
    return not report.named


def _check_threads(move_in: MoveIn, report: Report) -> None:
    """Of each thread, how many comments readers see, counted again."""
    for articles in _articles(move_in):
        published = Counter(
            Comment.objects.published()
            .filter(article__in=articles)
            .values_list("article", flat=True)
        )
        threads = Thread.objects.filter(article__in=articles)
        for article, count in threads.values_list("article", "published_count"):
            report.count("threads")
            if published[article] != count:
                report.name("threads that count wrong", str(article))


def _articles(move_in: MoveIn) -> Iterator[list[int]]:
    kind = ContentType.objects.get_for_model(Article)
    brought = Provenance.objects.filter(move_in=move_in, content_type=kind)
    ids = [*brought.order_by("object_id").values_list("object_id", flat=True)]
    for place in range(0, len(ids), CHUNK):
        yield ids[place : place + CHUNK]


def _check_addresses(move_in: MoveIn, report: Report) -> None:
    """Each leads in one step to a page; not those of drafts, of which nobody may know."""
    where = urlsplit(settings.PUBLIC_URL)
    client = Client(raise_request_exception=False)
    said: Any = {"HTTP_HOST": where.netloc, "secure": where.scheme == "https"}
    seen: dict[str, int] = {}
    for redirect in Redirect.objects.filter(made_at__gte=move_in.begun_at).iterator(CHUNK):
        report.count("old addresses")
        address = redirect.address
        if address is None or redirect.picture_id:
            continue
        if redirect.article and not redirect.article.is_published:
            continue
        first = client.get(redirect.path, **said)
        if first.status_code == 301:
            target = first["Location"]
            if target not in seen:
                seen[target] = client.get(target, **said).status_code
            if seen[target] != 200:
                report.name("old addresses that lead nowhere", redirect.path)
        elif first.status_code != 200:
            # At 200 a page of ours stands there, and shadows it.
            report.name("old addresses that are not found", redirect.path)
