"""A short round of what `make bench` plays at length; see benchmarks/lost_words.py."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from benchmarks import outlets
from benchmarks.writers import Writer
from opinion.database import CLONE

# `python -m benchmarks`, which copies its database from the one that this run copies.
BENCHMARKS = """
import runpy, sys
import django
django.setup()
from django.db import connection
connection.settings_dict["TEST"]["TEMPLATE"] = sys.argv.pop(1)
runpy.run_module("benchmarks", run_name="__main__", alter_sys=True)
"""


@pytest.mark.django_db
def test_no_word_is_lost_when_the_server_is_killed_or_two_save_in_turn():
    # In a process of its own, as Playwright runs once in each, beside this run's database.
    outlet = outlets.Outlet("beside")
    beside = outlet.url.replace(outlet.database, connection.settings_dict["NAME"])
    template = connection.settings_dict["TEST"].get("TEMPLATE") or ""
    words = [sys.executable, "-c", BENCHMARKS, template, "--small", "--only", "words typed"]
    played = subprocess.run(
        words,
        cwd=CLONE,
        env=os.environ | {"DATABASE_URL": beside, "DEBUG": "0"},
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
