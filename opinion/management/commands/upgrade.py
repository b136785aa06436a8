from django.core.management import CommandError
from django.core.management.base import BaseCommand

from opinion.upgrading import checks
from opinion.upgrading.checks import UpgradeError
from opinion.upgrading.upgrade import upgrade
from opinion.version import VERSION


class Command(BaseCommand):
    help = (
        "Bring database and files to the version of this code: look whether that is safe, back "
        "up, migrate, render. May be ended at any moment, and goes on when it is run again."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="only look whether it is safe, and what waits"
        )
        parser.add_argument(
            "--without-backup",
            action="store_true",
            help="where a backup was made by other means a moment ago",
        )

    def handle(self, *, check, without_backup, **options):
        try:
            if check:
                self._check()
            else:
                upgrade(self.stdout.write, without_backup)
        except UpgradeError as error:
            raise CommandError(str(error)) from error
        if not check:
            self.stdout.write(
                f"Everything is as Opinion {VERSION} wants it. Now: systemctl reload opinion-web "
                f"&& systemctl restart opinion-worker"
            )

    def _check(self):
        for refuse in checks.ALL:
            refuse()
        waiting = [str(migration) for migration in checks.waiting()]
        self.stdout.write(
            f"Nothing stands in the way of Opinion {VERSION}. {len(waiting)} migrations wait"
            f"{': ' if waiting else '.'}{', '.join(waiting)}"
        )
