"""An upgrade begins only where it is safe, and one that was ended goes on where it was."""

import json

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import connection, migrations, models
from django.db.migrations.recorder import MigrationRecorder

from opinion import condition
from opinion.backups import databases
from opinion.upgrading import checks, progress, upgrade
from opinion.upgrading.checks import UpgradeError
from opinion.version import VERSION
from tests.newsroom import make_user


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    # What tests in a browser need, which this process may have run before.
    settings.SILENCED_SYSTEM_CHECKS = [*settings.SILENCED_SYSTEM_CHECKS, "async.E001"]
    return tmp_path


def test_packages_that_were_not_installed_are_named(tmp_path):
    file = tmp_path / "requirements.txt"
    file.write_text(
        "django==1.0 \\\n    --hash=sha256:00\n    # via opinion\n"
        "colorama==0.1 ; sys_platform == 'win32' \\\n    --hash=sha256:00\nnobodys-package==3.0\n"
    )
    with pytest.raises(UpgradeError, match=r"Not installed: django==1.0, nobodys-package==3.0\. R"):
        checks.refuse_other_packages(file)


def test_what_is_installed_is_what_an_outlet_installs():
    checks.refuse_other_packages()


@pytest.mark.django_db
def test_a_database_of_a_later_version_is_left_alone_and_the_way_back_told():
    checks.refuse_later_database()
    MigrationRecorder(connection).record_applied("articles", "0999_later")
    with pytest.raises(UpgradeError, match=r"does not know articles\.0999_later.*restore_backup"):
        checks.refuse_later_database()


@pytest.mark.django_db
def test_what_the_serving_version_needs_is_not_taken_away_while_it_serves(monkeypatch):
    taking = migrations.Migration("0999_later", "articles")
    taking.operations = [migrations.RemoveField("article", "headline")]
    monkeypatch.setattr(checks, "waiting", lambda: [taking])
    with databases.connect(), pytest.raises(UpgradeError, match="Remove field headline.*Stop it"):
        checks.refuse_taking_away_from_others()
    monkeypatch.setattr(checks, "OTHERS", "SELECT 0")
    checks.refuse_taking_away_from_others()


@pytest.mark.django_db
def test_without_a_way_back_nothing_is_migrated(monkeypatch, settings, var):
    monkeypatch.setattr(checks, "waiting", lambda: [migrations.Migration("0999", "articles")])
    with pytest.raises(CommandError, match="No backups are set up .*--without-backup"):
        call_command("upgrade")
    assert not progress.last()


def test_an_upgrade_that_was_ended_goes_on_and_one_to_another_version_begins_anew(var):
    begun = progress.begun()
    begun.backup = "opinion-20261130T020000Z.tar.age"
    begun.keep()
    assert progress.begun() == begun
    file = var / "upgrade.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"mark": "of other migrations"}))
    assert not progress.begun().backup
    begun.is_done = True
    begun.keep()
    assert not progress.begun().backup
    file.write_text("{")
    assert not progress.begun().backup


@pytest.mark.django_db
def test_administrators_are_told_of_an_upgrade_that_was_ended(client, publication, var):
    progress.begun().keep()
    told = [finding.words for finding in condition.findings() if finding.name == "upgrade"]
    assert told == [f"The upgrade to {VERSION} was not ended: run manage.py upgrade again."]
    client.force_login(make_user("chief", is_superuser=True))
    page = client.get("/admin/").content.decode()
    assert told[0] in page
    assert f"Opinion {VERSION}" in page


@pytest.mark.django_db(transaction=True)
def test_an_index_at_whose_building_it_was_killed_is_built_anew(monkeypatch):
    index = models.Index(fields=["name"], name="half_built")
    building = migrations.Migration("0999_later", "articles")
    building.operations = [AddIndexConcurrently("section", index)]
    monkeypatch.setattr(checks, "waiting", lambda: [building])
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX half_built ON articles_section (name)")
        upgrade.drop_unfinished_indexes()
        cursor.execute("SELECT to_regclass('half_built')")
        assert cursor.fetchone() == (None,)
    upgrade.drop_unfinished_indexes()
