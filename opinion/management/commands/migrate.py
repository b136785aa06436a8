"""Django's migrate, which refuses a database that it could not bring up to date."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

MARK = "first migrations: "


class Command(migrate.Command):
    """Until the first release its own migrations may still change, so it marks which it ran."""

    def handle(self, *args, **options):
        connection = connections[options["database"]]
        refuse_foreign(connection)
        super().handle(*args, **options)
        _mark(connection)


def refuse_foreign(connection):
    """Raise CommandError where other migrations than those that are here made its tables."""
    if _is_foreign(connection):
        raise CommandError(
            "This database was made by an earlier, unreleased version of Opinion. To begin "
            "anew, move var/ out of the way (mv var var-old) or name an empty database in "
            "DATABASE_URL, then start again."
        )


def _is_foreign(connection) -> bool:
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return False
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    ours = {app.label for app in _our_apps()}
    applied = {key for key in recorder.applied_migrations() if key[0] in ours}
    mark = _read_mark(connection)
    return bool(applied - known.keys()) or (mark is not None and mark != _fingerprint())


def _our_apps():
    return [app for app in apps.get_app_configs() if _is_ours(Path(app.path))]


def _is_ours(path: Path) -> bool:
    """Installed packages may lie in the clone as well, in .venv."""
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts


def _fingerprint() -> str:
    """What the migrations that a first release will begin with say."""
    digest = hashlib.sha256()
    for app in sorted(_our_apps(), key=lambda app: app.label):
        for path in sorted(Path(app.path, "migrations").glob("000*_*.py")):
            digest.update(path.read_bytes())
    return MARK + digest.hexdigest()


def _read_mark(connection) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description('django_migrations'::regclass)")
        return cursor.fetchone()[0]


def _mark(connection):
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE django_migrations IS '{_fingerprint()}'")
