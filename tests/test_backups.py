"""A backup is read back, restored and compared before it counts, and can be put back anywhere."""

import hashlib
import shutil
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from io import StringIO
from itertools import count
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone
from localbucket import S3Handler

from comments.models import Comment
from opinion import condition
from opinion.backups import (
    archive,
    back_up,
    databases,
    manifest,
    pictures,
    restore,
    schedule,
    tables,
)
from opinion.backups.errors import BackupError
from opinion.backups.models import BackupState
from opinion.backups.retention import kept, old
from opinion.backups.storage import PICTURES, Storage, name_of
from opinion.page_cache.models import Page
from tests.newsroom import make_article, make_comment, make_publication, make_user

COUNTS = {"daily": 3, "weekly": 2, "monthly": 2}


def moments(*written):
    return {datetime.fromisoformat(f"2026-{one}:00+00:00") for one in written}


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ([], []),
        (["11-30T02"], ["11-30T02"]),
        # Of a day the last one.
        (["11-30T02", "11-30T09", "11-30T21"], ["11-30T21"]),
        # Three days; then the last of two weeks and of two months. The 29th ends a week.
        (
            ["10-30T02", "10-31T02", "11-22T02", *(f"11-{day}T02" for day in range(23, 31))],
            ["10-31T02", "11-28T02", "11-29T02", "11-30T02"],
        ),
        # A gap lets nothing go.
        (["03-01T02", "04-01T02", "11-30T02"], ["03-01T02", "04-01T02", "11-30T02"]),
    ],
)
def test_of_days_weeks_and_months_the_last_one_stays(made, left):
    assert kept(moments(*made), COUNTS) == moments(*left)


def test_one_that_was_never_found_good_takes_no_good_ones_place():
    good, unsure = moments("11-30T02"), moments("11-30T03")
    found = dict.fromkeys(good, True) | dict.fromkeys(unsure, False)
    assert old(found, COUNTS) == set()
    assert old(dict.fromkeys(good | unsure, True), COUNTS) == good


NOW = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("good_at", "begun_at", "is_due"),
    [
        (None, None, True),
        (timedelta(minutes=20), timedelta(minutes=20), False),
        (timedelta(hours=24), timedelta(hours=24), True),
        (timedelta(hours=24), timedelta(minutes=20), False),
        # Begun, and never ended.
        (timedelta(hours=24), timedelta(hours=1, minutes=1), True),
        (None, timedelta(hours=1, minutes=1), True),
        # By hand, an hour before its time: the one at its hour is made all the same.
        (timedelta(minutes=40), timedelta(minutes=40), True),
    ],
)
def test_one_is_made_at_its_hour_and_tried_again_an_hour_after_one_that_failed(
    good_at, begun_at, is_due
):
    since = schedule.last_hour(NOW, 2, UTC)
    assert since == NOW.replace(minute=0)
    when = [ago and NOW - ago for ago in (good_at, begun_at)]
    assert schedule.due(NOW, since, *when) is is_due


# --- With PostgreSQL's own programs ---------------------------------------------------------------


@pytest.fixture
def key(settings, tmp_path):
    """The private half of a key; backups for its other half go into a folder."""
    identity = pyrage.x25519.Identity.generate()
    settings.BACKUP_TO = f"file://{tmp_path}/backups"
    settings.BACKUP_RECIPIENTS = [str(identity.to_public())]
    settings.VAR_DIR = tmp_path / "var"
    file = tmp_path / "key.txt"
    file.write_text(f"# kept elsewhere\n{identity}\n")
    return file


@contextmanager
def comments_written(article):
    """Within, somebody writes one comment after another."""
    is_over, has_begun = threading.Event(), threading.Event()

    def write():
        try:
            for number in count():
                make_comment(article, f"I was on train {number}.")
                has_begun.set()
                if is_over.is_set():
                    break
        finally:
            connections.close_all()

    writing = threading.Thread(target=write)
    writing.start()
    try:
        assert has_begun.wait(60)
        yield
    finally:
        is_over.set()
        writing.join()


@contextmanager
def in_charge(name):
    """Within, that database is Django's."""
    ours, other = connections["default"], connection.copy()
    other.settings_dict["NAME"] = name
    connections["default"] = other
    try:
        yield
    finally:
        other.close()
        connections["default"] = ours


def say(*words, **options):
    said = StringIO()
    call_command(*words, stdout=said, stderr=said, **options)
    return said.getvalue()


@pytest.fixture
def elsewhere():
    """Another outlet's database, and it is not empty."""
    name = f"{databases.name()}_elsewhere"
    databases.drop(name)
    with databases.connect() as ours:
        ours.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    with databases.connect(name) as there:
        there.execute("CREATE TABLE words AS SELECT 'of before' AS word")
    yield name
    with databases.connect() as ours:
        found = ours.execute("SELECT datname FROM pg_database WHERE datname ~ %s", [f"^{name}"])
        for (one,) in found.fetchall():
            databases.drop(one)


@pytest.mark.django_db(transaction=True)
def test_what_was_backed_up_while_people_wrote_is_put_back_elsewhere_as_it_was(
    key, elsewhere, settings, tmp_path
):
    make_publication()
    article = make_article()
    Page.objects.create(
        key=b"1", names=[], numbers=[], headers={}, etag="", gzip=b"", brotli=b"", size=1
    )
    picture = Path(settings.MEDIA_ROOT, "pictures/2026/11/train.jpg")
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"a picture")
    with comments_written(article):
        before = Comment.objects.count()
        said = say("back_up")
        after = Comment.objects.count()
    name = BackupState.objects.get().good_name
    assert f"{name} is good" in said
    assert "keys" in said
    assert [name] == [*Storage().names()]

    settings.MEDIA_ROOT = tmp_path / "media-elsewhere"
    with in_charge(elsewhere):
        with pytest.raises(CommandError, match="holds a publication, and nothing was done"):
            say("restore_backup", key=key)
        with (
            databases.connect(),
            pytest.raises(CommandError, match="1 programs are connected .* Stop web server"),
        ):
            say("restore_backup", key=key, replace=True)
        keys = restore.identities(key)
        done = restore.restore(None, keys, into=None, replace=True, tell=lambda _words: None)
    with databases.connect(elsewhere) as there, databases.connect(done.before) as aside:
        assert tables.digests(there) == done.manifest.tables
        (stored,) = there.execute("SELECT count(*) FROM comments_comment").fetchone()
        assert before <= stored < after
        assert there.execute("SELECT count(*) FROM page_cache_page").fetchone() == (0,)
        assert aside.execute("SELECT word FROM words").fetchone() == ("of before",)
    assert (settings.MEDIA_ROOT / "pictures/2026/11/train.jpg").read_bytes() == b"a picture"
    flip_a_byte(Path(tmp_path, "backups", name))
    with pytest.raises(CommandError, match=f"{name} is damaged: what is stored is not what was"):
        say("restore_backup", key=key, check=True)
    key.write_text(str(pyrage.x25519.Identity.generate()))
    with pytest.raises(CommandError, match="does not open with this key"):
        say("restore_backup", key=key, check=True)


# --- Pictures, each stored once -------------------------------------------------------------------


class Outlet:
    """An outlet's picture files, and where its backups lie."""

    def __init__(self, folder, key, place):
        self.media, self.folder, self.keys = folder / "media", folder, restore.identities(key)
        self.place = place
        self.media.mkdir()
        self.storage, self.days = Storage(), 0

    def add(self, name, content):
        (self.media / name).write_bytes(content)

    def back_up(self):
        """One a day, without its database; what was stored, and its manifest."""
        once = pyrage.x25519.Identity.generate()
        recipients = [*(key.to_public() for key in self.keys), once.to_public()]
        at = NOW + timedelta(days=self.days)
        self.days += 1
        storing = pictures.Storing(self.storage, recipients, once, self.folder, at)
        made = manifest.Manifest(at, {}, [], media=storing.store_all(self.media))
        self.storage.put(name_of(at), b"", needs=made.keys_of_pictures())
        return storing, made

    def restored(self, made):
        """What the pictures of a backup come to, and which are damaged."""
        into = self.folder / "restored"
        shutil.rmtree(into, ignore_errors=True)
        damaged = [*pictures.read_all(self.storage, made, self.keys, into)]
        return {path.name: path.read_bytes() for path in archive.files(into)}, damaged

    def lying_there(self):
        return sorted((self.place / PICTURES).glob("*"))


@pytest.fixture(params=["folder", "bucket"])
def outlet(request, key, tmp_path):
    """Its backups lie in a folder, and in a bucket of a real server that speaks S3's protocol."""
    if request.param == "folder":
        yield Outlet(tmp_path, key, tmp_path / "backups")
    else:
        with bucket(tmp_path / "buckets", request.getfixturevalue("settings")) as place:
            yield Outlet(tmp_path, key, place)


@contextmanager
def bucket(folder, settings):
    (folder / "paper").mkdir(parents=True)
    handler = type("Handler", (S3Handler,), {"data_root": folder})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    serving = threading.Thread(target=server.serve_forever, args=[0.02])
    serving.start()
    settings.BACKUP_TO = "s3://paper/backups/of/opinion"
    settings.BACKUP_BUCKET = {
        "endpoint": f"http://127.0.0.1:{server.server_port}",
        "region": "eu-1",
        "access_key_id": "a key",
        "secret_access_key": "a secret",
    }
    try:
        yield folder / "paper/backups/of/opinion"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()


def test_a_picture_is_stored_once_for_all_backups_and_goes_with_the_last_that_needs_it(outlet):
    outlet.add("train.jpg", b"a train")
    outlet.add("the-same.jpg", b"a train")
    first, made_first = outlet.back_up()
    outlet.add("bridge.jpg", b"a bridge")
    (outlet.media / "the-same.jpg").unlink()
    (outlet.media / "train.jpg").unlink()
    second, made_second = outlet.back_up()
    assert (first.new, second.new) == (1, 1)
    third, _made = outlet.back_up()
    assert (third.new, third.new_bytes) == (0, 0)
    assert str(third).startswith("0 of 1 picture files were new")
    # None holds or names what is in it.
    for path in outlet.lying_there():
        assert b"a train" not in path.read_bytes()
        assert hashlib.sha256(b"a train").hexdigest()[:16] not in path.name

    both = {"train.jpg": b"a train", "the-same.jpg": b"a train"}
    assert outlet.restored(made_first) == (both, [])
    later = timezone.now() + 2 * pictures.UNNAMED_FOR
    assert pictures.forget_unnamed(outlet.storage, later) == 0
    outlet.storage.delete([name_of(made_first.taken_at)])
    # What a backup that is being made has stored a moment ago, no backup names as yet.
    assert pictures.forget_unnamed(outlet.storage, timezone.now()) == 0
    assert pictures.forget_unnamed(outlet.storage, later) == 1
    assert outlet.restored(made_second) == ({"bridge.jpg": b"a bridge"}, [])
    assert outlet.restored(made_first) == ({}, ["the-same.jpg", "train.jpg"])


def test_nothing_is_deleted_while_one_backup_does_not_say_what_it_needs(outlet):
    outlet.add("train.jpg", b"a train")
    outlet.back_up()
    (outlet.media / "train.jpg").unlink()
    outlet.back_up()
    (outlet.place / f"{name_of(NOW)}.pictures").unlink()
    later = timezone.now() + 2 * pictures.UNNAMED_FOR
    assert pictures.forget_unnamed(outlet.storage, later) == 0


@pytest.mark.parametrize("outlet", ["folder"], indirect=True)
def test_a_stored_picture_that_is_damaged_is_found_within_four_weeks_and_mended(outlet):
    outlet.add("train.jpg", b"a train")
    _storing, made = outlet.back_up()
    (path,) = outlet.lying_there()
    flip_a_byte(path)
    assert outlet.restored(made) == ({}, ["train.jpg"])
    with pytest.raises(BackupError, match="1 picture files are missing or are not .*: train.jpg"):
        restore.refuse_damaged(["train.jpg"])
    mended = [outlet.back_up()[0].mended for _day in range(pictures.LOOKED_AT_WITHIN)]
    assert sum(mended) == 1
    assert len(outlet.lying_there()) == 1
    # Of the backup of before as well.
    assert outlet.restored(made) == ({"train.jpg": b"a train"}, [])


def test_who_may_open_the_next_backup_may_open_all_of_its_pictures(outlet, settings):
    outlet.add("train.jpg", b"a train")
    outlet.back_up()
    other = pyrage.x25519.Identity.generate()
    settings.BACKUP_RECIPIENTS, outlet.keys = [str(other.to_public())], [other]
    storing, made = outlet.back_up()
    assert storing.new == 1
    assert outlet.restored(made) == ({"train.jpg": b"a train"}, [])


def flip_a_byte(path):
    written = bytearray(path.read_bytes())
    written[len(written) // 2] ^= 1
    path.write_bytes(written)


@pytest.mark.django_db
def test_a_letter_that_differs_is_found_and_its_table_named(publication):
    opened = connection.cursor().connection
    before = tables.digests(opened)
    tables.refuse_difference(before, tables.digests(opened))
    publication.tagline = "Other words"
    publication.save()
    with pytest.raises(BackupError, match=r"public\.articles_publication, public\.page_\w+ differ"):
        tables.refuse_difference(before, tables.digests(opened))


@pytest.mark.django_db
def test_keys_that_are_not_those_of_the_backup_are_named_with_what_that_means(settings):
    made = manifest.read(manifest.Manifest(timezone.now(), {}, []).written())
    assert manifest.lost_keys(made) == []
    settings.CONTACT_KEYS = {"tests": bytes(32)}
    (said,) = manifest.lost_keys(made)
    assert said.startswith("CONTACT_KEYS tests is not the one of this backup. Readers' email and")


@pytest.mark.django_db
def test_a_backup_of_a_later_version_is_not_put_in_place_of_one_that_this_code_reads():
    later = manifest.Manifest(timezone.now(), {}, [["articles", "0999_later"]], version="9.9")
    with pytest.raises(BackupError, match=r"of Opinion 9\.9, and this is Opinion .*0999_later"):
        restore.refuse_newer(later)


# --- What people are told -------------------------------------------------------------------------


def warnings():
    return [finding.words for finding in condition.findings() if finding.name == "backup"]


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_failed_is_told_with_its_reason(key, settings, tmp_path):
    (tmp_path / "backups").write_text("a file in the place of the folder")
    with pytest.raises(CommandError, match="There is no backup. file:///.* cannot be used"):
        say("back_up")
    (said,) = warnings()
    assert said.startswith("There is no backup yet. file:///")


@pytest.mark.django_db
def test_administrators_are_told_of_the_last_good_backup_and_warned_when_it_is_old(
    client, settings, publication
):
    settings.EMBEDDED_DATABASE = False
    client.force_login(make_user("chief", is_superuser=True))
    for where, age, told in (
        ("", None, ["No backups are set up (BACKUP_TO)."]),
        ("elsewhere", None, []),
        ("file:///backups", None, ["There is no backup yet."]),
        ("file:///backups", 25, []),
        ("file:///backups", 27, ["The last good backup is older than a day."]),
    ):
        settings.BACKUP_TO = where
        if age:
            at = timezone.now() - timedelta(hours=age)
            BackupState.objects.current().succeed(name_of(at), at, 1)
        assert warnings() == told
        page = client.get("/admin/").content.decode()
        assert all(words in page for words in told)
        assert ("Last good backup: " in page) is bool(age)
    settings.EMBEDDED_DATABASE, settings.BACKUP_TO = True, ""
    assert warnings() == []


def test_two_backups_at_once_are_one(db):
    with (
        back_up.alone(),
        pytest.raises(BackupError, match="Another backup is being made"),
        back_up.alone(),
    ):
        pass
