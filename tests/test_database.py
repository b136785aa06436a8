import base64
import os
import shutil
import stat
import subprocess
import tempfile
import threading
from pathlib import Path

import psycopg
import pytest

from opinion import database, embedded_secrets
from opinion.supervisor.errors import StartupError
from opinion.supervisor.paths import SYSTEM_USER
from opinion.supervisor.postgres import TESTS_ONLY, Server


@pytest.fixture
def no_database_url(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("OPINION_VAR", str(tmp_path))


@pytest.fixture
def open_var():
    """Not below pytest's own private folder, which PostgreSQL cannot enter when we are root."""
    with tempfile.TemporaryDirectory(prefix="opinion-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def running():
    """Servers that a test started: stopped at its end, with what lies outside its folder."""
    servers = []
    yield servers
    for server in servers:
        server.stop()
        shutil.rmtree(server.data, ignore_errors=True)
        shutil.rmtree(server.place.socket, ignore_errors=True)
        if server.data.parent != server.var:
            server.data.parent.rmdir()


def run(var: Path, running: list[Server]) -> Server:
    server = Server(var, settings=TESTS_ONLY)
    running.append(server)
    server.create()
    server.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert server.wait()
    server.ensure_database()
    return server


def again(var: Path, running: list[Server]) -> Server:
    server = Server(var, settings=TESTS_ONLY)
    running.append(server)
    server.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert server.wait()
    return server


# --- DATABASE_URL ---------------------------------------------------------------------------------


def test_without_a_url_the_embedded_database_in_var_is_meant(no_database_url, tmp_path):
    assert database.is_embedded()
    assert database.address() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "opinion",
        "USER": "opinion",
        "HOST": str(tmp_path / "postgres"),
    }


def test_a_url_of_spaces_is_no_url(no_database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "  ")
    assert database.is_embedded()


def test_a_url_is_taken_apart_into_djangos_names(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", " postgresql://desk:a%40b%3Ac@db.example:6432/paper ")
    assert not database.is_embedded()
    assert database.address() == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "paper",
        "USER": "desk",
        "PASSWORD": "a@b:c",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {},
    }


def test_what_django_has_no_name_for_goes_to_the_driver():
    url = "postgres://desk@db.example/paper?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    options = database.url_address(url)["OPTIONS"]
    assert options == {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"}


def test_a_socket_folder_may_be_the_host():
    address = database.url_address("postgresql://desk@/paper?host=%2Fvar%2Frun%2Fpostgresql")
    assert address["HOST"] == "/var/run/postgresql"


def test_several_hosts_may_be_named():
    address = database.url_address("postgresql://desk@one,two:5433/paper")
    assert (address["HOST"], address["PORT"]) == ("one,two", ",5433")


@pytest.mark.parametrize(
    "url",
    [
        "paper",
        "mysql://desk:hush-hush@db.example/paper",
        "sqlite:///paper.db",
        "host=db.example dbname=paper password=hush-hush",
        "postgresql://desk:hush-hush%zz@db.example/paper",
        "postgresql://desk:hush-hush@db.example/paper?no_such_option=1",
        "postgresql://desk:hush-hush@db.example:http/paper",
        "postgresql://desk:hush-hush@db.example:70000/paper",
        "postgresql://desk:hush-hush@db.example:0/paper",
        "postgresql://desk:hush-hush@db.example/",
        "postgresql://desk:hush-hush@db.example",
    ],
)
def test_rubbish_is_refused_in_a_sentence_without_the_password(url):
    with pytest.raises(ValueError, match=r"^DATABASE_URL .*\.$") as refusal:
        database.url_address(url)
    assert "hush-hush" not in str(refusal.value)


# --- Where the embedded database lives ------------------------------------------------------------


def test_the_var_folder_has_one_name_however_it_is_reached(monkeypatch, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    monkeypatch.setenv("OPINION_VAR", str(tmp_path / "alias"))
    assert database.var_folder() == tmp_path / "real"


def test_without_opinion_var_everything_is_written_below_the_project(monkeypatch):
    monkeypatch.delenv("OPINION_VAR", raising=False)
    assert database.var_folder() == Path(__file__).resolve().parent.parent / "var"


def test_a_short_path_holds_the_socket_itself():
    assert database.socket_folder(Path("/srv/paper/var/postgres")) == Path(
        "/srv/paper/var/postgres"
    )


def test_a_long_path_gets_a_short_socket_folder_of_its_own():
    one, two = (Path("/srv", "long" * 30, name, "postgres") for name in ("one", "two"))
    assert len(str(database.socket_folder(one) / database.SOCKET)) <= 107
    assert database.socket_folder(one) != database.socket_folder(two)


def test_the_length_of_a_socket_path_is_counted_in_bytes():
    data = Path("/srv", "ü" * 45, "postgres")
    assert len(str(data / database.SOCKET)) < database.LONGEST_SOCKET_PATH
    assert database.socket_folder(data) != data


def test_a_copied_project_does_not_follow_the_link_of_the_first(tmp_path):
    first, copy = tmp_path / "first", tmp_path / "copy"
    first.mkdir()
    database.data_link(first, "postgres").symlink_to("/var/lib/opinion/x/postgres")
    shutil.copytree(first, copy, symlinks=True)
    assert database.data_folder(first) == Path("/var/lib/opinion/x/postgres")
    assert database.data_folder(copy) == copy / "postgres"


def test_a_private_folder_stays_private_and_the_database_runs_all_the_same(tmp_path, running):
    """As root the data go elsewhere, since PostgreSQL does not run as root; else inside."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    (private / "var").mkdir()
    server = run(private / "var", running)
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.place.socket.stat().st_mode) == 0o700
    assert (server.data.owner() == SYSTEM_USER) == (os.geteuid() == 0)
    assert server.data.is_relative_to(private) == (os.geteuid() != 0)


def test_the_database_listens_on_no_network_address_and_sorts_alike_everywhere(tmp_path, running):
    var = tmp_path / ("long" * 30)
    var.mkdir()
    with psycopg.connect(run(var, running).url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        locale = "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'opinion'"
        assert connection.execute(locale).fetchone() == ("b", "C.UTF-8")


def test_a_server_that_was_left_behind_is_ended_before_the_next_one_starts(open_var, running):
    left = run(open_var, running)
    assert again(open_var, running).answers()
    assert left.process.poll() is not None


def test_a_copy_of_a_running_project_leaves_the_first_ones_server_alone(open_var, running):
    first, copy = open_var / "first", open_var / "copy"
    first.mkdir()
    server = run(first, running)
    server.stop()
    subprocess.run(["cp", "-a", first, copy], check=True)
    server = again(first, running)
    subprocess.run(
        ["cp", "-a", first / "postgres" / "postmaster.pid", copy / "postgres"], check=True
    )
    assert again(copy, running).answers()
    assert server.answers()


def test_an_interrupted_creation_is_begun_anew(open_var, running):
    (open_var / "postgres.unfinished" / "base").mkdir(parents=True)
    (open_var / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    assert run(open_var, running).answers()
    assert not (open_var / "postgres.unfinished").exists()


def test_a_disk_that_is_nearly_full_is_told_before_it_is_full(open_var, monkeypatch):
    monkeypatch.setattr("opinion.supervisor.postgres.ROOM_NEEDED", 10**18)
    server = Server(open_var)
    with pytest.raises(
        StartupError, match=r"^The disk is nearly full: \d+ MB are free .* Make room"
    ):
        server.create()
    assert list(open_var.iterdir()) == []


# --- Secrets of the embedded database -------------------------------------------------------------


def test_secrets_are_made_once_and_kept_from_others(no_database_url, tmp_path):
    made = embedded_secrets.embedded_secrets()
    assert embedded_secrets.embedded_secrets() == made
    assert stat.S_IMODE((tmp_path / "secrets.env").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.env"]


def test_two_copies_have_different_secrets(no_database_url, monkeypatch, tmp_path):
    first = embedded_secrets.embedded_secrets()
    monkeypatch.setenv("OPINION_VAR", str(tmp_path / "second"))
    second = embedded_secrets.embedded_secrets()
    assert all(first[name] != second[name] for name in first)


def test_keys_are_32_random_bytes_and_the_contacts_key_has_a_name(no_database_url):
    made = embedded_secrets.embedded_secrets()
    name, _colon, key = made["CONTACT_KEYS"].partition(":")
    assert name.isalnum()
    assert len(base64.b64decode(key)) == len(base64.b64decode(made["CONTACT_DIGEST_KEY"])) == 32
    assert len(made["SECRET_KEY"]) >= 50


def test_many_at_once_agree_on_the_same_secrets(no_database_url):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(embedded_secrets.embedded_secrets()))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert all(each == found[0] for each in found)
