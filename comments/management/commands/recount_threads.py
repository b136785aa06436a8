from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.models import Count, F, Q

from comments.models import Thread

# Each published comment is one for every comment above it: all are read once, however many threads.
EXACT = """
    SELECT above, count(*) AS number
    FROM comments_comment, unnest(path[1:depth]) AS above
    WHERE status = 'published' {within} GROUP BY above
"""
FIND = f"""
    SELECT DISTINCT article_id FROM comments_comment
    LEFT JOIN ({EXACT.format(within="")}) exact ON above = id
    WHERE published_below <> coalesce(number, 0)
"""
MEND = f"""
    UPDATE comments_comment SET published_below = coalesce(number, 0)
    FROM comments_comment same
    LEFT JOIN ({EXACT.format(within="AND article_id = %s")}) exact ON above = same.id
    WHERE same.id = comments_comment.id AND same.article_id = %s
    AND comments_comment.published_below <> coalesce(number, 0)
"""


class Command(BaseCommand):
    help = (
        "Count the published comments of every thread, and below every comment, again, and mend "
        "the counts that differ."
    )

    def handle(self, **options):
        wrong = sorted({*self._miscounted(), *self._with_miscounted_comments()})
        mended = [self._mend(pk) for pk in wrong]
        self.stdout.write(f"{sum(mended)} of {Thread.objects.count()} threads were wrong.")

    def _miscounted(self):
        published = Count("article__comments", filter=Q(article__comments__status="published"))
        differing = Thread.objects.annotate(exact=published).exclude(exact=F("published_count"))
        return differing.values_list("pk", flat=True)

    def _with_miscounted_comments(self):
        with connection.cursor() as cursor:
            cursor.execute(FIND)
            articles = [article for (article,) in cursor.fetchall()]
        return Thread.objects.filter(article__in=articles).values_list("pk", flat=True)

    @transaction.atomic
    def _mend(self, pk) -> bool:
        # Under the lock that every decision takes, so that none slips in between.
        thread = Thread.objects.select_for_update().get(pk=pk)
        mended = [self._mend_thread(thread), self._mend_comments(thread)]
        return any(mended)

    def _mend_thread(self, thread) -> bool:
        counted, exact = thread.published_count, thread.article.comments.published().count()
        if counted == exact:
            return False
        thread.published_count = exact
        thread.save(update_fields=["published_count"])
        self.stdout.write(f"Article {thread.article_id}: {counted} → {exact}")
        return True

    def _mend_comments(self, thread) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(MEND, [thread.article_id, thread.article_id])
            wrong = cursor.rowcount
        if wrong:
            self.stdout.write(f"Article {thread.article_id}: below {wrong} of its comments")
        return wrong > 0
