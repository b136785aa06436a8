from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# What is compared with one article: the newest of its authors, and what shares topics, works and
# words of the headline with it, by how much. Each part is bounded, however many articles there are.
NEAREST = """
WITH own AS (
    SELECT article_id, live_edition_id, headed
    FROM articles_searchentry JOIN articles_article ON id = article_id
    WHERE article_id = %(article)s AND NOT is_waiting
), by_author AS (
    SELECT DISTINCT near.article_id, near.published_at
    FROM articles_filing mine, LATERAL (
        SELECT article_id, published_at FROM articles_filing
        WHERE kind = 'author' AND subject = mine.subject AND article_id <> mine.article_id
        ORDER BY published_at DESC, article_id DESC LIMIT 3
    ) near
    WHERE mine.kind = 'author' AND mine.article_id = %(article)s
    ORDER BY near.published_at DESC LIMIT 3
), words AS (
    SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS query
    FROM own, unnest(ts_filter(headed, '{a}'))
), alike (article_id, weight) AS (
    SELECT near.article_id, 2.0
    FROM articles_filing mine, LATERAL (
        SELECT article_id FROM articles_filing
        WHERE kind = 'topic' AND subject = mine.subject AND article_id <> mine.article_id
        ORDER BY published_at DESC, article_id DESC LIMIT 30
    ) near
    WHERE mine.kind = 'topic' AND mine.article_id = %(article)s
    UNION ALL
    SELECT near.id, 3.0
    FROM own JOIN articles_editionreference mine ON mine.edition_id = live_edition_id, LATERAL (
        SELECT article.id FROM articles_editionreference theirs
        JOIN articles_article article ON article.live_edition_id = theirs.edition_id
        WHERE theirs.work_id = mine.work_id AND article.id <> own.article_id LIMIT 30
    ) near
    UNION ALL
    SELECT near.article_id, near.rank * 2
    FROM words, LATERAL (
        SELECT article_id, ts_rank(headed, words.query) AS rank FROM articles_searchentry
        WHERE headed @@ words.query AND article_id <> %(article)s AND published_at >= coalesce((
            SELECT published_at FROM articles_searchentry
            ORDER BY published_at DESC LIMIT 1 OFFSET 4000
        ), '-infinity')
        ORDER BY rank DESC LIMIT 30
    ) near
)
SELECT 'author', article_id FROM by_author
UNION ALL (
    SELECT 'alike', id FROM alike JOIN articles_article ON id = article_id
    WHERE status = 'published' AND id NOT IN (SELECT article_id FROM by_author)
    GROUP BY id HAVING sum(weight) >= 1 ORDER BY sum(weight) DESC, published_at DESC, id LIMIT 4
)
"""


class RelationQuerySet(models.QuerySet):
    def relate(self, article: int) -> list[int]:
        """Compare an article with the others; gives those that it now leads to."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NEAREST, {"article": article})
            nearest = cursor.fetchall()
            own = self.filter(article=article)
            # What stays the same costs no page.
            if nearest != [*own.order_by("position").values_list("kind", "other")]:
                own.delete()
                self.bulk_create(
                    Relation(article_id=article, kind=kind, other_id=other, position=position)
                    for position, (kind, other) in enumerate(nearest)
                )
        return [other for _kind, other in nearest]


class Relation(models.Model):
    """Where a published article leads its readers next. Made by the worker."""

    class Kind(models.TextChoices):
        AUTHOR = "author", _("More by the author")
        ALIKE = "alike", _("On the same subject")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="relations")
    other = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    position = models.PositiveSmallIntegerField()

    objects = RelationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="relation_once"),
            models.CheckConstraint(
                name="relation_kind_is_known", condition=Q(kind__in=["author", "alike"])
            ),
            models.CheckConstraint(
                name="relation_to_another", condition=~Q(article=models.F("other"))
            ),
        ]

    def __str__(self):
        return f"{self.article_id} {self.kind} {self.other_id}"
