"""What monitoring is told, what an operator is told, and a worker whose database is away."""

import json
import os
import socket
import socketserver
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from comments.tasks import tell_moderators
from opinion import condition, health
from opinion.articles.models import Article
from opinion.version import VERSION
from tests.newsroom import make_draft, make_publication, make_user

CLONE = Path(__file__).resolve().parent.parent


@pytest.fixture
def at_work(db, settings):
    """A worker that was heard of a moment ago, and nothing to do."""
    settings.EMBEDDED_DATABASE = True
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def names() -> list[str]:
    return [finding.name for finding in condition.findings()]


def test_all_is_well_while_the_worker_works(at_work, client):
    assert condition.findings() == []
    answer = client.get("/health/ready/", headers={"host": "anything.example"})
    assert (answer.status_code, answer.json()) == (
        200,
        {"database": "ok", "warnings": 0, "version": VERSION},
    )
    assert "no-store" in answer["Cache-Control"]


def test_what_is_not_well_is_counted_for_everybody_and_told_to_superusers(at_work, client):
    make_publication()
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'")
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()["warnings"]) == (200, 1)
    for user, is_told in (
        (make_user("editor", group="Editors"), False),
        (make_user("chief", is_superuser=True), True),
    ):
        client.force_login(user)
        page = client.get("/admin/").content.decode()
        assert ("The worker is not running" in page) is is_told


def test_each_thing_that_an_operator_looks_at_is_found(at_work, monkeypatch, settings):
    job = tell_moderators.defer()
    assert names() == []
    execute(f"UPDATE procrastinate_events SET at = now() - interval '1 hour' WHERE job_id = {job}")
    assert names() == ["queue"]
    execute("UPDATE procrastinate_jobs SET attempts = 1, scheduled_at = now() + interval '1 hour'")
    assert names() == ["retries"]
    execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert names() == ["failures"]
    execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setattr(condition, "LEAST_FREE_BYTES", 2**62)
    assert names() == ["disk"]
    monkeypatch.undo()
    settings.EMBEDDED_DATABASE, settings.EMAIL_HOST = False, ""
    assert names() == ["mail", "backup"]


def test_who_publishes_is_told_what_is_overdue_for_whatever_reason(at_work, client):
    make_publication()
    article, editor = make_draft(), make_user("editor", group="Editors")
    client.force_login(editor)
    article.schedule(by=editor, at=timezone.now() + timedelta(minutes=1))
    for late, is_told in ((1, False), (6, True)):
        due = timezone.now() - timedelta(minutes=late)
        Article.objects.filter(pk=article.pk).update(scheduled_for=due)
        page = client.get("/admin/").content.decode()
        assert ("1 article is overdue" in page) is is_told
    assert names() == ["overdue"]


def test_nothing_is_ready_before_the_tables_are(at_work, client, monkeypatch):
    monkeypatch.setattr(health, "waiting_migrations", lambda: [("articles.0002", False)])
    assert client.get("/health/ready/").status_code == 503
    assert client.get("/health/").status_code == 200


def test_a_command_says_it_to_monitoring_on_the_host(at_work):
    said = StringIO()
    call_command("health", stdout=said)
    assert json.loads(said.getvalue()) == {
        "database": "ok",
        "warnings": {},
        "version": VERSION,
    }
    execute("DELETE FROM procrastinate_workers")
    with pytest.raises(SystemExit) as ended:
        call_command("health", stdout=StringIO())
    assert ended.value.code == 1


# --- The worker ---


class PassOn(socketserver.BaseRequestHandler):
    """What comes here goes to PostgreSQL's socket, and back."""

    def handle(self):
        with socket.socket(socket.AF_UNIX) as there:
            there.connect(self.server.to)
            back = threading.Thread(target=carry, args=(there, self.request))
            back.start()
            carry(self.request, there)
            back.join()


def carry(one, other):
    with suppress(OSError):
        while piece := one.recv(65_536):
            other.sendall(piece)
    with suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_its_database_says_so_and_goes_on():
    settings = connection.settings_dict
    door = socketserver.ThreadingTCPServer(("127.0.0.1", 0), PassOn, bind_and_activate=False)
    door.to = f"{settings['HOST']}/.s.PGSQL.{settings['PORT'] or 5432}"
    door.server_bind()
    port = door.server_address[1]
    url = f"postgresql://{settings['USER']}@127.0.0.1:{port}/{settings['NAME']}"
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=CLONE,
        env=os.environ | {"DATABASE_URL": url},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        lines = iter(worker.stderr.readline, "")
        assert any("The worker waits for it" in line for line in lines)
        door.server_activate()
        threading.Thread(target=door.serve_forever).start()
        assert any("The database answers again" in line for line in lines)
        assert any("Launching a worker" in line for line in lines)
    finally:
        worker.terminate()
        worker.stderr.close()
        worker.wait(30)
        door.shutdown()
        door.server_close()
