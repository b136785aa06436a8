from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from .article import Article

# Of the articles of so many days, and of no more than so many, so many are ranked.
DISCUSSED_FOR, MOST_COMPARED, RANKED = timedelta(days=30), 2_000, 20


class TallyQuerySet(models.QuerySet):
    def rank(self, at: datetime) -> None:
        """Number the most discussed of the last days, the first of them 1; nobody else has one.

        What keeps its rank is not touched, and so costs no page.
        """
        lately = Article.objects.published().filter(published_at__gte=at - DISCUSSED_FOR)
        compared = [*lately.newest().values_list("pk", flat=True)[:MOST_COMPARED]]
        talked = self.filter(article__in=compared, comments__gt=0)
        best = talked.order_by("-comments", "-article__published_at", "-pk")
        ranks = {pk: rank for rank, pk in enumerate(best.values_list("pk", flat=True)[:RANKED], 1)}
        before = dict(self.exclude(rank=None).values_list("pk", "rank"))
        self.filter(pk__in=before.keys() - ranks.keys()).update(rank=None)
        changed = [self.model(pk=pk, rank=n) for pk, n in ranks.items() if before.get(pk) != n]
        self.bulk_update(changed, ["rank"])


class Tally(models.Model):
    """How many comments the cards of an article tell, at most a minute late.

    Kept apart from the thread, whose count is exact: an approval would have every list drawn anew
    that shows the article. Triggers note where the count may be another one, and the worker counts.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="tally")
    comments = models.PositiveIntegerField(default=0, db_default=0)
    is_waiting = models.BooleanField(default=False, db_default=False)
    # Among the most discussed of these weeks.
    rank = models.PositiveSmallIntegerField(null=True)

    objects = TallyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["article"], name="tally_waiting", condition=Q(is_waiting=True)),
            models.Index(fields=["rank"], name="tally_rank", condition=Q(rank__isnull=False)),
        ]

    def __str__(self):
        return f"{self.article_id} {self.comments}"
