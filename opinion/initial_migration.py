"""An app's first migration, whose tables are made together.

Django renders the models anew that lead to a table, or from it, for each one that a migration
makes: most of what an empty database had to wait for.
"""

import copy
from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InitialMigration(migrations.Migration):
    """Its operations are those of any other migration; tables in a row are one step."""

    def mutate_state(self, *words: Any, **named: Any) -> ProjectState:
        return super(InitialMigration, self._in_steps()).mutate_state(*words, **named)

    def apply(self, *words: Any, **named: Any) -> ProjectState:
        return super(InitialMigration, self._in_steps()).apply(*words, **named)

    def unapply(self, *words: Any, **named: Any) -> ProjectState:
        return super(InitialMigration, self._in_steps()).unapply(*words, **named)

    def _in_steps(self) -> "InitialMigration":
        found: list[Operation] = []
        for are_tables, group in groupby(self.operations, _makes_table):
            operations = [*group]
            found += [_InOneStep(operations)] if are_tables else operations
        steps = copy.copy(self)
        vars(steps)["operations"] = found
        return steps


def _makes_table(operation: Operation) -> bool:
    return isinstance(operation, migrations.CreateModel)


class _InOneStep(Operation):
    def __init__(self, tables: list[Operation]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Where no models are rendered yet, all are rendered once, as soon as somebody asks for one.
        vars(state).pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def describe(self) -> str:
        return "; ".join(table.describe() for table in self.tables)

    def database_forwards(self, app_label: str, *states: Any) -> None:
        for table in self.tables:
            table.database_forwards(app_label, *states)

    def database_backwards(self, app_label: str, *states: Any) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, *states)
