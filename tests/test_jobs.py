"""What is queued for the worker: once where once is enough, and never at the cost of its reason."""

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from benchmarks.contention import together
from comments.models import enqueue
from opinion.articles.models import Publication
from opinion.jobs import queue_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_queue(request):
    transactional = request.node.get_closest_marker("django_db").kwargs.get("transaction")
    request.getfixturevalue("transactional_db" if transactional else "db")
    delete_jobs()
    yield
    if transactional:
        # Not among the tables that are emptied after a test without rollback.
        delete_jobs()


def delete_jobs():
    execute("DELETE FROM procrastinate_jobs")


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_is_queued_once_is_a_job_as_procrastinate_makes_them():
    enqueue.tell_moderators()
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.lock, job.queueing_lock) == (
        "comments.tasks.tell_moderators",
        "tell_moderators",
        "tell_moderators",
    )
    assert (job.queue_name, job.status, job.priority, job.args) == ("default", "todo", 0, {})
    assert 50 < (job.scheduled_at - timezone.now()).total_seconds() < 70
    kinds = ProcrastinateEvent.objects.filter(job=job).values_list("type", flat=True)
    assert {*kinds} == {"deferred", "scheduled"}


def test_its_arguments_and_its_priority_are_kept():
    queue_once("opinion.tasks.forget_finished", lock="x", arguments={"n": [1]}, priority=-5)
    assert ProcrastinateJob.objects.values_list("args", "priority").get() == ({"n": [1]}, -5)


def test_one_that_waits_already_is_enough_and_costs_one_statement(django_assert_num_queries):
    enqueue.tell_moderators()
    with django_assert_num_queries(1):
        enqueue.tell_moderators()
    assert ProcrastinateJob.objects.count() == 1


def test_what_runs_already_is_queued_again():
    enqueue.deliver()
    execute("UPDATE procrastinate_jobs SET status = 'doing'")
    enqueue.deliver()
    assert sorted(ProcrastinateJob.objects.values_list("status", flat=True)) == ["doing", "todo"]


@pytest.mark.django_db(transaction=True)
def test_asked_for_by_many_at_once_it_is_queued_once():
    def ask():
        with transaction.atomic():
            enqueue.tell_moderators()

    together(*[ask] * 6)
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_is_rolled_back_keeps_nobody_else_from_queueing():
    with transaction.atomic():
        enqueue.deliver()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    enqueue.deliver()
    assert ProcrastinateJob.objects.count() == 1


def test_a_queue_that_is_out_of_order_is_told_and_leaves_the_transaction_whole(caplog):
    execute("ALTER TABLE procrastinate_jobs RENAME TO away")
    Publication(name="The Signal Box").save()
    enqueue.tell_moderators()
    assert Publication.objects.get().name == "The Signal Box"
    assert "comments.tasks.tell_moderators was not queued: ProgrammingError" in caplog.text
