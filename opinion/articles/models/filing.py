from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet, Subquery


class Kind(models.TextChoices):
    """What an article is filed under."""

    SECTION = "section"
    TOPIC = "topic"
    AUTHOR = "author"
    SERIES = "series"


class FilingQuerySet(models.QuerySet):
    def newest_under(self, kind: str) -> Subquery:
        """Of each subject that is asked for, when something it lists last said something new.

        None where nothing is filed under it. One look into an index for each.
        """
        filed = self.filter(kind=kind, subject=OuterRef("pk")).order_by("-modified_at")
        return Subquery(filed.values("modified_at")[:1])


class Filing(models.Model):
    """Under what a published article is found, with the dates that its lists are sorted by.

    Kept by triggers from what the live edition printed, and from what was merged since: it only
    lets lists begin in an index, wherever in the archive their articles lie.
    """

    Kind = Kind

    # Found by the constraint's index.
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="filings", db_index=False
    )
    kind = models.CharField(max_length=7, choices=Kind)
    # The key of the section, topic or author that stands for the one printed; or of the series
    # that an editor has put it into.
    subject = models.BigIntegerField()
    published_at = models.DateTimeField()
    modified_at = models.DateTimeField()

    objects = FilingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="filing_kind_is_known",
                condition=Q(kind__in=["section", "topic", "author", "series"]),
            ),
            models.UniqueConstraint(fields=["article", "kind", "subject"], name="filing_once"),
        ]
        indexes = [
            models.Index(
                "kind",
                "subject",
                F("published_at").desc(),
                F("article").desc(),
                name="filing_newest",
            ),
            models.Index("kind", "subject", F("modified_at").desc(), name="filing_modified"),
        ]

    def __str__(self):
        return f"{self.article_id} {self.kind} {self.subject}"


class ListingDate(models.Model):
    """When something changed in a file of the sitemap: in so many articles, or in lists of a kind.

    Kept by a trigger: to find it in the filings, all of them would be read.
    """

    kind = models.CharField(max_length=7)
    part = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["kind", "part"], name="listing_date_once"),
        ]

    def __str__(self):
        return f"{self.kind} {self.part}"


def filed_under(articles: QuerySet, kind: str, subject) -> QuerySet:
    """Those of `articles` that are listed there, with their `filed`: see `pagination.FILED`."""
    condition = Q(filings__kind=kind, filings__subject=subject.pk)
    filed = models.FilteredRelation("filings", condition=condition)
    return articles.annotate(filed=filed).filter(filed__isnull=False)
