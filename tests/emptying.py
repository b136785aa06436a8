"""After a test that really commits: only the tables that hold rows are emptied, one by one.

Django's own way empties all of them with TRUNCATE, which makes new files for each table and index,
and then makes permissions and groups anew. That took longer than most of these tests.
"""

from django.db import ProgrammingError, connection, transaction
from django.test import TransactionTestCase

# Filled at the end of the migrations, and the same for every test.
STANDING = [
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
    "comments_reason",
    "comments_rule",
    "comments_ruleversion",
]
TABLES = """
SELECT quote_ident(tablename) FROM pg_tables
WHERE schemaname = current_schema() AND tablename <> 'django_migrations' AND tablename <> ALL(%s)
"""
# What was rolled back is still read past: by each query that looks through its table.
LARGE = """
SELECT quote_ident(relname) FROM pg_class
WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
    AND pg_relation_size(oid) > 4 * 1024 * 1024
"""

empty_djangos_way = TransactionTestCase._fixture_teardown


class Emptying:
    """Knows how the standing tables were before the first test."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute(TABLES, [STANDING])
            self.tables = [name for (name,) in cursor.fetchall()]
        self.standing = standing_rows()

    def after(self, test):
        if standing_rows() == self.standing and self.empty_what_was_written():
            return
        empty_djangos_way(test)
        # Django knows nothing of this table.
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
        self.standing = standing_rows()

    def empty_what_was_written(self) -> bool:
        """False where the role may not leave foreign keys and triggers aside."""
        ask = " UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in self.tables)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                # Threads that still write are waited for: their rows are to go as well.
                cursor.execute(f"LOCK TABLE {', '.join(self.tables)} IN EXCLUSIVE MODE")
                cursor.execute(ask)
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DELETE FROM {name}")
        except ProgrammingError:
            return False
        return True


def standing_rows():
    parts = (
        f"(SELECT string_agg(one::text, ' ' ORDER BY one.id) FROM {name} one)" for name in STANDING
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}")
        return cursor.fetchone()


def shrink():
    """Give back the room of rows that are gone, where a test wrote many."""
    with connection.cursor() as cursor:
        cursor.execute(LARGE)
        large = [name for (name,) in cursor.fetchall()]
        if large:
            cursor.execute(f"VACUUM {', '.join(large)}")
