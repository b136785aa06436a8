"""What an outlet installs by: the container's files fit together, and the guide says what is seen.

`make bench` takes the steps for real: benchmarks/installing.py, benchmarks/what_is_seen.py.
"""

import re
import subprocess

from benchmarks import installing, what_is_seen
from opinion.database import CLONE

STEPS = CLONE / "deploy/steps.sh"
COMPOSE = (CLONE / "deploy/compose.yaml").read_text()
CONTAINERFILE = (CLONE / "Containerfile").read_text()


def test_the_container_holds_what_the_program_is_made_of_and_nothing_else():
    copied = {source for source, _target in installing._copied()}
    assert copied == {
        "requirements/production.txt",
        "deploy/steps.sh",
        "manage.py",
        "pyproject.toml",
        "authors",
        "comments",
        "opinion",
        "templates",
        "static",
    }
    assert all((CLONE / source).exists() for source in copied)


def test_the_container_holds_what_the_program_reads_beside_its_own_folders():
    copied = {source for source, _target in installing._copied()}
    code = "".join(
        path.read_text()
        for room in ("authors", "comments", "opinion")
        for path in (CLONE / room).rglob("*.py")
        # What `make run` and installing need is not in it.
        if "supervisor" not in path.parts
    )
    read = {*re.findall(r'(?:CLONE|BASE_DIR) / "([^"]+)"', code)}
    assert {"pyproject.toml", "templates"} <= read
    assert read <= copied | {".env", "var"}


def test_each_step_that_is_taken_is_one_of_the_script_and_it_tells_them():
    known = {*re.findall(r"^(\w+)\)", STEPS.read_text(), re.MULTILINE)}
    taken = {*re.findall(r"^    command: (\w+)", COMPOSE, re.MULTILINE)}
    taken |= {*re.findall(r"steps\.sh (\w+)$", CONTAINERFILE, re.MULTILINE)}
    taken |= {*re.findall(r'^CMD \["(\w+)"\]', CONTAINERFILE, re.MULTILINE)}
    assert taken == {"install", "prepare", "web", "worker"}
    assert taken < known
    told = subprocess.run([STEPS], capture_output=True, text=True, check=False)
    assert told.returncode == 2
    assert {*re.findall(r"steps\.sh (\w+)", told.stderr)} == known


def test_a_container_runs_without_rights_on_a_root_that_it_cannot_write_to():
    users = re.findall(r"^USER (.+)$", CONTAINERFILE, re.MULTILINE)
    assert users == ["10001"]
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert line in COMPOSE
    # Nothing of it is served to other machines before there is TLS.
    assert re.findall(r"ports: (.+)", COMPOSE) == ['["127.0.0.1:8000:8000"]']


def test_the_guide_shows_the_table_of_what_is_seen():
    assert what_is_seen.table(what_is_seen.EXPECTED) in (CLONE / "docs/running.md").read_text()
