"""The front: what an editor has chosen, in its places, and the newest everywhere else."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from opinion.page_cache.drawing import holds_until, shows

from . import printed_parts
from .models import Article, FrontPlace, Section

SECONDS, OF_A_STRIP = 2, 3
Kind = FrontPlace.Kind


@dataclass(frozen=True)
class Strip:
    """A row of its own: the newest of a section, or what is most discussed where it has none."""

    section: Section | None
    articles: list[Article]


@dataclass
class Front:
    """The articles of the front by their places. None stands in two of them."""

    lead: Article | None = None
    seconds: list[Article] = field(default_factory=list)
    choices: list[Article] = field(default_factory=list)
    newest: list[Article] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)

    @property
    def articles(self) -> list[Article]:
        strips = [article for strip in self.strips for article in strip.articles]
        lead = [self.lead] if self.lead else []
        return [*lead, *self.seconds, *self.choices, *self.newest, *strips]


def today(newest: list[Article]) -> Front:
    """The front as it was composed, at this moment. `newest` are the articles of the first page."""
    shows("front")
    places = [*FrontPlace.objects.holding(timezone.now()).select_related("section")]
    for place in places:
        if place.until:
            holds_until(place.until)
    return compose(places, newest)


def compose(places: Iterable[FrontPlace], newest: list[Article]) -> Front:
    """The front with these choices, with the parts of its cards. A choice nobody may read is none.

    One query for what was chosen, and one for each strip.
    """
    places = [*places]
    chosen = _chosen(places)
    front = Front()
    used: set[int] = set()
    leads = [*_of(Kind.LEAD, places, chosen, used)]
    front.lead, others = (leads[0], leads[1:]) if leads else (None, [])
    # A lead that waits for its turn stands where the newest put it.
    used.difference_update(article.pk for article in others)
    front.seconds = [*_of(Kind.SECOND, places, chosen, used)][:SECONDS]
    front.choices = [*_of(Kind.CHOICE, places, chosen, used)]
    used = {article.pk for article in front.articles}
    if not front.lead:
        front.lead = next(iter(_unused(newest, used, most=1)), None)
    # Before the newest, among which the most discussed often are.
    discussed = _discussed(places, used)
    front.newest = _unused(newest, used)
    front.strips = [*_strips(places, used, discussed)]
    printed_parts.attach_to_cards(front.articles)
    return front


def _chosen(places: list[FrontPlace]) -> dict[int | None, Article]:
    numbers = [place.article_id for place in places if place.article_id]
    if not numbers:
        return {}
    listed = Article.objects.published().for_list()
    return {article.pk: article for article in listed.filter(pk__in=numbers)}


def _of(kind, places, chosen, used):
    for place in places:
        if place.kind == kind and place.article_id in chosen and place.article_id not in used:
            used.add(place.article_id)
            yield chosen[place.article_id]


def _unused(articles, used, most=None) -> list[Article]:
    """The first of those that stand nowhere yet; from now on they do."""
    found = [article for article in articles if article.pk not in used][:most]
    used.update(article.pk for article in found)
    return found


def _discussed(places, used) -> list[Article]:
    if all(place.kind != Kind.DISCUSSED for place in places):
        return []
    shows("discussed")
    ranked = Article.objects.published().exclude(tally__rank=None)
    return _unused(ranked.for_list().order_by("tally__rank"), used, OF_A_STRIP)


def _strips(places, used, discussed):
    for place in places:
        if place.kind == Kind.STRIP and place.section:
            filed = Article.objects.in_section(place.section).for_list()
            newest = filed.order_by("-filed__published_at", "-filed__article")
            shown = _unused(newest[: OF_A_STRIP + len(used)], used, OF_A_STRIP)
        elif place.kind == Kind.DISCUSSED:
            # Once, however often it was chosen.
            shown, discussed = discussed, []
        else:
            continue
        if shown:
            yield Strip(place.section, shown)
