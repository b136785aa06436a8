"""Savepoints of our own: what fails in one leaves the rest as it was."""

import pytest
from django.db import DatabaseError, connection, transaction

from authors.models import User
from opinion.transactions import execute_apart, joined, savepoint
from tests.newsroom import make_user

LIMIT = "SET LOCAL statement_timeout = 70000", "SET LOCAL statement_timeout TO DEFAULT"
RENAME = "UPDATE authors_user SET first_name = %s WHERE id = %s"


def show_limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


def first_name(user):
    return User.objects.get(pk=user.pk).first_name


@pytest.mark.django_db
def test_the_first_statement_holds_within_and_the_last_one_after_it():
    before = show_limit()
    with savepoint(*LIMIT):
        assert show_limit() == "70s"
    assert show_limit() == before != "70s"


@pytest.mark.django_db
@pytest.mark.parametrize("failure", [ZeroDivisionError, DatabaseError])
def test_what_fails_within_is_taken_back_and_only_that(failure):
    before, user = show_limit(), make_user("edith", first_name="Edith")
    with pytest.raises(failure), savepoint(*LIMIT):
        User.objects.update(first_name="Nobody")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0") if failure is DatabaseError else 1 / 0
    assert (first_name(user), show_limit()) == ("Edith", before)


@pytest.mark.django_db
def test_an_inner_transaction_that_broke_is_over_with_the_savepoint():
    user = make_user("edith", first_name="Edith")
    with pytest.raises(ZeroDivisionError), savepoint(*LIMIT), transaction.atomic(savepoint=False):
        1 / 0  # noqa: B018
    assert first_name(user) == "Edith"


@pytest.mark.django_db
def test_one_within_another_takes_back_its_own(django_assert_num_queries):
    user = make_user("edith", first_name="Edith")
    with django_assert_num_queries(5), savepoint(*LIMIT):
        execute_apart(RENAME, ["Ana", user.pk])
        with pytest.raises(DatabaseError):
            execute_apart("SELECT 1/0", [])
    assert first_name(user) == "Ana"


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_each_has_its_own():
    user = make_user("edith", first_name="Edith")
    execute_apart(RENAME, ["Ana", user.pk])
    with pytest.raises(DatabaseError):
        execute_apart("SELECT 1/0", [])
    assert first_name(user) == "Ana"
    with pytest.raises(ZeroDivisionError), savepoint(*LIMIT):
        User.objects.update(first_name="Nobody")
        1 / 0  # noqa: B018
    assert not connection.in_atomic_block
    assert (first_name(user), show_limit()) == ("Ana", "0")


@pytest.mark.django_db(transaction=True)
def test_joined_begins_a_transaction_only_where_there_is_none():
    user = make_user("edith", first_name="Edith")
    with pytest.raises(ZeroDivisionError), joined():
        User.objects.update(first_name="Nobody")
        1 / 0  # noqa: B018
    assert first_name(user) == "Edith"
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), joined():
            1 / 0  # noqa: B018
        User.objects.update(first_name="Ana")
    assert first_name(user) == "Ana"
