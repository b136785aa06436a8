"""Works that readers may know of: those that a published article prints.

A work that was only read from a line, and that nobody stands for yet, is not printed: of it, as of
what drafts cite, nothing is told. What cites a work that was merged cites the work it went into.
"""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from opinion.references.models import Work
from opinion.references.models.work import WorkQuerySet

from . import citing_sentences
from .models import Article, Edition, EditionReference
from .models.article_queries import ArticleQuerySet


def printed_references() -> QuerySet[EditionReference]:
    live = Article.objects.published()
    return EditionReference.objects.filter(record__isnull=False, edition__live_for__in=live)


def printed_works() -> WorkQuerySet:
    own = printed_references().filter(work=OuterRef("pk"))
    merged = printed_references().filter(work__merged_into=OuterRef("pk"))
    # Not EXISTS: two of them with an OR make PostgreSQL read all references into memory.
    one = Coalesce(Subquery(own.values("pk")[:1]), Subquery(merged.values("pk")[:1]))
    return Work.objects.canonical().alias(one=one).filter(one__isnull=False)


def meant_by(work: Work) -> list[int]:
    """The ids under which it is cited: its own, and those of what was merged into it."""
    return [work.pk, *work.merged.values_list("pk", flat=True)]


def references_to(works: list[int]) -> QuerySet[EditionReference]:
    return printed_references().filter(work__in=works)


def articles_citing(works: list[int]) -> ArticleQuerySet:
    # Which editions are live is asked once: PostgreSQL puts no more than eight tables in order.
    printed = EditionReference.objects.filter(record__isnull=False, work__in=works)
    return Article.objects.published().filter(live_edition__in=printed.values("edition"))


def tell_places(articles: list[Article], references: QuerySet[EditionReference]):
    """Give each article its `places`: where in the work it points, in the order of its list."""
    editions = [article.live_edition_id for article in articles]
    pointing = references.filter(edition__in=editions).exclude(locator="").order_by("position")
    found: dict[int | None, list[str]] = {}
    for edition, place in pointing.values_list("edition", "locator"):
        found.setdefault(edition, []).append(place)
    for article in articles:
        article.places = found.get(article.live_edition_id, [])


def tell_sentences(articles: list[Article], works: list[int]):
    """Give each article its `sentences`, in which its text cites one of `works`. One query."""
    editions = Edition.objects.filter(pk__in=[article.live_edition_id for article in articles])
    bodies = dict(editions.values_list("pk", "body_html"))
    for article in articles:
        article.sentences = citing_sentences.sentences(bodies[article.live_edition_id], works)
