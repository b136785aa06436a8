"""Where pictures are used: in drafts, and in editions as they were printed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from opinion.articles.models import Article, ArticlePicture, EditionPicture
from opinion.pictures.models import Picture


@dataclass
class Use:
    """One article that uses a picture: in its draft, in what readers see, or only in the past."""

    article: Article
    in_draft: bool = False
    is_public: bool = False
    roles: set[str] = field(default_factory=set)


def of(pictures: Iterable[Picture]) -> dict[int, list[Use]]:
    """The articles that use each of `pictures`, by its number. Two queries."""
    numbers = [picture.pk for picture in pictures]
    found: dict[int, dict[int, Use]] = defaultdict(dict)

    def use(row, article: Article) -> Use:
        one = found[row.picture_id].setdefault(article.pk, Use(article))
        one.roles.add(row.get_role_display())
        return one

    for row in ArticlePicture.objects.filter(picture__in=numbers).select_related("article"):
        use(row, row.article).in_draft = True
    editions = EditionPicture.objects.filter(picture__in=numbers).order_by("pk")
    for printed in editions.select_related("edition__article"):
        article = printed.edition.article
        one = use(printed, article)
        one.is_public |= article.is_published and article.live_edition_id == printed.edition_id
    return {number: [*uses.values()] for number, uses in found.items()}


def unused(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those that no draft has and no edition has printed."""
    here = {"picture": OuterRef("pk")}
    return pictures.filter(
        ~Exists(ArticlePicture.objects.filter(**here)),
        ~Exists(EditionPicture.objects.filter(**here)),
    )
