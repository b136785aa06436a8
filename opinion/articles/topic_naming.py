"""Topics as staff type them, with what `authors.naming` has for authors."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import Count, Q

from opinion.fields import sort_key
from opinion.parse_id import parse_id

from .models import Topic

# A name and an address, with what stands around them.
LONGEST = 170
MOST_SUGGESTED = 10
# Of an unknown name, how many others are compared and told.
_MOST_COMPARED, _MOST_NEAR = 200, 5
_WITH_ADDRESS = re.compile(r".+?\s*\((?P<slug>[^()]+)\)")


def written(topics: Iterable[Topic]) -> dict[int, str]:
    """How each is written so that it means no other, by id: “Trains”, “Trains (trains-2)”."""
    topics = [*topics]
    keys = {topic.sort_key for topic in topics}
    bearing = Topic.objects.canonical().filter(sort_key__in=keys).order_by().values("sort_key")
    shared = {one["sort_key"] for one in bearing.annotate(n=Count("pk")).filter(n__gt=1)}
    return {
        topic.pk: f"{topic.name} ({topic.slug})" if topic.sort_key in shared else topic.name
        for topic in topics
    }


def meant(texts: Iterable[str]) -> dict[str, list[Topic]]:
    """Which topics each text means: none, one, or all of that name. An id means its own."""
    return {text: _meant(text) for text in {*texts}}


def _meant(text: str) -> list[Topic]:
    topics = Topic.objects.canonical()
    spelled = _WITH_ADDRESS.fullmatch(text)
    found = [*topics.filter(sort_key=sort_key(text))]
    found = found or [*topics.filter(slug=spelled["slug"] if spelled else "")]
    return found or [*topics.filter(pk=parse_id(text) or 0)]


def suggested(text: str) -> list[Topic]:
    """Those with `text` in their names, first those that begin with it."""
    key = sort_key(text)
    if not key:
        return []
    topics = Topic.objects.canonical()
    begun = [*topics.filter(sort_key__startswith=key)[:MOST_SUGGESTED]]
    within = topics.filter(sort_key__contains=key).exclude(pk__in=[one.pk for one in begun])
    return [*begun, *within[: MOST_SUGGESTED - len(begun)]]


def near(text: str) -> list[Topic]:
    """Those that somebody may have meant who typed a name that no topic has."""
    begun = [Q(sort_key__contains=word[:3]) for word in sort_key(text).split()[:8]]
    if not begun:
        return []
    like = Topic.objects.canonical().filter(Q(*begun, _connector=Q.OR))[:_MOST_COMPARED]
    by_key = {topic.sort_key: topic for topic in like}
    return [by_key[key] for key in get_close_matches(sort_key(text), by_key, n=_MOST_NEAR)]
