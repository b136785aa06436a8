"""Authors as staff type them: by name, and where two bear one name, by name and address."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import Count, OuterRef, Q, Subquery

from authors.models import Author
from opinion.fields import sort_key
from opinion.parse_id import parse_id

# A name and an address, with what stands around them.
LONGEST = 250
MOST_SUGGESTED = 10
# Of an unknown name, how many others are compared and told.
_MOST_COMPARED, _MOST_NEAR = 200, 5
_WITH_ADDRESS = re.compile(r"(?P<name>.+?)\s*\((?P<slug>[^()]+)\)")


def written(authors: Iterable[Author]) -> dict[int, str]:
    """How each is written so that it means nobody else, by id: “Ana Reis”, “Ana Reis (ana-2)”."""
    authors = [*authors]
    names = {author.name for author in authors}
    bearing = Author.objects.canonical().filter(name__in=names).order_by().values("name")
    shared = {one["name"] for one in bearing.annotate(count=Count("pk")).filter(count__gt=1)}
    return {author.pk: spelled(author, author.name in shared) for author in authors}


def spelled(author: Author, is_shared: bool) -> str:
    """How one author is written, whose name somebody else bears as well or nobody does."""
    return f"{author.name} ({author.slug})" if is_shared else author.name


def bearers(name: str) -> Subquery:
    """How many bear the name that a query finds at the path `name`, asked within that query."""
    bearing = Author.objects.canonical().filter(name=OuterRef(name)).order_by().values("name")
    return Subquery(bearing.annotate(count=Count("pk")).values("count"))


def meant(texts: Iterable[str]) -> dict[str, list[Author]]:
    """Whom each of `texts` means: nobody, one author, or all who bear the name.

    A text is a name, a name and an address as `written`, or an id.
    """
    texts = {*texts}
    slugs = {spelled["slug"] for text in texts if (spelled := _WITH_ADDRESS.fullmatch(text))}
    ids = {*map(parse_id, texts)} - {None}
    asked = Q(name__in=texts) | Q(slug__in=slugs) | Q(pk__in=ids)
    found = [*Author.objects.canonical().filter(asked)] if texts else []
    return {text: _exactly(text, found) or _alike(text) for text in texts}


def _exactly(text: str, authors: list[Author]) -> list[Author]:
    spelled = _WITH_ADDRESS.fullmatch(text)
    return (
        [author for author in authors if author.name == text]
        or [
            author
            for author in authors
            if spelled
            and author.slug == spelled["slug"]
            and sort_key(author.name) == sort_key(spelled["name"])
        ]
        or [author for author in authors if author.pk == parse_id(text)]
    )


def _alike(text: str) -> list[Author]:
    """Those whose name is this one but for case and accents."""
    like = Author.objects.canonical().matching(text)[:_MOST_COMPARED]
    return [author for author in like if sort_key(author.name) == sort_key(text)]


def suggested(text: str) -> list[Author]:
    """Those with all words of `text` in their names, or words that begin so, in their order.

    First of all the one whose id it is.
    """
    authors = Author.objects.canonical()
    by_id = authors.filter(pk=parse_id(text) or 0)
    others = authors.matching(text).exclude(pk__in=by_id)[:MOST_SUGGESTED]
    return [*by_id, *others][:MOST_SUGGESTED]


def near(text: str) -> list[Author]:
    """Those whom somebody may have meant who typed a name that nobody bears."""
    beginnings = " ".join(word[:3] for word in text.split())
    authors = Author.objects.canonical()
    like = [*authors.matching(beginnings)[:_MOST_COMPARED]]
    like = like or [*authors.matching(beginnings, any_word=True)[:_MOST_COMPARED]]
    by_key: dict[str, list[Author]] = {}
    for author in like:
        by_key.setdefault(sort_key(author.name), []).append(author)
    alike = get_close_matches(sort_key(text), by_key, n=_MOST_NEAR)
    return [author for key in alike for author in by_key[key]][:_MOST_NEAR]
