from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, Func, Q, RowRange, Window
from django.db.models.functions import FirstValue, Lag, Lead, RowNumber
from django.utils.translation import gettext_lazy as _

from opinion.quick_reverse import quick_reverse

from .classification import Named

# One page lists them all, and one form holds them.
MOST_PARTS = 200


class Series(Named):
    """Articles that an editor has put together, in an order: a series or a dossier.

    It is no part of what an article says: its parts change while their editions stay.
    """

    class Kind(models.TextChoices):
        SERIES = "series", _("Series: parts that are read in order")
        DOSSIER = "dossier", _("Dossier: articles on one subject")

    kind = models.CharField(
        _("kind"),
        max_length=7,
        choices=Kind,
        default=Kind.SERIES,
        help_text=_("Articles of a series tell which part they are, and lead to the next one."),
    )

    class Meta(Named.Meta):
        verbose_name = _("series or dossier")
        verbose_name_plural = _("series and dossiers")
        ordering = ["name", "pk"]
        constraints = [
            *Named.Meta.constraints,
            models.CheckConstraint(
                name="series_kind_is_known", condition=Q(kind__in=["series", "dossier"])
            ),
        ]

    def get_absolute_url(self):
        return quick_reverse("series", self.slug)

    @property
    def is_in_order(self) -> bool:
        """Whether its parts are numbered, and lead from one to the next."""
        return self.kind == self.Kind.SERIES


def _beside(asked: Func, frame: RowRange | None = None) -> Window:
    """What is asked of a part and of those beside it in its series."""
    return Window(asked, partition_by="series", order_by=["position", "pk"], frame=frame)


class SeriesPartQuerySet(models.QuerySet):
    def of(self, article):
        """For a query of articles: whether it stands in any series."""
        return Exists(self.filter(article=article))

    def places_of(self, article):
        """Each part that a published article is, among those that readers see.

        With its `number` of `count`, and the ids of the `previous` and the `next` article.
        """
        own = self.filter(article=article).values("series")
        seen = self.filter(series__in=own, article__in=type(article).objects.published())
        placed = seen.annotate(
            # A condition on the column itself would be met before the parts are counted.
            placed=_beside(FirstValue("article"), RowRange(start=0, end=0)),
            number=_beside(RowNumber()),
            count=Window(Count("pk"), partition_by="series"),
            previous=_beside(Lag("article")),
            next=_beside(Lead("article")),
        )
        return placed.filter(placed=article.pk).select_related("series").order_by("series__name")


class SeriesPart(models.Model):
    """An article's place in a series. Readers see it once the article is published."""

    series = models.ForeignKey(Series, models.CASCADE, related_name="parts")
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="parts", verbose_name=_("article")
    )
    position = models.PositiveSmallIntegerField(
        _("order"), default=1, validators=[MinValueValidator(1)]
    )

    # Of its place among the published parts: see `places_of`.
    number: int
    count: int
    previous: int | None
    next: int | None

    objects = SeriesPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        default_permissions = ()
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["series", "article"], name="series_part_once"),
        ]

    def __str__(self):
        return str(self.article)
