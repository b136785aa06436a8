"""A real worker process: what one that was killed left undone, the next one does, once."""

import os
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from comments.tasks import tell_moderators
from opinion.articles.models import Article, Edition
from opinion.articles.tasks import publish_due
from opinion.tasks import retry_stalled
from tests.newsroom import make_article, make_comment, make_draft, make_publication, make_user

CLONE = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.django_db(transaction=True)


def work(var: Path):
    """Let a worker do what is to do, and end."""
    settings = connection.settings_dict
    host, port = settings["HOST"], settings["PORT"] or 5432
    url = f"postgresql:///{settings['NAME']}?host={host}&port={port}&user={settings['USER']}"
    done = subprocess.run(
        [sys.executable, "manage.py", "procrastinate", "worker", "--one-shot"],
        cwd=CLONE,
        env=os.environ | {"DATABASE_URL": url, "OPINION_VAR": str(var)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def leave_in_the_hands_of_a_dead_worker(job_id: int):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '10 minutes') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [worker, job_id],
        )


def mails(var: Path):
    return [message_from_bytes(file.read_bytes()) for file in (var / "mail").glob("*.eml")]


def test_the_next_worker_does_once_what_a_killed_one_held_and_what_fell_due_meanwhile(tmp_path):
    make_publication()
    editor = make_user("editor", group="Editors")
    make_user("mo", group="Moderators")
    article, draft = make_article(), make_draft()
    make_comment(article)
    draft.schedule(by=editor, at=timezone.now() + timedelta(hours=1))
    due = timezone.now() - timedelta(minutes=30)
    Article.objects.filter(pk=draft.pk).update(scheduled_for=due)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    leave_in_the_hands_of_a_dead_worker(tell_moderators.defer())
    for _twice in range(2):
        retry_stalled.defer(timestamp=0)
        publish_due.defer(timestamp=0)
        work(tmp_path)
    assert [message["To"] for message in mails(tmp_path)] == ["mo@staff.example.org"]
    assert Edition.objects.get(article=draft).published_at == due
    assert Article.objects.published().get(pk=draft.pk).published_at == due
