"""Every migration of ours from the tag 0.2.0 on: nobody waits for it."""

import pytest
from django.apps import apps
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

# What makes the tables while nobody uses them yet: all that stands before the tag 0.2.0.
FIRST = {
    ("acts", "0001_initial"),
    ("acts", "0002_acts_never_change"),
    ("articles", "0001_initial"),
    ("articles", "0002_editions_never_change"),
    ("articles", "0003_old_addresses"),
    ("articles", "0004_page_generations"),
    ("articles", "0005_log_of_an_object"),
    ("articles", "0006_filings"),
    ("articles", "0007_search"),
    ("authors", "0001_initial"),
    ("authors", "0002_staff_names"),
    ("authors", "0003_page_generations"),
    ("backups", "0001_initial"),
    ("comments", "0001_initial"),
    ("comments", "0002_decisions_never_change"),
    ("comments", "0003_page_generations"),
    ("embeds", "0001_initial"),
    ("embeds", "0002_first_hosts"),
    ("embeds", "0003_page_generations"),
    ("comments", "0004_counts_on_cards"),
    ("logins", "0001_initial"),
    ("moving", "0001_initial"),
    ("page_cache", "0001_initial"),
    ("pictures", "0001_initial"),
    ("pictures", "0002_files_never_change"),
    ("pictures", "0003_page_generations"),
    ("references", "0001_initial"),
    ("references", "0002_page_generations"),
}


def careless(migration, before: ProjectState) -> list[str]:
    """What in `migration` would stop a site that people use, or the version before on it.

    `before` is the state of all models before it.
    """
    made = {
        operation.name.lower()
        for operation in migration.operations
        if isinstance(operation, migrations.CreateModel)
    }
    state, found = before.clone(), []
    # `manage.py upgrade` builds indexes anew; all else it could not do twice.
    others = [one for one in migration.operations if not isinstance(one, AddIndexConcurrently)]
    if not migration.atomic and others and len(migration.operations) > 1:
        found.append("killed between its operations it could not be run again: one in each")
    for operation in migration.operations:
        model = getattr(operation, "model_name", "").lower()
        if model not in made:
            found += [f"{operation.describe()}: {why}" for why in _harm(operation, state)]
        operation.state_forwards(migration.app_label, state)
    return found


def _harm(operation, state):
    """Why this operation on a table with rows in it is careless."""
    if isinstance(operation, migrations.AddIndex) and not isinstance(
        operation, AddIndexConcurrently
    ):
        yield "nobody can write while the index is built: AddIndexConcurrently"
    if isinstance(operation, migrations.AddConstraint) and not isinstance(
        operation, AddConstraintNotValid
    ):
        yield "nobody can write while all rows are looked at: AddConstraintNotValid"
    if isinstance(operation, migrations.AddField):
        yield from _harm_of_new_field(operation.field)
    if isinstance(operation, migrations.AlterField):
        label = operation_label(operation, state)
        yield from _harm_of_changed_field(state.models[label].fields[operation.name], operation)
    if isinstance(operation, (migrations.RenameField, migrations.RenameModel)):
        yield "the version before asks for the old name"
    if isinstance(operation, (migrations.AlterUniqueTogether, migrations.AlterIndexTogether)):
        yield "nobody can write while the index is built"


def operation_label(operation, state):
    name = operation.model_name.lower()
    return next(label for label in state.models if label[1] == name and label[0] in OURS)


def _harm_of_new_field(field):
    if field.many_to_many:
        return
    if not field.null and field.db_default is models.NOT_PROVIDED:
        yield "the version before cannot store a row without it: null or db_default"
    if field.unique or field.db_index:
        yield "nobody can write while its index is built: AddIndexConcurrently later"


def _harm_of_changed_field(before, operation):
    field = operation.field
    if before.null and not field.null:
        yield "nobody can write while all rows are looked at: a constraint NOT VALID first"
    if (field.unique, field.db_index) > (before.unique, before.db_index):
        yield "nobody can write while its index is built"
    if _kind(before) != _kind(field) or (before.max_length or 0) > (field.max_length or 0):
        yield "the whole table is written anew, or looked at"


def _kind(field) -> str:
    return field.get_internal_type()


OURS = {
    "acts",
    "articles",
    "authors",
    "backups",
    "embeds",
    "comments",
    "logins",
    "moving",
    "page_cache",
    "pictures",
    "references",
}


def test_our_apps_are_all_looked_at():
    ours = {app.label for app in apps.get_app_configs() if "/site-packages/" not in app.path}
    loader = MigrationLoader(None)
    assert ours & loader.migrated_apps == OURS


def later_migrations():
    """Each migration of ours since the first ones, with the state before it, in their order."""
    loader = MigrationLoader(None)
    for key, migration in sorted(loader.disk_migrations.items()):
        if key[0] in OURS and key not in FIRST:
            yield migration, loader.project_state(key, at_end=False)


def test_no_migration_makes_a_live_site_wait():
    for migration, before in later_migrations():
        assert careless(migration, before) == [], migration


def test_the_first_migrations_are_those_that_stand_here():
    assert {*MigrationLoader(None).disk_migrations} >= FIRST


def unvalidated(found) -> set[str]:
    """The constraints that some migration adds NOT VALID, and no later one validates."""
    waiting = set()
    for migration in found:
        validated = {
            operation.name
            for operation in migration.operations
            if isinstance(operation, ValidateConstraint)
        }
        # In one and the same transaction it would hold the lock that it is to avoid.
        waiting -= validated
        waiting |= {
            operation.constraint.name
            for operation in migration.operations
            if isinstance(operation, AddConstraintNotValid)
        }
    return waiting


def test_each_constraint_is_added_without_a_scan_and_validated_in_a_later_migration():
    assert unvalidated(migration for migration, _before in later_migrations()) == set()


def planned(*operations, name="careless"):
    migration = migrations.Migration(name, "comments")
    migration.operations = [*operations]
    return migration


def on_comment(operation, *words, **values):
    return operation("comment", *words, **values)


CHECK = models.CheckConstraint(name="comment_has_text", condition=~models.Q(text=""))
INDEX = models.Index(fields=["name"], name="comment_name")
UNIQUE = models.UniqueConstraint(fields=["name"], name="comment_one_name")


@pytest.mark.parametrize(
    "operation",
    [
        on_comment(migrations.AddIndex, INDEX),
        on_comment(migrations.AddConstraint, CHECK),
        on_comment(migrations.AddConstraint, UNIQUE),
        on_comment(migrations.AddField, "mood", models.CharField(max_length=9, default="")),
        on_comment(migrations.AddField, "mood", models.TextField(null=True, db_index=True)),
        on_comment(migrations.AddField, "mood", models.TextField(null=True, unique=True)),
        on_comment(
            migrations.AddField,
            "desk",
            models.ForeignKey("authors.User", models.PROTECT, null=True),
        ),
        on_comment(migrations.AlterField, "name", models.TextField()),
        on_comment(migrations.AlterField, "name", models.CharField(max_length=30)),
        on_comment(migrations.AlterField, "name", models.CharField(max_length=60, db_index=True)),
        on_comment(migrations.AlterField, "published_at", models.DateTimeField()),
        on_comment(migrations.RenameField, "name", "called"),
    ],
    ids=lambda operation: operation.describe(),
)
def test_a_careless_migration_is_seen(operation):
    before = MigrationLoader(None).project_state()
    assert len(careless(planned(operation), before)) == 1


@pytest.mark.parametrize(
    "operation",
    [
        on_comment(AddIndexConcurrently, INDEX),
        on_comment(AddConstraintNotValid, CHECK),
        on_comment(migrations.AddField, "mood", models.TextField(null=True)),
        on_comment(migrations.AddField, "mood", models.TextField(default="", db_default="")),
        on_comment(migrations.AlterField, "name", models.CharField(max_length=90)),
        migrations.CreateModel("Mood", [("id", models.BigAutoField(primary_key=True))]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_a_careful_migration_passes(operation):
    before = MigrationLoader(None).project_state()
    assert careless(planned(operation), before) == []


def test_a_table_that_nobody_used_yet_may_get_anything():
    made = migrations.CreateModel("Mood", [("id", models.BigAutoField(primary_key=True))])
    index = migrations.AddIndex("mood", models.Index(fields=["id"], name="mood_id"))
    before = MigrationLoader(None).project_state()
    assert careless(planned(made, index), before) == []


def test_a_migration_that_could_be_killed_halfway_is_seen():
    before = MigrationLoader(None).project_state()
    index = on_comment(AddIndexConcurrently, INDEX)
    field = on_comment(migrations.AddField, "mood", models.TextField(null=True))
    for operations, number in (([index, index], 0), ([field], 0), ([field, index], 1)):
        migration = planned(*operations)
        migration.atomic = False
        assert len(careless(migration, before)) == number


def test_a_constraint_that_is_validated_at_once_or_never_is_seen():
    add, validate = on_comment(AddConstraintNotValid, CHECK), on_comment(ValidateConstraint, "")
    validate.name = CHECK.name
    assert unvalidated([planned(add)]) == {CHECK.name}
    assert unvalidated([planned(add, validate)]) == {CHECK.name}
    assert unvalidated([planned(add), planned(validate)]) == set()


def test_a_row_that_is_not_stored_yet_has_the_values_that_the_database_would_give():
    """Else it holds an expression, which no code that reads a text or a number expects."""
    lacking = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.db_default is not models.NOT_PROVIDED and not field.has_default()
    }
    # The moment of the transaction, which only the database knows.
    assert lacking == {"articles.SanctionedAct.at"}
