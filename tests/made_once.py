"""What is dear to make and only looked at: made once for a file, and gone after it."""

import pytest
from django.db import connection, transaction


def made_once(build):
    """A fixture for one file: what `build()` answers and stores, for all tests that name it.

    Each of them undoes what it does itself, if it asks for `db` as well. What is answered is
    shared: numbers and addresses are safe, a row is read anew. A test that wants an empty database
    stands before the first that names the fixture, or in a file of its own.
    """

    @pytest.fixture(scope="module")
    def made(django_db_setup, django_db_blocker):
        with django_db_blocker.unblock(), transaction.atomic():
            connection.atomic_blocks[-1]._from_testcase = True
            found = build()
            with connection.cursor() as cursor:
                # Now, or the end of each test would check the foreign keys of all rows again.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
            yield found
            transaction.set_rollback(True)

    return made
