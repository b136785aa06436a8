"""The tables as migrations leave them, and a database that cannot be brought up to date."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState

from comments.models import Comment

pytestmark = pytest.mark.django_db
TRIGGERED = ("acts", "comments", "articles", "pictures", "references", "authors", "embeds")


def query(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_every_constraint_is_validated_and_every_index_valid():
    assert query("SELECT conname FROM pg_constraint WHERE NOT convalidated") == []
    assert query("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid") == []
    found = query("SELECT indexname FROM pg_indexes WHERE tablename = 'comments_comment'")
    assert {name for (name,) in found} >= {index.name for index in Comment._meta.indexes}


def test_migrating_again_has_nothing_to_do():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
    call_command("migrate", verbosity=0)


def test_an_apps_tables_are_made_without_rendering_all_models_for_each(monkeypatch):
    loader = MigrationLoader(connection)
    migration = loader.get_migration("comments", "0001_initial")
    state = loader.project_state(("comments", "0001_initial"), at_end=False)
    rendered, render = [], ModelState.render
    monkeypatch.setattr(
        ModelState, "render", lambda one, apps: rendered.append(one) or render(one, apps)
    )
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        migration.apply(state, editor, collect_sql=True)
    made = "".join(editor.collected_sql).count("CREATE TABLE")
    assert made == len([one for one in state.models.values() if one.app_label == "comments"]) > 20
    assert len(rendered) < 3 * len(state.models)


@pytest.mark.django_db(transaction=True)
def test_the_triggers_go_and_come_again():
    try:
        executor = MigrationExecutor(connection)
        executor.migrate([(app, "0001_initial") for app in TRIGGERED])
        triggers = "SELECT tgname FROM pg_trigger WHERE tgname IN ('never_change', 'staff_names')"
        watching = r"SELECT tgname FROM pg_trigger WHERE tgname LIKE 'page\_cache\_%%'"
        assert query(triggers) == query(watching) == []
    finally:
        call_command("migrate", verbosity=0)
    assert len(query(triggers)) == 13
    assert len(query(watching)) > 60


def test_a_database_of_an_unknown_version_is_refused_before_anything_is_changed():
    MigrationRecorder(connection).record_applied("comments", "0003_readers_side")
    with pytest.raises(CommandError, match=r"begin anew.* var/"):
        call_command("migrate", verbosity=0)


def test_a_database_whose_tables_were_made_by_other_first_migrations_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE django_migrations IS 'first migrations: another'")
    with pytest.raises(CommandError, match=r"begin anew.* var/"):
        call_command("migrate", verbosity=0)
