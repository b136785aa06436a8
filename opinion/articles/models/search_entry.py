from typing import NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import connection, models
from django.db.models import F, Func, Q

from .relation import Relation


class Folded(Func):
    """A text without case, accents and punctuation, as the database folds it for searching."""

    function = "opinion_fold"
    output_field = models.TextField()


def words_of(column: str) -> SearchVector:
    """The words of a column whose language nobody knows, as an index may have them."""
    return SearchVector(Folded(column), config="simple")


# What shares at least half of its sketch is nearly the same. However many share a phrase that all
# texts of a house end in, no more than so many are compared.
ALIKE = """
WITH asked AS MATERIALIZED (SELECT articles_sketch(%(text)s) AS sketch),
near AS MATERIALIZED (
    SELECT article_id, sketch FROM articles_searchentry
    WHERE sketch && (SELECT sketch FROM asked) AND article_id <> %(article)s
    LIMIT 1000
), compared AS (
    SELECT article_id, cardinality(ARRAY(
        SELECT unnest(near.sketch) INTERSECT SELECT unnest(asked.sketch)
    )) AS shared, least(cardinality(near.sketch), cardinality(asked.sketch)) AS most
    FROM near, asked
)
SELECT live.headline, address FROM compared
JOIN articles_article article ON article.id = article_id
JOIN LATERAL (
    SELECT headline FROM articles_edition WHERE id = article.live_edition_id
) live ON true
WHERE shared * 2 >= most ORDER BY shared DESC, article_id LIMIT 3
"""


class Alike(NamedTuple):
    """A published article, by its headline and its address."""

    headline: str
    address: str


class SearchEntryQuerySet(models.QuerySet):
    def alike(self, text: str, article: int | None) -> list[Alike]:
        """What is published and says nearly the same as `text`, HTML, besides `article` itself."""
        with connection.cursor() as cursor:
            cursor.execute(ALIKE, {"text": text, "article": article or 0})
            return [Alike(*row) for row in cursor.fetchall()]

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
    # The least of the hashes of its text, five words at a time: nearly the same texts share most.
    sketch = ArrayField(models.BigIntegerField())
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
            GinIndex(fields=["sketch"], name="search_sketch"),
            models.Index(F("published_at").desc(), name="search_newest"),
            models.Index(fields=["article"], name="search_waiting", condition=Q(is_waiting=True)),
            models.Index(
                fields=["article"], name="search_to_relate", condition=Q(is_related=False)
            ),
        ]

    def __str__(self):
        return str(self.pk)
