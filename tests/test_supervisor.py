"""`make run`, really run: in a folder of its own, on a free port, with a database of its own."""

import http.client
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from opinion import database
from opinion.supervisor.commands import refuse_old_server
from opinion.supervisor.errors import StartupError
from opinion.supervisor.managed_process import ManagedProcess
from opinion.supervisor.postgres import Server

PATIENCE = 150


class Run:
    """One `python -m opinion.supervisor`, and what it has said so far."""

    def __init__(self, var: Path, port: int, word: str = "run", **environment: str) -> None:
        self.var, self.port, self.said = var, port, []
        ours = {"OPINION_VAR": str(var), "PORT": str(port), "DATABASE_URL": "", "DEBUG": "0"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "opinion.supervisor", word],
            cwd=database.CLONE,
            env=os.environ | ours | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        with self.process.stdout as said:
            for line in said:
                self._lines.put(line)

    def hear(self, words: str) -> str:
        """Wait until it says `words`; returns that line."""
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            try:
                self.said.append(self._lines.get(timeout=0.1))
            except queue.Empty:
                if self._reader.is_alive():
                    continue
                break
            if words in self.said[-1]:
                return self.said[-1]
        raise AssertionError(f"never said {words!r}, but:\n{''.join(self.said)}")

    def end(self, number: signal.Signals) -> str:
        """Signal it, wait for its end, and return all it said."""
        self.process.send_signal(number)
        return self.rest()

    def rest(self) -> str:
        self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        while not self._lines.empty():
            self.said.append(self._lines.get())
        return "".join(self.said)

    def part(self, words: str) -> psutil.Process:
        """The process that the supervisor itself started with `words` in its command."""
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if words in " ".join(child.cmdline()))

    def healthy(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def wait_healthy(self) -> None:
        patience = time.monotonic() + PATIENCE
        while not self.healthy():
            assert time.monotonic() < patience, "".join(self.said)
            time.sleep(0.1)


@contextmanager
def opinion(var, port, **environment):
    run = Run(var, port, **environment)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.end(signal.SIGTERM)


def refusal(var, port, **environment) -> str:
    """What is said by a start that fails: sentences, and no traceback."""
    with opinion(var, port, **environment) as run:
        said = run.rest()
        assert run.process.returncode == 1
    assert "Traceback" not in said
    return said


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def empty_var():
    yield from open_folder()


def open_folder():
    """Not below pytest's own private folder, which PostgreSQL cannot enter when we are root."""
    with tempfile.TemporaryDirectory(prefix="opinion-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def running():
    """A publication that several tests disturb, each leaving it well again."""
    with contextmanager(open_folder)() as var, opinion(var, free_port()) as run:
        run.hear("Opinion is at")
        yield run


def statement(var, sql):
    address = database.embedded_address(var / "postgres")
    names = {"host": address["HOST"], "dbname": address["NAME"], "user": address["USER"]}
    with psycopg.connect(**names, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else None


@contextmanager
def embedded(var):
    server = Server(var)
    server.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert server.wait()
        yield server
    finally:
        server.stop()


def left_in(var):
    """Processes that still have to do with this folder."""
    mark = str(var)
    found = []
    for process in psutil.process_iter(["environ", "cwd"]):
        environ, cwd = process.info["environ"] or {}, process.info["cwd"] or ""
        if environ.get("OPINION_SUPERVISED_IN") == mark or cwd.startswith(mark):
            found.append(process)
    return found


# --- While it runs --------------------------------------------------------------------------------


def test_each_step_of_the_start_is_told_with_its_seconds_and_then_the_address(running):
    said = "".join(running.said)
    for step in (
        "Creating the database",
        "Starting the database",
        "Updating the tables",
        "Collecting styles and scripts",
        "Starting web server and worker",
    ):
        assert re.search(rf"^{step} … (\d+\.\d s)?$", said, re.MULTILINE), step
    assert f"Opinion is at http://127.0.0.1:{running.port}  (Ctrl-C stops it)" in said
    running.hear("opinion-demo")


def test_it_serves(running):
    assert running.healthy()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("web server", "opinion.serving"),
        ("worker", "manage.py worker"),
        ("database", "listen_addresses="),
    ],
)
def test_a_part_that_is_killed_is_started_again(running, name, words):
    before = running.part(words)
    before.kill()
    running.hear(f"The {name} was killed (SIGKILL). Starting it again.")
    patience = time.monotonic() + PATIENCE
    while not any(words in " ".join(child.cmdline()) for child in children(running)):
        assert time.monotonic() < patience
        time.sleep(0.05)
    assert running.part(words).pid != before.pid
    running.wait_healthy()


def children(run):
    return psutil.Process(run.process.pid).children()


def test_a_second_start_in_the_same_folder_points_to_the_first(running, port):
    said = refusal(running.var, port)
    assert "already running" in said
    assert f"process {running.process.pid}" in said


def test_a_taken_port_is_told_before_anything_is_begun(running, empty_var):
    said = refusal(empty_var, running.port)
    assert said == (
        f"Port {running.port} is taken by another program. Stop that program, or choose another "
        f"port: PORT={running.port + 1} make run\n"
    )
    assert not (empty_var / "postgres").exists()


def test_data_survive_a_killed_supervisor_and_an_orderly_stop(running, port):
    """The last test of the publication that the tests above share."""
    var = running.var
    statement(var, "CREATE TABLE kept AS SELECT 'a word' AS word")
    running.end(signal.SIGKILL)
    with opinion(var, port) as again:
        again.hear("Opinion is at")
        assert statement(var, "SELECT word FROM kept") == [("a word",)]
        said = again.end(signal.SIGINT)
    assert again.process.returncode == 0
    order = re.findall(r"Stopping the (.+?) … \d+\.\d s", said)
    assert order == ["web server", "worker", "database"]
    assert left_in(var) == []
    with embedded(var):
        assert statement(var, "SELECT word FROM kept") == [("a word",)]


# --- Refusals -------------------------------------------------------------------------------------


def test_a_database_that_does_not_answer_is_named_without_its_password(empty_var, port):
    url = f"postgresql://desk:hush-hush@127.0.0.1:{free_port()}/paper"
    said = refusal(empty_var, port, DATABASE_URL=url)
    assert "in DATABASE_URL cannot be used" in said
    assert "Connection refused" in said
    assert "hush-hush" not in said


def test_a_database_that_keeps_silent_is_waited_for_five_seconds(empty_var, port):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"postgresql://desk@127.0.0.1:{silent.getsockname()[1]}/paper"
        begun = time.monotonic()
        assert "timeout" in refusal(empty_var, port, DATABASE_URL=url)
        assert 4 < time.monotonic() - begun < 15


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATABASE_URL": "paper"}, "DATABASE_URL is no address of a PostgreSQL database"),
        ({"PORT": "http"}, "PORT is 'http': write a number from 1 to 65535"),
        ({"PORT": "70000"}, "PORT is '70000': write a number from 1 to 65535"),
        ({"OPINION_VAR": "/proc/opinion"}, "Cannot write to /proc/opinion"),
        ({"OPINION_VAR": "/dev/null"}, "Cannot write to /dev/null"),
    ],
)
def test_a_wrong_word_in_the_environment_is_explained(empty_var, port, environment, words):
    assert words in refusal(empty_var, port, **environment)


def test_data_of_another_postgresql_are_refused_with_a_way_out(empty_var, port):
    (empty_var / "postgres").mkdir()
    (empty_var / "postgres" / "PG_VERSION").write_text("15\n")
    said = refusal(empty_var, port)
    assert "are of PostgreSQL 15" in said
    assert f"mv {empty_var}/postgres {empty_var}/postgres-15" in said


def test_a_folder_of_something_else_is_not_taken_for_data(empty_var, port):
    (empty_var / "postgres").mkdir()
    (empty_var / "postgres" / "letters.txt").write_text("Dear editor")
    assert "something else than PostgreSQL's data" in refusal(empty_var, port)


def test_make_demo_leaves_a_database_of_ones_own_alone(empty_var, port):
    url = "postgresql://desk@127.0.0.1/paper"
    said = refusal(empty_var, port, word="demo", DATABASE_URL=url)
    assert "only works with the embedded database" in said


def test_a_database_older_than_14_is_refused():
    with pytest.raises(
        StartupError, match="^The database at db.example:5432 is PostgreSQL 13; .* 14"
    ):
        refuse_old_server(130_022, "db.example:5432")
    refuse_old_server(140_000, "db.example:5432")


def test_a_part_that_dies_five_times_in_a_minute_ends_everything():
    def launch():
        return subprocess.Popen(["false"])

    part = ManagedProcess("worker", launch)
    part.last_lines.append("the reason it gave")
    for _death in range(4):
        part.start().wait()
        assert part.bury() == "exited unexpectedly (exit code 1)"
    part.start().wait()
    with pytest.raises(
        StartupError, match=r"the reason it gave\nThe worker ended 5 times in a minute"
    ):
        part.bury()


def test_a_second_ctrl_c_does_not_wait_for_a_part_that_hangs():
    script = """
import subprocess, sys
from opinion.supervisor.console import Console
from opinion.supervisor.supervisor import Stopped, Supervisor
from opinion.supervisor.managed_process import ManagedProcess

deaf = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print('I hear nothing', flush=True); time.sleep(99)"
)
house = Supervisor({}, Console())
house.heed_signals()
house.open_service(ManagedProcess("deaf part", lambda: house.spawn_python("-c", deaf)))
try:
    house.stay()
except Stopped:
    house.close()
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"deaf part: I hear nothing\n"
        process.send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0  # the patience with a part is 20
