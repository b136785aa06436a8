"""Where pictures are used: in drafts, and in editions as they were printed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from opinion.articles.models import Article, ArticlePicture, EditionPicture
from opinion.articles.models.article import TEXTS
from opinion.pictures.models import Picture


@dataclass(frozen=True)
class Use:
    """One article that uses a picture: in its draft, in what readers see, or only in the past."""

    article: Article
    in_draft: bool
    is_public: bool


def of(pictures: Iterable[Picture]) -> dict[int, list[Use]]:
    """The articles that use each of `pictures`, by its number. Four queries."""
    here = {"picture__in": [picture.pk for picture in pictures]}
    editions = EditionPicture.objects.filter(**here).order_by()
    public = editions.filter(edition__live_for__status=Article.Status.PUBLISHED)
    pair = ("picture", "edition__article")
    in_drafts = {*ArticlePicture.objects.filter(**here).values_list("picture", "article")}
    printed = {*editions.values_list(*pair).distinct()}
    shown = {*public.values_list(*pair)}
    used = sorted(in_drafts | printed)
    articles = Article.objects.defer(*TEXTS).in_bulk([article for _picture, article in used])
    found: dict[int, list[Use]] = {}
    for one in used:
        use = Use(articles[one[1]], in_draft=one in in_drafts, is_public=one in shown)
        found.setdefault(one[0], []).append(use)
    return found


def unused(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those that no draft has and no edition has printed."""
    here = {"picture": OuterRef("pk")}
    return pictures.filter(
        ~Exists(ArticlePicture.objects.filter(**here)),
        ~Exists(EditionPicture.objects.filter(**here)),
    )
