from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Count, F, Q

from comments.models import Thread


class Command(BaseCommand):
    help = "Count the published comments of every thread again, and mend the counts that differ."

    def handle(self, **options):
        published = Count("article__comments", filter=Q(article__comments__status="published"))
        differing = Thread.objects.annotate(exact=published).exclude(exact=F("published_count"))
        mended = [self._mend(pk) for pk in differing.order_by("pk").values_list("pk", flat=True)]
        self.stdout.write(f"{sum(mended)} of {Thread.objects.count()} threads were wrong.")

    @transaction.atomic
    def _mend(self, pk) -> bool:
        # Under the lock that every decision takes, so that none slips in between.
        thread = Thread.objects.select_for_update().get(pk=pk)
        counted, exact = thread.published_count, thread.article.comments.published().count()
        if counted == exact:
            return False
        thread.published_count = exact
        thread.save(update_fields=["published_count"])
        self.stdout.write(f"Article {thread.article_id}: {counted} → {exact}")
        return True
