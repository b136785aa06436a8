"""pandoc as a program of its own: away, or there and told no secrets."""

import subprocess

import pypandoc
import pytest

from opinion.references.printing import PandocUnavailable, pandoc, print_all
from opinion.references.record import Record

WORKS = [Record("book", title="Salt Law"), Record("book", title="Reeds")]


@pytest.fixture(autouse=True)
def each_time_anew(asked_once_of_pandoc, monkeypatch):
    monkeypatch.setattr(pandoc, "run", asked_once_of_pandoc)


@pytest.mark.parametrize(
    "script",
    ["kill -9 $$", "exit 1", "sleep 60", None],
    ids=["it is killed", "it breaks down", "it hangs", "it is not there"],
)
def test_without_pandoc_nothing_is_wrong_with_the_works(script, monkeypatch, tmp_path):
    program = tmp_path / "pandoc"
    if script:
        program.write_text(f"#!/bin/sh\nexec 2>/dev/null\n{script}\n")
        program.chmod(0o700)
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: str(program))
    monkeypatch.setattr(pandoc, "_SECONDS", 0.3)
    with pytest.raises(PandocUnavailable):
        print_all(WORKS, "apa", "en")


def test_pypandoc_without_its_program_is_pandoc_away(monkeypatch):
    def missing():
        raise OSError("No pandoc was found")

    monkeypatch.setattr(pypandoc, "get_pandoc_path", missing)
    with pytest.raises(PandocUnavailable, match="No pandoc was found"):
        print_all(WORKS, "apa", "en")


def test_pandoc_is_told_no_secrets(monkeypatch):
    seen = {}
    run = subprocess.run

    def watched(*arguments, **options):
        seen.update(options["env"])
        return run(*arguments, **options)

    monkeypatch.setenv("SECRET_KEY", "never to be told")
    monkeypatch.setattr(subprocess, "run", watched)
    assert all(print_all(WORKS, "apa", "en"))
    assert seen == {"LANG": "C.UTF-8"}
