import logging

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from opinion.backups import manifest, schedule
from opinion.backups.back_up import back_up
from opinion.backups.errors import BackupError

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Back up database and pictures, encrypted, to where BACKUP_TO says. Each backup is read "
        "back, restored into a database beside ours and compared before it counts."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-due",
            action="store_true",
            help="as the worker does: do nothing unless the hour has come, and write to the log",
        )

    def handle(self, *, if_due, **options):
        if if_due and not schedule.is_due():
            return
        try:
            name = back_up(logger.info if if_due else self.stdout.write)
        except BackupError as error:
            if if_due:
                logger.error("There is no backup. %s", error)
            raise CommandError(f"There is no backup. {error}") from error
        if if_due:
            logger.info("The backup %s is good.", name)
            return
        self.stdout.write(
            f"{name} is good: each table that was restored from it is as it was.\n"
            f"Not in it are the keys, without which readers' addresses cannot be read. They stand "
            f"in {manifest.where_keys_are()}: keep a copy of them elsewhere, and with it the "
            f"private half of the backup's own key."
        )
