"""What hangs on printed editions, fetched for all that a page shows at once."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from authors.models import AuthorLink
from opinion.prepared import Prepared, any_of

from .models import (
    Article,
    Edition,
    EditionByline,
    EditionEmbed,
    EditionPicture,
    EditionReference,
)

_BYLINES = Prepared(
    lambda editions: EditionByline.objects.filter(any_of("edition_id", editions)).select_related(
        "author"
    ),
    list,
)
_PICTURES = Prepared(
    lambda editions: EditionPicture.objects.filter(any_of("edition_id", editions)).select_related(
        "picture"
    ),
    list,
)
_TOPICS = Prepared(
    lambda editions: (
        Edition.topics.through.objects.filter(any_of("edition_id", editions))
        .select_related("topic")
        .order_by("topic__sort_key", "topic_id")
    ),
    list,
)
_REFERENCES = Prepared(
    lambda editions: EditionReference.objects.filter(any_of("edition_id", editions)), list
)
_EMBEDS = Prepared(
    lambda editions: EditionEmbed.objects.filter(any_of("edition_id", editions)), list
)
_LINKS = Prepared(lambda authors: AuthorLink.objects.filter(any_of("author_id", authors)), list)


def attach_to_cards(articles: Iterable[Article]) -> None:
    """Give the live editions of `articles` what a card shows of them. Two queries."""
    editions = [article.live_edition for article in articles if article.live_edition]
    numbers = [edition.pk for edition in editions]
    bylines = _by_edition(_BYLINES.fetch(numbers)) if numbers else {}
    pictures = _by_edition(_PICTURES.fetch(numbers)) if numbers else {}
    for edition in editions:
        edition.printed_bylines = bylines.get(edition.pk, [])
        edition.printed_pictures = pictures.get(edition.pk, [])


def attach(articles: Iterable[Article]) -> None:
    """Give the live editions of `articles` all that a page shows of them.

    Five queries, and a sixth where any embeds something.
    """
    articles = [*articles]
    attach_to_cards(articles)
    editions = [article.live_edition for article in articles if article.live_edition]
    numbers = [edition.pk for edition in editions]
    if not numbers:
        return
    topics, references = (
        _by_edition(_TOPICS.fetch(numbers)),
        _by_edition(_REFERENCES.fetch(numbers)),
    )
    for edition in editions:
        edition.printed_topics = [one.topic for one in topics.get(edition.pk, [])]
        edition.printed_references = references.get(edition.pk, [])
    _attach_embeds(editions)
    _attach_links(chain.from_iterable(edition.printed_bylines for edition in editions))


def _attach_embeds(editions: list[Edition]) -> None:
    embedding = [edition for edition in editions if edition.has_embeds]
    embeds = _by_edition(_EMBEDS.fetch([one.pk for one in embedding])) if embedding else {}
    for edition in embedding:
        edition.printed_embeds = embeds.get(edition.pk, [])


def _attach_links(bylines) -> None:
    authors = [line.author for line in bylines]
    found = defaultdict(list)
    for link in _LINKS.fetch([author.pk for author in authors]):
        found[link.author_id].append(link)
    for author in authors:
        author.listed_links = found[author.pk]


def _by_edition(rows: list) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.edition_id].append(row)
    return found
