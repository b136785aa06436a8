"""What a test has committed is gone before the next one, whichever way it goes."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import TransactionTestCase

from comments.models import enqueue
from tests.emptying import Emptying
from tests.town import build_town

pytestmark = pytest.mark.django_db(transaction=True)


def filled_tables(emptying):
    with connection.cursor() as cursor:
        for name in emptying.tables:
            cursor.execute(f"SELECT FROM {name} LIMIT 1")
            if cursor.rowcount:
                yield name


def test_every_row_goes_with_keys_and_triggers_left_aside():
    emptying = Emptying()
    build_town()
    assert {"comments_decision", "procrastinate_jobs"} <= {*filled_tables(emptying)}
    emptying.after(None)
    assert [*filled_tables(emptying)] == []
    assert Group.objects.get(name="Moderators").permissions.exists()


def test_a_group_that_a_test_changed_is_put_right():
    emptying = Emptying()
    Group.objects.get(name="Editors").permissions.clear()
    Group.objects.create(name="Interns")
    enqueue.tell_moderators()
    assert "procrastinate_jobs" in filled_tables(emptying)
    emptying.after(TransactionTestCase())
    assert "procrastinate_jobs" not in filled_tables(emptying)
    assert Group.objects.get(name="Editors").permissions.exists()
    assert not Group.objects.filter(name="Interns").exists()
    assert emptying.empty_what_was_written()


def test_a_role_that_may_not_do_it_says_so():
    emptying = Emptying()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE pg_monitor")
        assert not emptying.empty_what_was_written()
        cursor.execute("RESET ROLE")
