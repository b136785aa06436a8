from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from opinion.pictures.models import Picture


class Command(BaseCommand):
    help = (
        "Let the worker make what pages lack of their pictures: after a restore without them, or "
        "where the widths have changed."
    )

    def handle(self, **options):
        count = Picture.objects.queue_missing_renditions()
        self.stdout.write(
            ngettext(
                "The worker will make renditions of %(count)d picture.",
                "The worker will make renditions of %(count)d pictures.",
                count,
            )
            % {"count": count}
        )
