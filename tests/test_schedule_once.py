"""What the clock does happens once, however many workers there are and whoever is killed."""

import signal
import time
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from benchmarks.contention import together
from opinion.articles.models import Article, Edition, NothingToPublish
from opinion.articles.tasks import print_references, publish_due, tell_failure
from tests.followers import jobs
from tests.newsroom import make_article, make_draft, make_publication, make_user
from tests.test_schedule import make_doomed
from tests.worker import give_back_what_the_dead_held, start_worker

pytestmark = pytest.mark.django_db(transaction=True)
SOON = timedelta(hours=1)
WORKERS = 4


@pytest.fixture
def editor(transactional_db):
    make_publication(time_zone="Europe/Berlin")
    return make_user("editor", group="Editors")


def make_due(editor, headline="The Last Train") -> Article:
    draft = make_draft(headline)
    draft.schedule(by=editor, at=timezone.now() + SOON)
    draft.headline = "Saved after it was scheduled"
    draft.save()
    return draft


def fall_due():
    at = timezone.now() - timedelta(minutes=30)
    Article.objects.filter(scheduled_for__isnull=False).update(scheduled_for=at)
    Article.objects.filter(withdraw_at__isnull=False).update(withdraw_at=at)


def test_many_workers_at_once_publish_withdraw_and_tell_once(editor):
    due = [make_due(editor, f"Train {number}") for number in range(3)]
    doomed = make_doomed(editor, at=timezone.now() + SOON)
    gone = make_article("The Night Train", by=editor)
    gone.schedule_withdrawal(by=editor, at=timezone.now() + SOON, reason="The offer has ended.")
    fall_due()
    together(*[partial(publish_due, 0)] * WORKERS)
    printed = Edition.objects.filter(article__in=due).order_by("headline")
    assert [edition.headline for edition in printed] == ["Train 0", "Train 1", "Train 2"]
    assert sorted(job.args["article"] for job in jobs(print_references)) == [
        article.pk for article in due
    ]
    assert [job.args["article"] for job in jobs(tell_failure)] == [doomed.pk]
    gone.refresh_from_db()
    assert gone.status == "withdrawn"


ACTS = {
    "unschedule": lambda article, by: article.unschedule(by=by),
    "schedule": lambda article, by: article.schedule(by=by, at=timezone.now() + SOON),
    "publish": lambda article, by: article.publish(by=by),
}


@pytest.mark.parametrize("act", ACTS)
def test_an_editor_who_acts_as_it_falls_due_comes_before_or_after_the_clock(editor, act):
    for number in range(4):
        draft = make_draft(f"Train {number}")
        draft.schedule(by=editor, at=timezone.now() + SOON)
        fall_due()
        _none, ended = together(
            partial(publish_due, 0),
            partial(ACTS[act], Article.objects.get(pk=draft.pk), editor),
            expected=(ValidationError,),
        )
        draft.refresh_from_db()
        # Whoever was second found just that published, or nothing more to do.
        assert ended is None or isinstance(ended, Edition | NothingToPublish)
        assert draft.editions.count() == int(draft.is_published)
        assert draft.schedule_failed_at is None
        assert (draft.scheduled_for is None) == (draft.status != "scheduled")


def wait_for(question: str):
    """Until the database answers `question` with yes."""
    for _time in range(600):
        with connection.cursor() as cursor:
            cursor.execute(question)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError(question)


WAITS = """
SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted
               AND relation = 'articles_editionbyline'::regclass)
"""
ALONE = """
SELECT NOT EXISTS (SELECT FROM pg_locks WHERE pid <> pg_backend_pid()
                   AND relation = 'articles_edition'::regclass)
"""


def test_a_worker_killed_in_the_middle_leaves_it_to_the_next(editor, mail_server, tmp_path):
    draft = make_due(editor)
    doomed = make_doomed(editor, "The Night Train", at=timezone.now() + SOON)
    fall_due()
    publish_due.defer(timestamp=0)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # The edition itself is written, the rest of it not yet.
            cursor.execute("LOCK TABLE articles_editionbyline IN SHARE MODE")
        worker = start_worker(tmp_path, mail_server)
        wait_for(WAITS)
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
    wait_for(ALONE)
    assert not Edition.objects.exists()
    give_back_what_the_dead_held()
    lines, _nothing = start_worker(tmp_path, mail_server).communicate(timeout=120)
    edition = Edition.objects.get()
    assert (edition.article, edition.headline) == (draft, "The Last Train"), lines
    doomed.refresh_from_db()
    assert doomed.schedule_failed_at
    assert mail_server.to() == [["editor@staff.example.org"]]
