"""Primary keys known before their row is written: to seal values for it, to stand in its path."""

from django.db import connection


def next_id(model) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))",
            [model._meta.db_table, model._meta.pk.column],
        )
        return cursor.fetchone()[0]
