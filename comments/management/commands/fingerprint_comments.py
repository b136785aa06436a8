from django.core.management.base import BaseCommand
from django.db import transaction

from comments.models import Comment, Fingerprint
from comments.rules import fingerprints

BATCH = 50


class Command(BaseCommand):
    help = (
        "Note by what comments that wait are found beside those that say nearly the same, where "
        "that is missing or was made by an older version. May be stopped and started again at any "
        "time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--all",
            action="store_true",
            help="also of those decided, so that cards tell what became of the like of them",
        )

    def handle(self, **options):
        taken = last = 0
        while numbers := self._numbers_after(last, options["all"]):
            self._take(numbers)
            last = numbers[-1]
            taken += len(numbers)
        self.stdout.write(f"{taken} fingerprints taken.")

    def _numbers_after(self, last, of_all) -> list[int]:
        comments = Comment.objects.filter(staff=None, erased_at=None, pk__gt=last)
        comments = comments if of_all else comments.filter(status=Comment.Status.WAITING)
        comments = comments.exclude(fingerprint__version=fingerprints.VERSION)
        return [*comments.order_by("pk").values_list("pk", flat=True)[:BATCH]]

    @transaction.atomic
    def _take(self, numbers):
        # Locked: what its writer edits or erases meanwhile must not come back.
        comments = Comment.objects.select_for_update(of=["self"]).select_related("edition")
        for comment in comments.filter(pk__in=numbers, erased_at=None).order_by("pk"):
            Fingerprint.objects.renew(comment)
