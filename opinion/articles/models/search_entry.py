from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from .relation import Relation


class Folded(Func):
    """A text without case, accents and punctuation, as the database folds it for searching."""

    function = "opinion_fold"
    output_field = models.TextField()


def words_of(column: str) -> SearchVector:
    """The words of a column whose language nobody knows, as an index may have them."""
    return SearchVector(Folded(column), config="simple")


class SearchEntryQuerySet(models.QuerySet):
    def read_waiting(self, at_once: int) -> int:
        """Read the first articles that came in by the hundred; gives how many they were."""
        waiting = [*self.filter(is_waiting=True).values_list("pk", flat=True)[:at_once]]
        if waiting:
            read = Func(waiting, function="articles_read", output_field=models.IntegerField())
            self.filter(pk=waiting[0]).values_list(read).get()
        return len(waiting)

    def relate_new(self, at_once: int) -> int:
        """Compare the first that came since with the others; gives how many they were.

        Those that one leads to lead to it as well, if they are as near.
        """
        new = self.filter(is_related=False, is_waiting=False)
        articles = [*new.values_list("pk", flat=True)[:at_once]]
        near = {other for article in articles for other in Relation.objects.relate(article)}
        for other in near.difference(articles):
            Relation.objects.relate(other)
        self.filter(pk__in=articles).update(is_related=True)
        return len(articles)


class SearchEntry(models.Model):
    """What a published article is found by: the words of its live edition, by their weight.

    A headline weighs A, standfirst and byline B, text C, note and references D. Kept by triggers
    from what is printed, in the article's language; what nobody may read any more has no entry.
    """

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="+"
    )
    published_at = models.DateTimeField()
    type = models.ForeignKey("articles.ArticleType", models.PROTECT, related_name="+")
    # PostgreSQL's name for how words of the article's language are read.
    reading = models.CharField(max_length=20)
    # Those of weight A and B alone: with them a few rows tell what is about something.
    headed = SearchVectorField()
    words = SearchVectorField()
    # Many at once are read by the worker, a few at a time.
    is_waiting = models.BooleanField()
    # Whether the worker has compared the article with the others since.
    is_related = models.BooleanField(db_default=False, default=False)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(F("headed"), name="search_headed"),
            GinIndex(F("words"), name="search_words"),
            models.Index(F("published_at").desc(), name="search_newest"),
            models.Index(fields=["article"], name="search_waiting", condition=Q(is_waiting=True)),
            models.Index(
                fields=["article"], name="search_to_relate", condition=Q(is_related=False)
            ),
        ]

    def __str__(self):
        return str(self.pk)
