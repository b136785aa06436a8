from itertools import groupby

from django.db import connection
from django.db.models.sql import InsertQuery


def insert_together(rows):
    """Store new rows of several models, in their order and in one round trip to the database.

    Each is as its model's `create` would store it; a key that the database gives is not told.
    """
    statements = [_insert(model, [*group]) for model, group in groupby(rows, type)]
    # Each with its own values in it: the many of all of them would be taken apart anew each time.
    composed = connection.ops.compose_sql  # type: ignore[attr-defined]  # PostgreSQL's own.
    whole = "; ".join(composed(*statement) for statement in statements)
    with connection.cursor() as cursor:
        cursor.execute(whole)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _insert(model, rows) -> tuple[str, tuple]:
    options = model._meta
    given = rows[0].pk is not None
    fields = [field for field in options.local_concrete_fields if given or not field.primary_key]
    query = InsertQuery(model)
    query.insert_values(fields, rows)
    ((sql, values),) = query.get_compiler(connection.alias).as_sql()
    return sql, values
