"""An upgrade of a filled publication that is killed in each of its steps, and the way back.

Meanwhile the version before serves, and readers write. Nothing that was acknowledged is lost; after
the way back everything is as the backup had it, and the version before serves it.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.db import connection

from comments.models import Comment
from opinion.backups import databases
from opinion.database import CLONE
from opinion.supervisor.console import Console
from opinion.supervisor.process import spawn

from . import backups, filling, outlets, survival
from .backups import Backups
from .programs import Programs
from .sizes import LARGE, Sizes

# Every text is rendered again: eight milliseconds each.
SIZES = replace(LARGE, articles=1_000, comments=10_000, threads=(1_000, 50, 1), waiting=500)
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "*.pyc", "node_modules")
# What the version after this one brings: a column, an index built beside readers, and a long job.
MIGRATIONS = {
    "0101_mood": """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("comments", "{last}")]
    operations = [
        migrations.AddField("comment", "mood", models.TextField(default="", db_default="")),
        migrations.RunSQL("SELECT pg_sleep(3)", migrations.RunSQL.noop),
    ]
""",
    "0102_by_mood": """
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

class Migration(migrations.Migration):
    atomic = False
    dependencies = [("comments", "0101_mood")]
    operations = [
        AddIndexConcurrently("comment", models.Index(fields=["mood"], name="comment_by_mood")),
    ]
""",
}
# Each time it is killed as soon as it has said this, and a moment later.
KILLED_AT = (
    ("Packing and encrypting", 0.1),
    ("Reading it back", 1.0),
    ("Running migrations", 1.0),
    ("Applying comments.0101", 0.1),
    ("Rendering: render_html", 0.1),
)
WORDS = """
SELECT 'comment', id, text FROM comments_comment UNION ALL
SELECT 'edition', id, headline || body || body_html FROM articles_edition UNION ALL
SELECT 'article', id, headline || body FROM articles_article ORDER BY 1, 2
"""


@dataclass(frozen=True)
class Figures:
    kills: int
    meanwhile: int
    said: list[str]
    seconds: float

    def __str__(self) -> str:
        return (
            f"killed {self.kills} times, then whole in {self.seconds:.0f} s; {self.meanwhile:,} "
            f"comments written meanwhile, none lost; it said: {' / '.join(self.said)}; and back"
        )


def run(sizes: Sizes, kills: int, console: Console, name: str = "bench_upgrade") -> Figures:
    """Raises AssertionError where a word is lost. Starts programs: from the main thread."""
    with (
        outlets.scratch(console, name) as outlet,
        outlet.in_charge(),
        tempfile.TemporaryDirectory(prefix="opinion-") as folder,
    ):
        outlet.sizes = sizes
        filling.fill(outlet, console)
        there = Backups(outlet, Path(folder))
        later = _later_version(Path(folder, "later"))
        said = []
        with backups.writing(there, outlet.busiest) as readers:
            for words, moment in KILLED_AT[:kills]:
                with console.step(f"Killing it at “{words}”"):
                    said += _told(_killed(there, later, words, moment))
            begun = time.monotonic()
            with console.step("Upgrading"):
                said += _told(_whole(there, later))
            seconds = time.monotonic() - begun
            acknowledged = [*readers.acknowledged]
        _verify_upgraded(acknowledged)
        with console.step("Going back"):
            _go_back(there)
        return Figures(kills, len(acknowledged), [*dict.fromkeys(said)], seconds)


def _later_version(folder: Path) -> Path:
    """This code with another version's number, and what that one would bring."""
    shutil.copytree(CLONE, folder, ignore=LEFT_OUT)
    project = folder / "pyproject.toml"
    project.write_text(re.sub(r'(?m)^version = ".*"', 'version = "99.0"', project.read_text()))
    home = folder / "comments/migrations"
    last = max(path.stem for path in home.glob("0*.py"))
    for name, text in MIGRATIONS.items():
        (home / f"{name}.py").write_text(text.replace("{last}", last))
    return folder


def _upgrade(there: Backups, code: Path) -> subprocess.Popen:
    return spawn(
        [sys.executable, "-u", "manage.py", "upgrade"],
        environment=there.environment,
        cwd=code,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def _killed(there: Backups, code: Path, words: str, moment: float) -> list[str]:
    """What it said until then; it and all that it started get kill -9."""
    lines = []
    process = _upgrade(there, code)
    assert process.stdout
    for line in process.stdout:
        lines.append(line.decode().rstrip())
        if words in lines[-1]:
            break
    else:
        raise AssertionError(f"it never said “{words}”: {lines[-3:]}")
    time.sleep(moment)
    if process.poll() is not None:
        raise AssertionError(f"it had ended at “{words}”: {process.stdout.read().decode()}")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return lines


def _whole(there: Backups, code: Path) -> list[str]:
    process = _upgrade(there, code)
    said = process.communicate()[0].decode().splitlines()
    assert process.returncode == 0, said[-5:]
    return said


def _told(lines: list[str]) -> list[str]:
    return [re.sub(r"\d{4}-\S+ \S+ UTC|\d{8}T\d{6}Z", "…", one) for one in lines if "Going" in one]


def _verify_upgraded(acknowledged: list[int]):
    texts = {*Comment.objects.values_list("text", flat=True)}
    lost = [number for number in acknowledged if survival._text(number) not in texts]
    assert not lost, f"{len(lost)} comments that were acknowledged are lost"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_index WHERE NOT indisvalid")
        assert cursor.fetchone() == (0,), "an index is left half built"
        cursor.execute("SELECT to_regclass('comment_by_mood') IS NOT NULL")
        assert cursor.fetchone() == (True,), "the index was never built"


def _go_back(there: Backups):
    """The code before, and the backup of before: its words, and its web server on them."""
    refused = subprocess.run(
        [sys.executable, "manage.py", "upgrade"],
        cwd=CLONE,
        env=there.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "To go back to this version, restore the backup" in refused.stderr, refused.stderr
    name = f"{there.outlet.database}_elsewhere"
    databases.drop(name)
    there.manage("restore_backup", "--key", str(there.key), "--into", name)
    with _dropped(name):
        expected = _words(name)
        connection.close()
        said = there.manage("restore_backup", "--key", str(there.key), "--replace")
        with _dropped(re.search(r"kept in the database (\w+)\.", said)[1]):
            there.manage("upgrade")
            assert _words(there.outlet.database) == expected, "words are not those of before"
            _serve(there)


@contextmanager
def _dropped(name: str) -> Iterator[None]:
    try:
        yield
    finally:
        databases.drop(name)


def _words(database: str) -> str:
    digest = hashlib.sha256()
    with databases.connect(database) as opened:
        for row in opened.execute(WORDS):
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _serve(there: Backups):
    with Programs(there.environment, there.folder, backups.WEB) as programs:
        programs.start_all()
        backups.wait(programs.are_up)
