"""What a search shows: ten articles with their passages, and who and what else bears the words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from authors.models import Author
from opinion import search_words
from opinion.articles import printed_parts
from opinion.articles.models import Article, Edition, Filing, SearchEntry, Topic
from opinion.articles.works import printed_works
from opinion.fields import sort_key
from opinion.prepared import any_of
from opinion.references.models import Work

from . import comments as found_comments
from .articles import Match, look
from .asked import Asked, Ready
from .passages import Marker, Text, plain

ON_A_PAGE = 10
MOST_BESIDE = 5


@dataclass(frozen=True)
class Shown:
    """Something found, with its words marked."""

    row: object
    title: SafeString
    passage: SafeString
    standfirst: SafeString | str = ""


def articles(matches: list[Match], asked: Asked) -> list[Shown]:
    """Those that anybody may read, in their order. Five queries."""
    listed = Article.objects.published().for_list()
    rows = listed.filter(any_of("pk", [match.article for match in matches]))
    by_number = {article.pk: article for article in rows}
    found = [by_number[match.article] for match in matches if match.article in by_number]
    printed_parts.attach_to_cards(found)
    editions = Edition.objects.filter(any_of("pk", [article.live_edition_id for article in found]))
    bodies = {number: plain(body) for number, body in editions.values_list("pk", "body_html")}
    marker = Marker(asked, _texts(found, bodies))
    return [_shown(article, bodies[article.live_edition_id], marker) for article in found]


def _texts(found: list, bodies: dict[int, str]) -> Iterator[Text]:
    for article in found:
        edition = article.live_edition
        said = (edition.headline, edition.standfirst, bodies[edition.pk])
        yield Text(" ".join(said), edition.language)


def _shown(article, body: str, marker: Marker) -> Shown:
    edition = article.live_edition
    return Shown(
        article,
        marker.marked(edition.headline),
        marker.passage(body),
        marker.marked(edition.standfirst),
    )


def comments(text: str) -> list[Shown]:
    found, query = found_comments.find(text)
    texts = [plain(comment.html) for comment in found]
    marker = Marker(Asked("", [], query), [Text(said, "") for said in texts])
    return [
        Shown(comment, marker.marked(comment.name), marker.passage(said))
        for comment, said in zip(found, texts, strict=True)
    ]


def authors(words: str) -> list[Author]:
    """Those whom readers can find something by."""
    latest = Filing.objects.newest_under(Filing.Kind.AUTHOR)
    named = Author.objects.canonical().matching(words).alias(latest=latest)
    return [*named.filter(latest__isnull=False)[:MOST_BESIDE]]


def works(words: str) -> list[Work]:
    return [*printed_works().matching(words).order_by("-pk")[:MOST_BESIDE]]


def suggestions(asked: Asked) -> list[str]:
    """Names and headlines that have the words, or words that begin so."""
    found = [author.name for author in authors(asked.words)[:3]]
    if key := " ".join(search_words.words_of(asked.words)):
        latest = Filing.objects.newest_under(Filing.Kind.TOPIC)
        topics = Topic.objects.canonical().filter(sort_key__startswith=sort_key(key)[:80])
        used = topics.alias(latest=latest).filter(latest__isnull=False)
        found += used.values_list("name", flat=True)[:3]
    if asked.query:
        headed = SearchEntry.objects.filter(headed=Ready(asked.query))
        numbers, _is_all = look(headed, MOST_BESIDE, MOST_BESIDE)
        live = Article.objects.published().filter(pk__in=numbers).newest()
        found += live.values_list("live_edition__headline", flat=True)
    return [*dict.fromkeys(found)]
