"""A short round of what `make bench` plays at length; see benchmarks/lost_words.py."""

import os
import subprocess
import sys

from django.db import connection

from benchmarks import outlets
from benchmarks.writers import Writer
from opinion.database import CLONE


def test_no_word_is_lost_when_the_server_is_killed_or_two_save_in_turn(django_db_setup):
    # In a process of its own, as Playwright runs once in each, beside this run's database.
    outlet = outlets.Outlet("beside")
    beside = outlet.url.replace(outlet.database, connection.settings_dict["NAME"])
    words = [sys.executable, "-m", "benchmarks", "--small", "--only", "words typed"]
    played = subprocess.run(
        words,
        cwd=CLONE,
        env=os.environ | {"DATABASE_URL": beside},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert played.returncode == 0, played.stdout + played.stderr
    assert "server killed: 12 words, none lost" in played.stdout
    assert "saves in turn: 8 words, none lost" in played.stdout


def test_a_lost_word_would_be_seen():
    writer = Writer.__new__(Writer)
    writer.journal = [(1.0, "word1"), (2.0, "word12"), (3.0, "word3")]
    assert writer.lost("word1 and", "word3") == ["word12"]
    assert writer.lost("word12", before=2.5) == ["word1"]
