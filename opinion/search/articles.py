"""Which articles a search finds: the best of the newest, however many there are.

A word that half of all articles have would cost in proportion to them. So the newest are looked at
first, and older ones only where those are not enough; what is about the words, by its headline or
byline, is found wherever it lies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchRank
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from opinion.articles.models import SearchEntry
from opinion.prepared import any_of

from .asked import Asked, Ready
from .narrowing import Narrowing

# Of so many of the newest articles, a search wants so many matches before it looks no further.
WINDOWS = (4_000, 32_000)
ENOUGH = 300
MOST, MOST_HEADED = 1_000, 200
YEAR = 365 * 86_400
# How much of what an article is worth does not grow old, and in how many years the rest halves.
LASTING, HALVES_IN = 0.6, 2


@dataclass(frozen=True)
class Match:
    article: int
    type: int
    published_at: datetime
    score: float


@dataclass(frozen=True)
class Matches:
    """The best first. Not `is_all` there is where only the newest were looked at."""

    rows: list[Match]
    is_all: bool


def find(asked: Asked, narrowing: Narrowing) -> Matches:
    if not asked.query:
        return Matches([], True)
    entries = narrowing.of(SearchEntry.objects.all())
    newest, is_all = look(entries.filter(words=Ready(asked.query)), ENOUGH, MOST)
    numbers = {*newest, *_headed(entries, asked)}
    now = timezone.now()
    rows = SearchEntry.objects.filter(any_of("article_id", [*numbers])).annotate(
        rank=SearchRank(F("words"), Ready(asked.wanted), normalization=1)
    )
    values = rows.values_list("article_id", "type_id", "published_at", "rank")
    matches = [
        Match(article, kind, published_at, rank * _worth(published_at, now))
        for article, kind, published_at, rank in values
    ]
    return Matches(sorted(matches, key=lambda one: (-one.score, -one.article)), is_all)


def _worth(published_at: datetime, now: datetime) -> float:
    years = max((now - published_at).total_seconds() / YEAR, 0)
    return LASTING + (1 - LASTING) * 0.5 ** (years / HALVES_IN)


def look(matching, enough: int, most: int) -> tuple[list[int], bool]:
    """The newest of these entries, at most so many; and whether there are no others.

    Older ones are looked at only where the newer are not `enough`.
    """
    found: list[int] = []
    for since in _windows():
        window = matching.filter(published_at__gte=since) if since else matching
        found = [*_by_age(window).values_list("article_id", flat=True)[:most]]
        if since and len(found) >= enough:
            return found, False
    return found, len(found) < most


def _windows() -> Iterator[datetime | None]:
    """Since when to look, a wider window each time; None is since ever."""
    published = SearchEntry.objects.order_by("-published_at").values_list("published_at", flat=True)
    for size in WINDOWS:
        since = published[size : size + 1].first()
        if since is None:
            break
        yield since
    yield None


def _headed(entries, asked: Asked) -> list[int]:
    matching = entries.filter(headed=Ready(asked.wanted))
    if asked.unwanted:
        matching = matching.filter(words=Ready(asked.query))
    return look(matching, MOST_HEADED // 2, MOST_HEADED)[0]


def _by_age(entries):
    """The newest first.

    Not by the column itself, whose index PostgreSQL would follow through all articles in search
    of a word that it takes for a common one.
    """
    age = Coalesce("published_at", "published_at")
    return entries.order_by(age.desc(), "-article_id")
