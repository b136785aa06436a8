"""What keeps an upgrade from being safe. Each raises UpgradeError, before anything is changed."""

import re
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.checks import ERROR, run_checks
from django.core.management import CommandError
from django.db import Error, connection, migrations
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from opinion.backups import back_up
from opinion.backups.errors import BackupError
from opinion.database import CLONE
from opinion.management.commands.migrate import refuse_foreign
from opinion.supervisor.commands import refuse_old_server
from opinion.supervisor.errors import StartupError
from opinion.version import VERSION

REQUIREMENTS = CLONE / "requirements/production.txt"
PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)(?: (;[^\\\n]*))?", re.MULTILINE)
# What the version before still asks for while it serves.
TAKING_AWAY = (
    migrations.DeleteModel,
    migrations.RemoveField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
   AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""


class UpgradeError(Exception):
    """Why an upgrade is not begun or stops, and what to do."""


def refuse_other_packages(requirements: Path = REQUIREMENTS) -> None:
    """The code was fetched, and what it stands on was not installed."""
    wrong = []
    for name, version, marker in PIN.findall(requirements.read_text()):
        try:
            is_there = metadata.version(name) == version
        except metadata.PackageNotFoundError:
            # What is for other machines only need not be on this one.
            is_there = bool(marker)
        if not is_there:
            wrong.append(f"{name}=={version}")
    if wrong:
        raise UpgradeError(
            f"Not installed: {', '.join(wrong[:5])}. Run: .venv/bin/pip install --require-hashes "
            f"-r requirements/production.txt"
        )


def refuse_wrong_settings() -> None:
    serious = [
        found
        for found in run_checks(include_deployment_checks=True)
        if found.is_serious(ERROR) and not found.is_silenced()
    ]
    if serious:
        raise UpgradeError(" ".join(str(found) for found in serious))


def refuse_silent_database() -> None:
    try:
        connection.ensure_connection()
        refuse_old_server(
            connection.connection.info.server_version, connection.settings_dict["NAME"]
        )
    except Error as error:
        raise UpgradeError(f"The database does not answer: {error}") from error
    except StartupError as error:
        raise UpgradeError(str(error)) from error


def refuse_later_database() -> None:
    """Its tables are of a version after this one: with this code they cannot be used."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    ours = {app for app, _name in loader.disk_migrations}
    later = [key for key in loader.applied_migrations if key not in loader.disk_migrations]
    # What was squashed away still stands there as applied.
    later = [key for key in later if key[0] in ours and key not in loader.replacements]
    if later:
        raise UpgradeError(
            f"The database is of a later version than this one, {VERSION}, which does not know "
            f"{'.'.join(later[0])}. To go back to this version, restore the backup that the "
            f"upgrade made: manage.py restore_backup --list, then docs/upgrading.md."
        )
    try:
        loader.check_consistent_history(connection)
        refuse_foreign(connection)
    except (InconsistentMigrationHistory, CommandError) as error:
        raise UpgradeError(str(error)) from error


def waiting() -> list[migrations.Migration]:
    """The migrations that have not run here yet, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _back in plan]


def refuse_taking_away_from_others() -> None:
    """The version before serves while it is upgraded, unless something that it needs goes."""
    harmful = [
        f"{migration}: {operation.describe()}"
        for migration in waiting()
        for operation in migration.operations
        if isinstance(operation, TAKING_AWAY)
    ]
    if harmful and _others():
        raise UpgradeError(
            f"The version that serves now needs what this upgrade takes away ({harmful[0]}). Stop "
            f"it first: systemctl stop opinion-web opinion-worker."
        )


def _others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return cursor.fetchone()[0]


def refuse_small_disk() -> None:
    try:
        back_up.refuse_small_disk()
    except BackupError as error:
        raise UpgradeError(str(error)) from error


ALL: tuple[Callable[[], None], ...] = (
    refuse_other_packages,
    refuse_wrong_settings,
    refuse_silent_database,
    refuse_later_database,
    refuse_taking_away_from_others,
    refuse_small_disk,
)


def unfinished_indexes() -> list[str]:
    """Those that waiting migrations build beside readers, outside of a transaction.

    One that was killed at it leaves them behind, half built or whole, where their name is wanted.
    """
    return [
        operation.index.name
        for migration in waiting()
        for operation in migration.operations
        if isinstance(operation, AddIndexConcurrently)
    ]
