"""Many rows at once, without what triggers keep beside them and without a look at foreign keys."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def without_triggers():
    """A cursor for statements within the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")
