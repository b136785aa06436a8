import json

from django.core.management.base import BaseCommand
from django.db import Error

from opinion import condition, health
from opinion.version import VERSION


class Command(BaseCommand):
    help = (
        "Say as JSON what an operator should look at. Ends with 0 where all is well, with 1 where "
        "there is something, with 2 where nothing can be served."
    )
    requires_system_checks = []

    def handle(self, **options):
        try:
            waiting = [str(migration) for migration, _back in health.waiting_migrations()]
            found = [] if waiting else condition.findings()
        except Error as error:
            self._say({"database": type(error).__name__}, 2)
        if waiting:
            self._say({"database": "ok", "migrations": waiting}, 2)
        warnings = {finding.name: finding.words for finding in found}
        self._say({"database": "ok", "warnings": warnings}, 1 if found else 0)

    def _say(self, said, code):
        self.stdout.write(json.dumps(said | {"version": VERSION}))
        if code:
            raise SystemExit(code)
