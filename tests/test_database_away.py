"""PostgreSQL is really stopped, while connections are open: nothing that was typed is lost."""

import subprocess
import tempfile
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client

from opinion.serving.worker import THREADS
from opinion.supervisor.postgres import TESTS_ONLY, Server
from tests.web import serving

OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
REPLY = "/2026/11/the-last-train/reply/"


@pytest.fixture(scope="module")
def server():
    # Not below pytest's own private folder, which PostgreSQL cannot enter when we are root.
    with tempfile.TemporaryDirectory(prefix="opinion-") as folder:
        Path(folder).chmod(0o755)
        server = Server(Path(folder), "postgres", TESTS_ONLY)
        server.create()
        yield server
        server.stop()


def start(server):
    server.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert server.wait()
    server.ensure_database()


@pytest.fixture
def reader(server, django_db_blocker):
    """Somebody who was answered a moment ago, over a connection that is open still."""
    start(server)
    ours = connections["default"]
    theirs = ours.copy()
    theirs.settings_dict |= {"HOST": str(server.place.socket), "NAME": "opinion", "PORT": ""}
    theirs.settings_dict |= {"USER": "opinion", "PASSWORD": "", "OPTIONS": {}}
    with django_db_blocker.unblock():
        connections["default"] = theirs
        try:
            reader = Client()
            assert reader.get("/health/").status_code == 200
            server.stop()
            yield reader
        finally:
            theirs.close()
            connections["default"] = ours


def test_a_comment_comes_back_to_be_posted_again(reader, caplog):
    typed = {"name": "Ana Reader", "email": "ana@readers.example.org", "text": "I was <there>."}
    page = reader.post(REPLY, typed, headers=OURS)
    assert page.status_code == 503
    assert page.headers["Cache-Control"] == "no-store"
    assert "I was &lt;there&gt;.</textarea>" in page.text
    assert 'value="ana@readers.example.org"' in page.text
    assert f'action="{REPLY}"' in page.text
    assert "there" not in caplog.text and "ana@" not in caplog.text


@pytest.mark.parametrize("address", ["/", "/2026/11/the-last-train/", REPLY, "/?before=7"])
def test_pages_say_so_and_are_kept_by_nobody(reader, address):
    page = reader.get(address)
    assert page.status_code == 503
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Retry-After"] == "60"
    assert "X-Accel-Expires" not in page.headers
    assert "We will be back in a minute" in page.text


def test_once_it_is_back_nobody_needs_to_start_us_again(server, tmp_path):
    start(server)
    with serving(tmp_path, DATABASE_URL=server.url, DATABASE_CONN_MAX_AGE="60") as web:
        server.stop()
        assert [web.ask() for _ in range(3)] == [503] * 3
        start(server)
        # Each thread, whichever answers, may have a connection of before.
        assert [web.ask() for _ in range(THREADS * 3)] == [200] * THREADS * 3
