"""What a killed worker held gives way where it would keep its kind from ever running again."""

import pytest
from django.db import connection

from opinion.articles.tasks import publish_due
from opinion.tasks import retry_stalled
from tests.newsroom import make_publication
from tests.test_background import leave_in_the_hands_of_a_dead_worker, work

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stalled_job_gives_way_to_one_of_its_kind_that_was_queued_meanwhile(tmp_path):
    make_publication()
    # The queue takes one of a kind while none waits, and runs one of a kind at a time.
    stalled = publish_due.defer(timestamp=0)
    leave_in_the_hands_of_a_dead_worker(stalled)
    queued = publish_due.defer(timestamp=0)
    retry_stalled.defer(timestamp=0)
    work(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs WHERE task_name ~ 'publish_due'")
        assert dict(cursor.fetchall()) == {stalled: "failed", queued: "succeeded"}
