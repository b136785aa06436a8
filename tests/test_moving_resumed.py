"""A moving in that broke off anywhere goes on, and ends as if nothing had happened."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment, Decision, Thread
from opinion.articles.models import Article, Edition, Revision
from opinion.moving.models import MoveIn, Provenance
from opinion.moving.storing.origins import Origins
from tests.wordpress_files import comment, item, save, wxr

pytestmark = pytest.mark.django_db
NUMBERS = range(1, 10)


class Killed(Exception):
    pass


def a_site():
    return wxr(*(
        item(n, f"Title {n}", raw=comment(n * 10) + comment(n * 10 + 1, parent=n * 10)) for n in NUMBERS
    ))  # fmt: skip


def counted():
    models = (MoveIn, Article, Edition, Revision, Comment, Decision, Provenance)
    return {model.__name__: model.objects.count() for model in models}


def move(path):
    call_command("move_in", str(path), "--yes", stdout=StringIO())


def test_it_goes_on_wherever_it_broke_off(tmp_path, monkeypatch):
    monkeypatch.setattr("opinion.moving.run.MOST_POSTS", 2)
    path = save(tmp_path, a_site())
    flush, done = Origins.flush, []

    def break_off(self):
        """All of a batch is written, and is not yet committed."""
        flush(self)
        done.append(self)
        raise Killed

    for _time in range(3):
        # Each time it breaks off in the first batch that has something new.
        monkeypatch.setattr(Origins, "flush", break_off)
        with pytest.raises(Killed):
            move(path)
        assert Article.objects.count() == Comment.objects.count() == 0
        assert MoveIn.objects.get().finished_at is None
    left = iter([flush, flush, break_off])
    monkeypatch.setattr(Origins, "flush", lambda self: next(left)(self))
    with pytest.raises(Killed):
        move(path)
    assert Article.objects.count() == 4 and 0 < MoveIn.objects.get().progress < 0.6
    told, reached = [], MoveIn.objects.get().progress
    tell = "opinion.moving.management.commands.move_in.Command._tell_progress"
    monkeypatch.setattr(tell, lambda self, part: told.append(part))
    monkeypatch.setattr(Origins, "flush", flush)
    move(path)
    # It goes on from where it was, though the file is read from its start.
    assert told[0] == reached and told == sorted(told)
    assert counted() == {
        "MoveIn": 1, "Article": 9, "Edition": 9, "Revision": 9, "Comment": 18, "Decision": 18,
        "Provenance": 9 + 18 + 1,
    }  # fmt: skip
    assert {*Thread.objects.values_list("published_count", flat=True)} == {2}
    assert MoveIn.objects.get().progress == 1
    before = counted()
    move(path)
    assert counted() == before


def test_a_later_export_brings_what_is_new_alone(tmp_path):
    move(save(tmp_path, a_site()))
    later = wxr(
        item(1, "Title 1, changed", raw=comment(10) + comment(11, parent=10) + comment(12, "New.", parent=11)),
        item(50, "New"),
    )  # fmt: skip
    move(save(tmp_path, later, "later.xml"))
    assert Article.objects.count() == 10
    assert not Article.objects.filter(headline="Title 1, changed").exists()
    new = Comment.objects.get(text="New.")
    assert (new.path, new.parent_id) == ([10, 11, 12], 11)
    assert Comment.objects.get(pk=10).published_below == 2
    assert Thread.objects.get(article=new.article).published_count == 3
    call_command("move_in", "--undo", str(MoveIn.objects.latest("pk").pk), stdout=StringIO())
    assert Article.objects.count() == 9
    assert Comment.objects.get(pk=10).published_below == 1


def test_two_at_once_do_not_run(tmp_path, monkeypatch):
    path = save(tmp_path, a_site())
    monkeypatch.setattr("opinion.moving.run.Import._finish", lambda self, found: within(path))

    def within(path):
        from django.db import connection
        from psycopg import connect

        settings = connection.settings_dict
        with connect(
            dbname=settings["NAME"],
            host=settings["HOST"],
            port=settings["PORT"],
            user=settings["USER"],
        ) as other:
            from opinion.moving.run import LOCK

            assert other.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (False,)

    move(path)
    with pytest.raises(CommandError, match="Name the files"):
        call_command("move_in")
