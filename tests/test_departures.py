"""The whole publication in one file: asked for on a page, written by the worker, downloaded."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from opinion.moving import departures, tasks
from opinion.moving.leaving import archive
from opinion.moving.models import MoveOut
from tests.followers import jobs
from tests.newsroom import make_article

pytestmark = pytest.mark.django_db
OUT = "/admin/moving/movein/out/"


@pytest.fixture
def desk(client, editor, article, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    client.force_login(editor)
    return client


def ask(desk, kind="archive") -> MoveOut:
    assert desk.post(OUT, {"kind": kind}).url == OUT
    return MoveOut.objects.get(kind=kind)


@pytest.mark.parametrize(
    ("kind", "option"), [("archive", []), ("wordpress", ["--wordpress"])], ids=["archive", "wxr"]
)
def test_a_file_is_asked_for_once_written_by_the_worker_and_downloaded(
    desk, kind, option, tmp_path
):
    asked = ask(desk, kind)
    assert ask(desk, kind) == asked
    assert [job.args for job in jobs(tasks.write_out)] == [{"move_out": asked.pk}]
    assert desk.get(f"{OUT}{asked.pk}/").status_code == 404
    departures._folder().mkdir()
    departures._tell(asked, 0.42)
    page = desk.get(OUT).text
    assert '<progress max="100" value="42"' in page and "Download" not in page
    tasks.write_out(asked.pk)
    assert f'href="{OUT}{asked.pk}/"' in desk.get(OUT).text
    answer = desk.get(f"{OUT}{asked.pk}/")
    assert departures.name_of(asked) in answer.headers["Content-Disposition"]
    other = tmp_path / "other"
    call_command("move_out", str(other), *option, stdout=StringIO())
    content = b"".join(answer.streaming_content)
    assert content == other.read_bytes()
    assert content.startswith(b"PK") if kind == "archive" else b"wxr_version" in content


def test_a_file_is_gone_after_a_day_and_so_is_what_a_killed_worker_left(desk, editor, time_machine):
    asked = ask(desk)
    folder = departures._folder()
    folder.mkdir()
    for left in (f"{asked.pk}-opinion-archive.zip.part", f"{asked.pk}-progress", "0-wordpress.xml"):
        (folder / left).write_text("0.3")
    # The worker was killed: the next one begins it anew, and nobody has to ask again.
    tasks.write_out(asked.pk)
    assert [*folder.glob(f"{asked.pk}-*")] == [folder / f"{asked.pk}-opinion-archive.zip"]
    tasks.forget_departures(0)
    assert [path.name for path in folder.iterdir()] == [f"{asked.pk}-opinion-archive.zip"]
    time_machine.move_to(timezone.now() + timedelta(days=1, seconds=1))
    tasks.forget_departures(0)
    assert not [*folder.iterdir()] and not MoveOut.objects.exists()
    desk.force_login(editor)
    assert desk.get(f"{OUT}{asked.pk}/").status_code == 404


def test_a_file_that_could_not_be_written_says_why_and_can_be_asked_for_again(desk, settings):
    asked = ask(desk)
    (settings.VAR_DIR / "moving-out").write_text("in the way")
    tasks.write_out(asked.pk)
    assert "File exists" in desk.get(OUT).text
    desk.post(OUT, {"kind": "archive"})
    assert MoveOut.objects.filter(finished_at=None).count() == 1


def test_of_an_unknown_kind_nothing_is_written(desk):
    assert desk.post(OUT, {"kind": "pdf"}).status_code == 200
    assert not MoveOut.objects.exists()


def test_the_progress_that_is_told_is_that_of_rows_and_files(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "BATCH", 5)
    make_article("Another")
    told = []
    archive.Writing(False, told.append).write(tmp_path / "a.zip")
    assert told == sorted(told) and len(told) > 3
    assert 0.8 < told[-1] <= 1
